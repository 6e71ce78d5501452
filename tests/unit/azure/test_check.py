"""A look at a labels file tells each thing that is wrong with it, and of a good one nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from projects import labels_in, looked, project, recount, texts, units
from spanbridge.converters.catalogue.labels_files import LABELS_FILES
from spanbridge.converters.catalogue.lints import LINTS
from spanbridge.converters.catalogue.repairs import REPAIRS

Change = Callable[[dict[str, Any]], object]


def first(file: dict[str, Any]) -> dict[str, Any]:
    """Return the first document."""
    document: dict[str, Any] = file["assets"]["documents"][0]
    return document


def label(file: dict[str, Any], **members: Any) -> None:
    """Change the first label."""
    labels_in(file)[0].update(members)


def add(file: dict[str, Any], **members: Any) -> None:
    """Add a label like the first one, with other members."""
    labels = first(file)["entities"][0]["labels"]
    labels.append(labels[0] | members)


def without(holder: dict[str, Any], key: str) -> None:
    """Remove a key."""
    del holder[key]


PROVOKED: dict[str, tuple[Change, str]] = {
    "assets-kind-missing": (lambda f: without(f["assets"], "projectKind"), "$.assets"),
    "kinds-differ": (lambda f: f["assets"].update(projectKind="X"), "$.assets.projectKind"),
    "key-missing": (lambda f: without(f["metadata"], "language"), "$.metadata"),
    "key-misnamed": (
        lambda f: first(f).update(document=first(f).pop("location")),
        "$.assets.documents[0]",
    ),
    "key-unknown": (lambda f: first(f).update(colour=1), "$.assets.documents[0]"),
    "type-wrong": (
        lambda f: f["metadata"].update(multilingual="True"),
        "$.metadata.multilingual",
    ),
    "labels-flat": (
        lambda f: first(f).update(entities=first(f)["entities"][0]["labels"]),
        "$.assets.documents[0]",
    ),
    "label-malformed": (
        lambda f: add(f, offset=None),
        "$.assets.documents[0].entities[0].labels[5]",
    ),
    "document-malformed": (
        lambda f: f["assets"]["documents"].append(5),
        "$.assets.documents[10]",
    ),
    "location-unsafe": (lambda f: first(f).update(location="../a.txt"), "$.assets.documents[0]"),
    "location-twice": (lambda f: first(f).update(location="1.txt"), "$.assets.documents[1]"),
    "document-text-missing": (
        lambda f: first(f).update(location="gone.txt"),
        "$.assets.documents[0]",
    ),
    "dataset-unknown": (lambda f: first(f).update(dataset="train"), "$.assets.documents[0]"),
    "offset-refused": (
        lambda f: label(f, offset=900),
        "$.assets.documents[0].entities[0].labels[0]",
    ),
    "regions-several": (
        lambda f: first(f)["entities"].append({"regionOffset": 0, "regionLength": 3, "labels": []}),
        "$.assets.documents[0]",
    ),
    "label-outside-region": (
        lambda f: first(f)["entities"][0].update(regionLength=80),
        "$.assets.documents[0].entities[0].labels[4]",
    ),
    "region-length-wrong": (
        lambda f: first(f)["entities"][0].update(regionLength=90),
        "$.assets.documents[0]",
    ),
    "category-undeclared": (lambda f: label(f, category="Hero"), "labels.json"),
    "unit-not-azures": (
        lambda f: f.update(stringIndexType="UnicodeCodePoint"),
        "$.stringIndexType",
    ),
    "project-name-refused": (
        lambda f: f["metadata"].update(projectName="my people"),
        "$.metadata.projectName",
    ),
    "category-name-refused": (
        lambda f: f["assets"]["entities"].append({"category": "a/b"}),
        "$.assets",
    ),
    "category-unused": (
        lambda f: f["assets"]["entities"].append({"category": "Hero"}),
        "labels.json",
    ),
    "edge-blank": (
        lambda f: label(f, length=6),
        "$.assets.documents[0].entities[0].labels[0]",
    ),
    "edge-inside-word": (
        lambda f: label(f, length=3),
        "$.assets.documents[0].entities[0].labels[0]",
    ),
    "label-twice": (add, "$.assets.documents[0].entities[0].labels[5]"),
    "labels-overlap": (
        lambda f: add(f, length=9),
        "$.assets.documents[0].entities[0].labels[5]",
    ),
    "documents-few": (lambda f: f["assets"]["documents"].pop(), "labels.json"),
    "examples-few": (lambda f: label(f, category="Hero"), "labels.json"),
    "examples-below-fifty": (lambda f: f["assets"]["documents"].pop(), "labels.json"),
    "phrase-two-ways": (
        lambda f: labels_in(f)[5].update(category="Hero"),
        "$.assets.documents[1].entities[0].labels[0]",
    ),
    "part-lacks-category": (
        lambda f: (
            [d.update(dataset="Train") for d in f["assets"]["documents"]],
            first(f).update(dataset="Test", entities=[]),
        ),
        "labels.json",
    ),
    "label-shifted": (
        lambda f: label(f, text="Alice", offset=1),
        "$.assets.documents[0].entities[0].labels[0]",
    ),
    "label-in-doubt": (
        lambda f: label(f, text="Zebra"),
        "$.assets.documents[0].entities[0].labels[0]",
    ),
    "offsets-suspect": (lambda f: recount(f, len), "$.assets.documents[0]"),
}
ELSEWHERE = {
    "labels-malformed", "kind-unsupported", "unit-unsupported",  # test_reader: they end it all
    "form-preview", "quote-mismatch",  # test_dialects
    "document-not-utf8", "mark-not-counted", "text-twice", "document-empty",  # below: of texts
    "document-too-long", "region-length-unknown", "texts-not-compared",
    "label-too-long", "documents-many", "categories-many",  # lints/test_limits
    "category-unmatched", "categories-several",  # of writers
}  # fmt: skip


@pytest.mark.parametrize("quote", [True, False])
def test_of_a_good_file_there_is_nothing_to_say_but_of_its_quotations(quote: bool) -> None:
    _, report = looked(project(quote=quote))
    assert report.problems == ({"key-unknown": 10} if quote else {})
    assert report.spans == {"Person": {"unsplit": 50}}
    assert report.tasks == 10


@pytest.mark.parametrize("code", PROVOKED)
def test_what_is_wrong_is_told_with_its_place(code: str) -> None:
    change, where = PROVOKED[code]
    file = project()
    change(file)
    _, report = looked(file)
    assert report.examples[code][0].where == where


def test_each_code_of_a_check_is_provoked_somewhere() -> None:
    assert {*PROVOKED} | ELSEWHERE == {*LABELS_FILES, *LINTS, *REPAIRS}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"caf\xe9", "document-not-utf8"),
        (" \r\n", "document-empty"),
        (texts()["1.txt"], "text-twice"),
        ("a\0b", "text-nul"),
        ("\ufeff" + texts()["0.txt"], "mark-not-counted"),
        ("word " * 25_601, "document-too-long"),
    ],
)
def test_what_is_wrong_with_a_text_is_told(text: Any, code: str) -> None:
    _, report = looked(project(), texts() | {"0.txt": text})
    assert code in report.problems


def test_without_texts_what_can_be_said_is_said() -> None:
    file = project()
    first(file)["entities"] = labels_in(file)[:5]
    add_twice = first(file)["entities"]
    add_twice.append(add_twice[0])
    _, report = looked(file, given=False)
    assert report.problems.keys() >= {"texts-not-compared", "region-length-unknown", "label-twice"}
    assert report.spans == {"Person": {"unsplit": 51}}


@pytest.mark.parametrize(
    ("count", "cause"),
    [
        (len, "code points"),
        (lambda t: units(t.replace("\r\n", "\n")), "CR LF is counted as one"),
        (lambda t: units(t) + 1, "a byte-order mark is counted"),
        (lambda t: len(t.encode()), "bytes of UTF-8"),
    ],
)
def test_offsets_that_quote_nothing_are_suspected_by_the_edges_of_words(
    count: Callable[[str], int], cause: str
) -> None:
    look, report = looked(recount(project(), count))
    assert report.problems["offsets-suspect"] == 10
    assert cause in report.examples["offsets-suspect"][0].cause
    assert not look.changes


@pytest.mark.parametrize(
    ("length", "cause"),
    [
        (len, "code points"),
        (lambda t: units(t.replace("\r\n", "\n")), "CR LF is counted as one"),
        (lambda t: units(t) + 1, "a byte-order mark is counted"),
        (lambda t: units(t) - 40, "only a part of it is meant"),
    ],
)
def test_the_length_of_a_region_tells_how_it_was_counted(
    length: Callable[[str], int], cause: str
) -> None:
    file = project()
    first(file)["entities"][0]["regionLength"] = length(texts()["0.txt"])
    _, report = looked(file)
    assert re.search(cause, report.examples["region-length-wrong"][0].cause)


def test_what_azure_refuses_is_an_error_and_what_it_passes_over_a_warning() -> None:
    file = project()
    first(file).update(document=first(file).pop("location"), colour=1)
    _, report = looked(file)
    severities = {code: report.examples[code][0].severity for code in report.problems}
    assert severities == {"key-misnamed": "error", "key-unknown": "warning"}

"""Labels files that Azure did not write are read where there is no doubt what they mean."""

from __future__ import annotations

from typing import Any

import pytest
from labels_of import TEXT, document, label, labels_file, read
from spanbridge.converters.document import Document
from tasks_of import covered, places

ALICE, BOB = label("Alice"), label("Bob")
QUOTED = ALICE | {"text": "Alice"}
FLAT = {"location": "1.txt", "entities": [ALICE, BOB]}


def words(documents: list[Document]) -> list[list[str]]:
    """Return what the spans of each document cover."""
    return [[text for _, text in covered(document)] for document in documents]


def changed(**members: Any) -> dict[str, Any]:
    """Make a good labels file with other members of its metadata (None: without)."""
    file = labels_file(document(ALICE))
    metadata = file["metadata"] | members
    return file | {"metadata": {key: value for key, value in metadata.items() if value is not None}}


def extracted(*labels: dict[str, Any]) -> list[dict[str, Any]]:
    """Make the extractors of a document of the preview."""
    bare = [{"extractorName": one["category"], **one} for one in labels]
    return [
        {
            "regionOffset": 0,
            "regionLength": 21,
            "labels": [{k: v for k, v in one.items() if k != "category"} for one in bare],
        }
    ]


PREVIEW = {
    "extractors": [{"name": "Person"}],
    "documents": [{"location": "1.txt", "culture": "nb", "extractors": extracted(ALICE, BOB)}],
}


def test_the_form_of_the_preview_is_read() -> None:
    [found], report = read(PREVIEW)
    assert covered(found) == [("Person", "Alice"), ("Person", "Bob")]
    assert found.language == "nb"
    assert report.categories == ["Person"]
    assert report.problems.keys() >= {"form-preview"}
    assert not report.has_errors


def test_extractors_in_a_file_of_today_are_not_passed_over() -> None:
    found, _ = read(labels_file({"location": "1.txt", "extractors": extracted(BOB)}))
    assert words(found) == [["Bob"]]


@pytest.mark.parametrize(
    ("odd", "problems"),
    [
        (FLAT, {"labels-flat": 1}),
        (
            {"document": "1.txt", "entities": FLAT["entities"]},
            {"labels-flat": 1, "key-misnamed": 1},
        ),
        ({"location": "1.txt", "entities": [QUOTED, BOB]}, {"labels-flat": 1}),
        (document(QUOTED, BOB), {}),
        (document(ALICE | {"offset": "3"}, BOB), {"type-wrong": 1}),
        (document(ALICE | {"offset": 3.0}, BOB), {"type-wrong": 1}),
        (document(ALICE, BOB) | {"entities": document(ALICE, BOB)["entities"][0]},
         {"type-wrong": 1}),
        (document({"category": "Person", "offset": 3}, ALICE, BOB),
         {"key-missing": 1, "label-malformed": 1}),
        (document(ALICE | {"category": None}, ALICE, BOB),
         {"key-missing": 1, "label-malformed": 1}),
        (document(ALICE | {"offset": 3.5}, ALICE, BOB), {"type-wrong": 1, "label-malformed": 1}),
        (document(5, ALICE, BOB), {"type-wrong": 1}),
    ],
)  # fmt: skip
def test_what_a_document_means_is_read_and_told(odd: Any, problems: dict[str, int]) -> None:
    [found], report = read(labels_file(odd))
    assert covered(found) == [("Person", "Alice"), ("Person", "Bob")]
    assert report.problems == problems


@pytest.mark.parametrize(
    ("useless", "code"),
    [
        ({}, "key-missing"),
        ({"location": 5}, "type-wrong"),
        ({"location": ""}, "location-unsafe"),
        ([], "document-malformed"),
    ],
)
def test_a_document_of_no_use_is_left_out_alone(useless: Any, code: str) -> None:
    found, report = read(labels_file(useless, document(ALICE)))
    assert words(found) == [["Alice"]]
    assert code in report.problems
    assert report.has_errors


@pytest.mark.parametrize(
    ("file", "problems"),
    [
        (changed(multilingual="True"), {"type-wrong": 1}),
        (changed(projectName=None), {"key-missing": 1}),
        (changed(settings=[]), {}),
        (changed(projectName=5), {"type-wrong": 1}),
        (labels_file(document(ALICE)) | {"metadata": {}}, {"key-missing": 4}),
        (labels_file(document(ALICE)) | {"projectFileVersion": None}, {"key-missing": 1}),
        (labels_file(document(ALICE)) | {"stringIndexType": None}, {"key-missing": 1}),
        (labels_file(document(ALICE)) | {"metadata": None}, {"key-missing": 5}),
    ],
)
def test_what_the_envelope_lacks_or_has_wrong_is_told(
    file: dict[str, Any], problems: dict[str, int]
) -> None:
    found, report = read(file)
    assert words(found) == [["Alice"]]
    assert report.problems == problems
    assert not report.has_errors


@pytest.mark.parametrize(
    ("kind", "code"), [(None, "assets-kind-missing"), ("CustomHealthcare", "kinds-differ")]
)
def test_the_kind_of_the_assets_is_that_of_the_metadata(kind: str | None, code: str) -> None:
    file = labels_file(document(ALICE)) | {"projectFileVersion": None}
    file["assets"] |= {"projectKind": kind}
    found, report = read(file)
    assert words(found) == [["Alice"]]
    assert code in report.problems


def test_categories_under_another_name_are_read() -> None:
    file = labels_file(document(ALICE))
    file["assets"]["entities"] = [{"name": "Person"}, {"category": "Role"}, 5]
    _, report = read(file)
    assert report.categories == ["Person", "Role"]
    assert report.problems == {"key-misnamed": 1, "type-wrong": 1}


def test_places_are_those_of_the_file_as_it_stands() -> None:
    flat = {"location": "1.txt", "entities": [ALICE, BOB | {"offset": 500}]}
    _, report = read(labels_file(flat))
    assert "$.assets.documents[0].entities[1]" in places(report)
    _, report = read(PREVIEW | {"documents": [{"location": "1.txt", "extractors": extracted(
        ALICE, BOB | {"offset": 500})}]})  # fmt: skip
    assert "$.documents[0].extractors[0].labels[1]" in places(report)


def test_code_points_are_read_where_the_file_says_so() -> None:
    at = TEXT.index("Bob")
    points = {"category": "Person", "offset": at, "length": 3}
    file = labels_file(document(points)) | {"stringIndexType": "UnicodeCodePoint"}
    found, report = read(file)
    assert words(found) == [["Bob"]]
    found, _ = read(file | {"stringIndexType": "Utf16CodeUnit"})
    assert words(found) != [["Bob"]]
    assert not report.has_errors


def test_a_label_that_covers_other_characters_than_it_quotes_is_left_out() -> None:
    found, report = read(labels_file(document(BOB | {"text": "Alice"}, ALICE)))
    assert words(found) == [["Alice"]]
    assert report.problems == {"quote-mismatch": 1}


def test_a_label_outside_its_region_is_told_and_kept() -> None:
    labelled = document(ALICE, BOB)
    labelled["entities"][0]["regionLength"] = ALICE["offset"] + 5
    found, report = read(labels_file(labelled))
    assert words(found) == [["Alice", "Bob"]]
    assert report.problems == {"label-outside-region": 1}
    assert places(report) == ["$.assets.documents[0].entities[0].labels[1]"]


@pytest.mark.parametrize(
    ("kind", "said", "categories"),
    [
        ("CustomSingleLabelClassification", {"class": {"category": "Fire"}}, ("Fire",)),
        ("customMultiLabelClassification", {"classes": [{"category": "Fire"}, {"category": "Hail"},
                                                        {"category": "Fire"}]}, ("Fire", "Hail")),
        ("CustomMultiLabelClassification", {"classes": []}, ()),
    ],
)  # fmt: skip
def test_classified_texts_are_read(kind: str, said: Any, categories: tuple[str, ...]) -> None:
    file = changed(projectKind=kind)
    classes = [{"category": "Fire"}, {"category": "Hail"}]
    file["assets"] = {
        "projectKind": kind, "classes": classes, "documents": [{"location": "1.txt", **said}]
    }  # fmt: skip
    [found], report = read(file)
    assert (found.categories, found.spans, found.source.annotation) == (categories, (), 0)
    assert report.categories == ["Fire", "Hail"]
    assert report.kind == {"S": "single-label", "M": "multi-label"}[kind[6]]
    assert not report.problems


def test_a_list_of_classes_where_one_belongs_is_read_if_it_has_but_one() -> None:
    file = changed(projectKind="CustomSingleLabelClassification")
    file["assets"]["documents"] = [
        {"location": "1.txt", "class": [{"category": "Fire"}]},
        {"location": "2.txt", "class": [{"category": "Fire"}, {"category": "Hail"}]},
    ]
    found, report = read(file)
    assert [one.categories for one in found] == [("Fire",), ()]
    assert report.problems == {"type-wrong": 2, "category-undeclared": 1}

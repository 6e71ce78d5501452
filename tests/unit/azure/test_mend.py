"""A mended labels file is what was meant, in the form that Azure takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from projects import labels_in, looked, project, recount, texts, units
from spanbridge.converters.azure.mend import mended


def fixed(file: Any, held: dict[str, str] | None = None, *, given: bool = True) -> dict[str, Any]:
    """Return a labels file mended."""
    look, _ = looked(file, held, given=given)
    found: dict[str, Any] = json.loads(mended(look))
    return found


@pytest.mark.parametrize("quote", [True, False])
def test_a_good_file_stays_as_it_is_without_its_quotations(quote: bool) -> None:
    assert fixed(project(quote=quote)) == project()


@pytest.mark.parametrize(
    "count",
    [
        len,
        lambda t: units(t.replace("\r\n", "\n")),
        lambda t: units(t) + 1,
        lambda t: len(t.encode()),
        lambda t: units(t) + 400,
    ],
)
def test_labels_that_quote_their_text_come_back_exactly(count: Callable[[str], int]) -> None:
    look, report = looked(recount(project(quote=True), count))
    assert json.loads(mended(look)) == project()
    assert len(look.changes) == report.problems["label-shifted"] == 50


def test_every_change_is_listed_with_its_place_and_its_cause() -> None:
    look, _ = looked(recount(project(quote=True), lambda t: units(t) + 1))
    change = look.changes[6]
    assert change.where == "$.assets.documents[1].entities[0].labels[1]"
    assert (change.label, change.text) == ("Person", "Bob")
    assert change.before == (change.after[0] + 1, 3)
    assert "byte-order mark" in change.cause


@pytest.mark.parametrize("off", [7, 200])
def test_what_quotes_nothing_stays_where_it_is(off: int) -> None:
    file = recount(project(), lambda t: units(t) + off)
    assert labels_in(fixed(file)) == labels_in(file)


def test_what_is_in_doubt_stays_where_it_is() -> None:
    file = project(quote=True)
    labels_in(file)[0].update(text="was", offset=40)
    assert labels_in(fixed(file))[0] == {"category": "Person", "offset": 40, "length": 5}


def flat(file: dict[str, Any]) -> dict[str, Any]:
    """Bring a file into the form of the tutorials."""
    for document in file["assets"]["documents"]:
        [region] = document.pop("entities")
        document.update(document=document.pop("location"), entities=region["labels"])
    return file


def preview(file: dict[str, Any]) -> dict[str, Any]:
    """Bring a file into the form of the preview."""
    for document in file["assets"]["documents"]:
        document["extractors"] = document.pop("entities")
        for region in document["extractors"]:
            for label in region["labels"]:
                label["extractorName"] = label.pop("category")
    return {
        "metadata": file["metadata"],
        "extractors": [{"name": "Person"}],
        "documents": file["assets"]["documents"],
    }


def code_points(file: dict[str, Any]) -> dict[str, Any]:
    """Count a file in code points, and say so."""
    for document in file["assets"]["documents"]:
        document["entities"][0]["regionLength"] = len(texts()[document["location"]])
    return recount(file, len) | {"stringIndexType": "UnicodeCodePoint"}


def bare(file: dict[str, Any]) -> dict[str, Any]:
    """Leave out and get wrong what people leave out and get wrong."""
    del file["assets"]["projectKind"]
    del file["metadata"]["settings"], file["metadata"]["description"]
    file["metadata"]["multilingual"] = "False"
    file["metadata"]["projectKind"] = "customentityrecognition"
    file["assets"]["entities"] = []
    return file


@pytest.mark.parametrize("dialect", [flat, preview, code_points, bare])
def test_each_dialect_is_written_as_azure_takes_it(dialect: Callable[[Any], Any]) -> None:
    assert fixed(dialect(project())) == project()


def test_without_its_text_a_region_ends_with_its_last_label() -> None:
    [*labels] = labels_in(project())
    [*regions] = [
        d["entities"][0] for d in fixed(flat(project()), given=False)["assets"]["documents"]
    ]
    assert regions[0]["regionLength"] == labels[4]["offset"] + labels[4]["length"]


def test_a_file_in_code_points_stays_so_unless_all_texts_are_there() -> None:
    held = texts()
    del held["3.txt"]
    found = fixed(code_points(project()), held)
    assert found["stringIndexType"] == "UnicodeCodePoint"
    assert labels_in(found) == labels_in(code_points(project()))


def test_classes_are_kept() -> None:
    file = project()
    file["metadata"]["projectKind"] = "customsinglelabelclassification"
    file["assets"] = {
        "classes": [{"category": "Fire"}],
        "documents": [
            {"location": "1.txt", "class": [{"category": "Fire"}]},
            {"location": "2.txt", "class": {"category": "Hail"}},
        ],
    }
    found = fixed(file)["assets"]
    assert found["projectKind"] == "CustomSingleLabelClassification"
    assert found["classes"] == [{"category": "Fire"}, {"category": "Hail"}]
    assert [d["class"]["category"] for d in found["documents"]] == ["Fire", "Hail"]

"""Offsets of HyperText count over the text of the page, as a real Label Studio counts them."""

from __future__ import annotations

import builtins
from typing import Any

import msgspec
import pytest
from fixtures_of import FIXTURES, loaded
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.converters.label_studio.label_config import LabelConfig
from spanbridge.converters.label_studio.layouts import layout_of
from spanbridge.converters.label_studio.layouts.hypertext import HyperTextLayout
from spanbridge.converters.label_studio.tasks import Value
from tasks_of import covered, documents, told

OBSERVED = loaded(FIXTURES / "label-studio" / "counted-text" / "hypertext.json")
OTHER_TEXT = {
    "iframe of youtube": "the sanitiser lets frames of one host through, content and all",
    "plaintext": "the sanitiser closes an element that knows no end",
}
OTHER_PATHS = {
    "iframe of youtube": "as above",
    "elements overlap": "the sanitiser puts elements in order that the browser would adopt",
    "table in a paragraph": "the sanitiser closes the paragraph, the browser doesn't",
}
"""What Label Studio's sanitiser does to odd HTML: global offsets are right, paths are others."""
HIDDEN = {"noscript", "svg", "ruby", "document"}
"""Regions over text that isn't shown quote none of it: they are told and left out."""


def layout(observed: dict[str, Any]) -> HyperTextLayout:
    """Lay out an observed value as its tag does."""
    config = LabelConfig.parse(
        f'<View><HyperText name="p" value="$p" {observed["attributes"]}/>'
        '<HyperTextLabels name="l" toName="p"><Label value="X"/></HyperTextLabels></View>'
    )
    laid = layout_of(config.objects[0].layout, observed["value"])
    assert isinstance(laid, HyperTextLayout)
    return laid


def regions(observed: dict[str, Any]) -> list[tuple[dict[str, Any], tuple[int, int]]]:
    """Return the saved values, each with the code points that its global offsets say."""
    return [
        (saved, (saved["globalOffsets"]["start"], saved["globalOffsets"]["end"]))
        for saved in observed["regions"]
    ]


EACH = pytest.mark.parametrize(
    "observed", OBSERVED, ids=lambda one: f"{one['name']} {one['attributes']}"
)
ORDINARY = pytest.mark.parametrize(
    "observed",
    [one for one in OBSERVED if one["name"] not in OTHER_TEXT],
    ids=lambda one: f"{one['name']} {one['attributes']}",
)


@ORDINARY
def test_the_text_is_the_one_that_was_observed(observed: Any) -> None:
    assert layout(observed).text == observed["text"]


@ORDINARY
def test_saved_regions_cover_what_they_quote(observed: Any) -> None:
    laid = layout(observed)
    for saved, points in regions(observed):
        assert laid.points(msgspec.convert(saved, Value)) == points
        assert observed["name"] in HIDDEN or laid.agrees(saved["text"], *points)
        assert not laid.agrees("Zebra", *points)


@ORDINARY
def test_regions_are_written_as_label_studio_writes_them(observed: Any) -> None:
    laid = layout(observed)
    for saved, points in regions(observed):
        again = laid.value(*points)
        assert again["globalOffsets"] == saved["globalOffsets"]
        if observed["name"] not in OTHER_PATHS:
            for key in ("start", "end", "startOffset", "endOffset"):
                assert again[key] == saved[key]


@ORDINARY
def test_paths_alone_say_the_same_as_global_offsets(observed: Any) -> None:
    laid = layout(observed)
    for saved, points in regions(observed):
        if observed["name"] not in OTHER_PATHS:
            bare = {key: value for key, value in saved.items() if key != "globalOffsets"}
            assert laid.points(msgspec.convert(bare, Value)) == points


def test_what_is_laid_out_otherwise_is_told_and_never_silently_wrong() -> None:
    for observed in (one for one in OBSERVED if one["name"] == "iframe of youtube"):
        laid = layout(observed)
        for saved, _ in regions(observed):
            if saved["text"] == "Alice":
                points = laid.points(msgspec.convert(saved, Value))
                assert laid.text[slice(*points)] == "Alice"


@given(st.text("ab😀<>/pbi& \n", max_size=40), st.data())
def test_any_stretch_of_any_markup_comes_back(html: str, data: Any) -> None:
    laid = HyperTextLayout(html)
    places = [n for n, character in enumerate(laid.text) if character.isalpha()]
    if places:
        start = data.draw(st.sampled_from(places))
        end = data.draw(st.sampled_from([n for n in places if n >= start])) + 1
        again = laid.value(start, end)
        assert laid.points(msgspec.convert(again, Value)) == (start, end)
        del again["globalOffsets"]
        assert laid.points(msgspec.convert(again, Value)) == (start, end)


@pytest.mark.parametrize(
    "html", ["<p>" * 5_000, "<b><i>" * 1_000 + "Alice", "", "<", "\0", "\ufeff"]
)
def test_odd_markup_is_laid_out_all_the_same(html: str) -> None:
    laid = HyperTextLayout(html)
    assert laid.text in ("", "Alice", "<")


PAGE = "<div><h1>Title 😀 Alice</h1>\r\n<p>Bob &amp; <b>Carol</b></p></div>"


def region(**value: Any) -> dict[str, Any]:
    """Make a region on Alice."""
    whole = {
        "start": "/div[1]/h1[1]/text()[1]", "end": "/div[1]/h1[1]/text()[1]",
        "startOffset": 9, "endOffset": 14, "globalOffsets": {"start": 8, "end": 13},
        "text": "Alice", "hypertextlabels": ["Person"],
    } | value  # fmt: skip
    value = {key: one for key, one in whole.items() if one is not None}
    return {"from_name": "l", "to_name": "p", "type": "hypertextlabels", "value": value}


def task(*result: Any) -> list[dict[str, Any]]:
    """Make a task of a page."""
    return [{"data": {"page": PAGE}, "annotations": [{"result": [*result]}]}]


def test_regions_become_spans_in_the_text_of_the_page() -> None:
    [document], report = documents(task(region()))
    assert covered(document) == [("Person", "Alice")]
    assert document.text == "Title 😀 Alice\nBob & Carol"
    assert not report.problems


def test_labels_on_hypertext_are_read_as_hypertext_labels_are() -> None:
    plain = region(labels=["Person"], hypertextlabels=None) | {"type": "labels"}
    [document], _ = documents(task(plain))
    assert covered(document) == [("Person", "Alice")]


def test_where_paths_and_global_offsets_disagree_the_quotation_decides() -> None:
    [document], _ = documents(task(region(globalOffsets={"start": 13, "end": 18})))
    assert covered(document) == [("Person", "Alice")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"text": "Zebra"}, "text-mismatch"),
        ({"globalOffsets": {"start": 0, "end": 5}, "text": "Zebra"}, "text-mismatch"),
        ({"globalOffsets": None, "start": "/p[9]/text()[1]"}, "node-missing"),
        ({"globalOffsets": None, "startOffset": 7}, "node-missing"),
        (
            {"globalOffsets": {"start": 0, "end": 900}, "start": "/x", "text": None},
            "offset-out-of-range",
        ),
    ],
)
def test_a_region_that_names_no_characters_of_the_page_is_told(value: Any, code: str) -> None:
    assert told(task(region(**value))) == {code: 1}


def test_without_the_library_the_remedy_is_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("html5lib"):
            raise ModuleNotFoundError(name)
        return imported(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    problems = told(task(region()))
    assert problems == {"html-extra-missing": 1}

"""Offsets of Paragraphs are UTF-16 units of a paragraph, as a real Label Studio counts them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec
import pytest
from fixtures_of import FIXTURES, loaded
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.converters.label_studio.label_config import LabelConfig
from spanbridge.converters.label_studio.layouts.paragraphs import ParagraphsLayout
from spanbridge.converters.label_studio.region_error import RegionError
from spanbridge.converters.label_studio.tasks import Value
from strategies import texts

OBSERVED = loaded(FIXTURES / "label-studio" / "counted-text" / "paragraphs.json")
TALK = [{"text": "Hi 😀 Alice"}, {"text": ""}, {"text": "I am Bob\r\n👩\u200d💻"}]


def layout(observed: dict[str, Any]) -> ParagraphsLayout:
    """Lay out an observed value as its tag does."""
    config = LabelConfig.parse(
        f'<View><Paragraphs name="p" value="$p" {observed["attributes"]}/>'
        '<ParagraphLabels name="l" toName="p"><Label value="X"/></ParagraphLabels></View>'
    )
    return ParagraphsLayout(observed["value"], *config.objects[0].layout[1:])


def value(**members: Any) -> Value:
    """Make the value of a region."""
    return msgspec.convert(members, Value)


@pytest.mark.parametrize("observed", OBSERVED, ids=lambda one: one["name"])
def test_the_text_is_the_one_on_the_page_but_for_what_joins_paragraphs(observed: Any) -> None:
    assert layout(observed).text.replace("\n", "") == observed["text"].replace("\n", "")


@pytest.mark.parametrize("observed", OBSERVED, ids=lambda one: one["name"])
def test_saved_regions_cover_what_they_quote_and_are_written_as_they_were(observed: Any) -> None:
    laid = layout(observed)
    assert observed["regions"]
    for saved in observed["regions"]:
        start, end = laid.points(msgspec.convert(saved, Value))
        again = laid.value(start, end)
        for key in ("start", "end", "startOffset", "endOffset"):
            assert again[key] == saved[key]
        if "text" in saved:
            assert laid.agrees(saved["text"], start, end)
        assert not laid.agrees("Zebra", start, end)


@given(st.lists(texts(max_size=8), min_size=1, max_size=5), st.data())
def test_any_stretch_comes_back(said: list[str], data: Any) -> None:
    laid = ParagraphsLayout([{"text": one} for one in said])
    places = [n for n, character in enumerate(laid.text) if character.strip()]
    if not places:
        return
    start = data.draw(st.sampled_from(places))
    end = data.draw(st.sampled_from([n for n in places if n >= start])) + 1
    again = laid.value(start, end)
    assert laid.points(msgspec.convert(again, Value)) == (start, end)
    first, last = said[int(again["start"])], said[int(again["end"])]
    units = first.encode("utf-16-le")[2 * again["startOffset"] :]
    assert units.decode("utf-16-le")[0] == laid.text[start]
    assert (
        last.encode("utf-16-le")[: 2 * again["endOffset"]].decode("utf-16-le")[-1]
        == (laid.text[end - 1])
    )


def test_paragraphs_follow_each_other_in_the_text() -> None:
    laid = ParagraphsLayout(TALK)
    assert laid.text == "Hi 😀 Alice\n\nI am Bob\r\n👩\u200d💻"
    assert laid.text[
        slice(*laid.points(value(start="2", end=2, startOffset=5, endOffset="8")))
    ] == ("Bob")


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"start": "3", "end": "3"}, "paragraph-missing"),
        ({"start": "-1"}, "offset-not-a-number"),
        ({"start": None}, "offset-not-a-number"),
        ({"endOffset": 99}, "offset-inside-tag"),
        ({"startOffset": 4}, "offset-inside-tag"),
        ({"startOffset": "x"}, "offset-not-a-number"),
    ],
)
def test_what_names_no_characters_is_told(members: dict[str, Any], code: str) -> None:
    whole = {"start": "0", "end": "0", "startOffset": 6, "endOffset": 11} | members
    with pytest.raises(RegionError) as caught:
        ParagraphsLayout(TALK).points(value(**whole))
    assert caught.value.code == code


@pytest.mark.parametrize("odd", [None, "text", {"text": "a"}, 5])
def test_what_is_no_dialogue_is_told(odd: Any) -> None:
    with pytest.raises(RegionError, match="layout-unreadable"):
        ParagraphsLayout(odd)


def test_the_order_of_times_is_that_of_the_page() -> None:
    talk = [{"text": str(n), "start": n} for n in (3, 1, 0, 2)]
    order = ParagraphsLayout(talk, "text", "sorted").text
    assert order == "1\n2\n3\n0"
    assert all(a != b for a, b in pairwise(order.split()))

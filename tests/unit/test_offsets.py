"""Offsets agree with Python's own codec at every place of any text, and refuse what is no place."""

from __future__ import annotations

import pytest
from hypothesis import given
from spanbridge.converters.offsets import OffsetError, OffsetMap
from strategies import texts


def units(text: str) -> int:
    """Count UTF-16 code units without the map under test."""
    return len(text.encode("utf-16-le")) // 2


@given(texts())
def test_every_code_point_maps_to_the_units_that_the_codec_counts_before_it(text: str) -> None:
    offsets = OffsetMap(text)
    expected = [units(text[:i]) for i in range(len(text) + 1)]
    assert [offsets.to_utf16(i) for i in range(len(text) + 1)] == expected
    assert (offsets.length, offsets.utf16_length) == (len(text), units(text))


@given(texts())
def test_every_offset_comes_back_from_utf16(text: str) -> None:
    offsets = OffsetMap(text)
    for i in range(len(text) + 1):
        assert offsets.from_utf16(offsets.to_utf16(i)) == i


@given(texts())
def test_exactly_the_inner_units_of_pairs_are_refused(text: str) -> None:
    offsets = OffsetMap(text)
    astral = [i for i, character in enumerate(text) if ord(character) > 0xFFFF]
    inner = {units(text[:i]) + 1 for i in astral}
    for offset in inner:
        with pytest.raises(OffsetError, match="inside the surrogate pair"):
            offsets.from_utf16(offset)
    for offset in {*range(offsets.utf16_length + 1)} - inner:
        assert units(text[: offsets.from_utf16(offset)]) == offset


@given(texts())
def test_a_map_is_the_identity_only_where_no_character_needs_two_units(text: str) -> None:
    assert OffsetMap(text).is_identity == all(ord(character) <= 0xFFFF for character in text)


def test_an_offset_inside_a_surrogate_pair_is_refused_with_a_snippet() -> None:
    with pytest.raises(OffsetError) as refused:
        OffsetMap("Hi 😀 Alice, this goes on").from_utf16(4)
    assert str(refused.value) == (
        "offset 4 is inside the surrogate pair of '😀' in 'Hi 😀 Alice, thi'"
    )


@pytest.mark.parametrize("text", ["", "plain", "é", "😀😀"])
def test_offsets_outside_a_text_are_refused_in_both_directions(text: str) -> None:
    offsets = OffsetMap(text)
    for outside in (-1, -(10**20), offsets.length + 1, 10**20):
        with pytest.raises(OffsetError, match=f"offset {outside} is outside"):
            offsets.to_utf16(outside)
    for outside in (-1, offsets.utf16_length + 1):
        with pytest.raises(OffsetError, match=f"{offsets.utf16_length} UTF-16 code units"):
            offsets.from_utf16(outside)


def test_the_end_of_a_text_is_a_place() -> None:
    offsets = OffsetMap("a😀")
    assert (offsets.to_utf16(2), offsets.from_utf16(3)) == (3, 2)


@pytest.mark.parametrize("text", ["\ud83d", "a\ude00b", "\ud83d\ude00"])
def test_lone_surrogates_raise_even_where_two_would_make_a_pair(text: str) -> None:
    with pytest.raises(UnicodeEncodeError):
        OffsetMap(text)

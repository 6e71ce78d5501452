"""Offsets in all three units come back, and cover the words that they should."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.emulator.learning.units import (
    CODE_POINTS,
    KINDS,
    TEXT_ELEMENTS,
    UTF16,
    UnitError,
    Units,
    from_units,
    to_units,
)

TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("e\u0301\u0903\u20dd\u200d\ufe0f\r\n \U0001f600\U0001f3fd"),
    )
)


@given(TEXTS)
def test_a_word_in_utf_16_units_is_what_a_slice_of_the_encoded_text_is(text):
    units, encoded = Units(text, UTF16), text.encode("utf-16-le")
    for start in range(len(text)):
        first, after = units.to_units(start), units.to_units(start + 1)
        assert encoded[2 * first : 2 * after].decode("utf-16-le") == text[start]


@given(TEXTS)
def test_each_utf_16_offset_comes_back_or_is_inside_a_surrogate_pair(text):
    units = Units(text, UTF16)
    places = {len(text[:at].encode("utf-16-le")) // 2: at for at in range(len(text) + 1)}
    for offset in range(len(text.encode("utf-16-le")) // 2 + 1):
        if offset in places:
            assert units.from_units(offset) == places[offset]
        else:
            with pytest.raises(UnitError, match="inside a character"):
                units.from_units(offset)


@given(TEXTS)
def test_code_points_are_offsets_as_they_are(text):
    units = Units(text, CODE_POINTS)
    everywhere = [*range(len(text) + 1)]
    assert [units.to_units(at) for at in everywhere] == everywhere
    assert [units.from_units(at) for at in everywhere] == everywhere


@given(TEXTS)
def test_text_elements_part_the_text_and_come_back(text):
    units = Units(text, TEXT_ELEMENTS)
    starts = [units.from_units(offset) for offset in range(units.length + 1)]
    assert starts[0] == 0
    assert starts[-1] == len(text)
    assert starts == sorted(set(starts))
    assert [units.to_units(start) for start in starts] == [*range(units.length + 1)]


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("", []),
        ("Zoe\u0301", ["Z", "o", "e\u0301"]),
        ("e\u0301\u0323\u20dd", ["e\u0301\u0323\u20dd"]),
        ("\u0915\u093f", ["\u0915\u093f"]),  # a Devanagari letter and its vowel sign, Mc
        ("\U0001f600!", ["\U0001f600", "!"]),
        ("\u2764\ufe0f", ["\u2764\ufe0f"]),  # a heart and a variation selector, Mn
        # .NET before 5: four, as Microsoft's note on that breaking change has it
        (
            "\U0001f937\U0001f3fd\u200d\u2640\ufe0f",
            ["\U0001f937", "\U0001f3fd", "\u200d", "\u2640\ufe0f"],
        ),
        ("\u0e01\u0e33", ["\u0e01", "\u0e33"]),  # the same note: Thai kam is two
        ("\U0001f1e9\U0001f1ea", ["\U0001f1e9", "\U0001f1ea"]),  # a flag
        ("\r\n", ["\r", "\n"]),
        ("\u0301a", ["\u0301", "a"]),
        ("\u0301\u0301", ["\u0301", "\u0301"]),  # marks without a base
        ("\n\u0301", ["\n", "\u0301"]),
        ("\u200d\u0301", ["\u200d", "\u0301"]),
        ("\ud83d\u0301", ["\ud83d", "\u0301"]),  # a lone surrogate
        ("\u1112\u1161", ["\u1112", "\u1161"]),  # Hangul jamo are letters
    ],
)
def test_text_elements_are_those_of_net_before_version_5(text, elements):
    units = Units(text, TEXT_ELEMENTS)
    starts = [units.from_units(offset) for offset in range(units.length + 1)]
    assert [text[a:b] for a, b in pairwise(starts)] == elements


def test_a_place_inside_a_text_element_has_no_offset():
    with pytest.raises(UnitError, match="inside a text element"):
        to_units("Zoe\u0301", 3, TEXT_ELEMENTS)


def test_the_end_of_a_text_that_ends_with_a_mark_has_an_offset():
    assert to_units("Zoe\u0301", 4, TEXT_ELEMENTS) == 3
    assert from_units("Zoe\u0301", 3, TEXT_ELEMENTS) == 4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("offset", [-1, 4])
def test_offsets_outside_the_text_are_refused_both_ways(kind, offset):
    with pytest.raises(UnitError, match="outside"):
        to_units("abc", offset, kind)
    with pytest.raises(UnitError, match="outside"):
        from_units("abc", offset, kind)


def test_an_unknown_unit_is_refused_and_the_known_ones_are_named():
    with pytest.raises(UnitError, match=r"'Bytes'.*TextElements_v8, UnicodeCodePoint, Utf16"):
        Units("abc", "Bytes")


def test_a_lone_surrogate_is_one_unit_in_utf_16():
    assert Units("a\ud83db", UTF16).length == 3

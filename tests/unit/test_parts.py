"""Texts that are too long are cut where nothing is parted, and join to the text again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.converters.document import Span
from spanbridge.converters.parts import BOM, MAX_TEXT, cut
from strategies import labelled_texts

LIMITS = st.integers(2, 12)


def units(text: str) -> int:
    """Count UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def pieces(text: str, spans: list[Span], limit: int) -> list[str]:
    """Return the texts of the parts."""
    return [text[part.start : part.end] for part in cut(text, spans, limit)]


def may_cut(text: str, spans: list[Span], place: int) -> bool:
    """Whether a place is within no span and no CR LF, and not before a byte-order mark."""
    within = any(span.start < place < span.end for span in spans)
    return not within and text[place - 1 : place + 1] != "\r\n" and text[place : place + 1] != BOM


@given(labelled_texts(), LIMITS)
def test_parts_join_to_the_text_but_for_marks_at_its_beginning(
    labelled: tuple[str, list[Span]], limit: int
) -> None:
    text, spans = labelled
    parts = cut(text, spans, limit)
    assert text[: parts[0].start].strip(BOM) == ""
    assert text[parts[0].start :] == "".join(pieces(text, spans, limit))
    assert not any(piece.startswith(BOM) for piece in pieces(text, spans, limit))
    assert all(pieces(text, spans, limit)) or not text.strip(BOM)


@given(labelled_texts(), LIMITS)
def test_no_cut_goes_through_a_span_or_a_line_end(
    labelled: tuple[str, list[Span]], limit: int
) -> None:
    text, spans = labelled
    cuts = [part.end for part in cut(text, spans, limit)[:-1]]
    assert [place for place in cuts if not may_cut(text, spans, place)] == []


@given(labelled_texts(), LIMITS)
def test_only_a_part_that_cannot_be_cut_is_over_the_limit(
    labelled: tuple[str, list[Span]], limit: int
) -> None:
    text, spans = labelled
    for part in cut(text, spans, limit):
        if units(text[part.start : part.end]) > limit:
            inner = range(part.start + 1, part.end)
            assert not [place for place in inner if may_cut(text, spans, place)]


@given(labelled_texts(), LIMITS)
def test_without_spans_and_marks_no_part_is_over_the_limit(
    labelled: tuple[str, list[Span]], limit: int
) -> None:
    text = labelled[0].replace(BOM, "")
    assert all(units(piece) <= limit for piece in pieces(text, [], limit))


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("One. Two\nthree four", 14, ["One. Two\n", "three four"]),
        ("One two. Three four", 14, ["One two. ", "Three four"]),
        ("One. Two three four", 14, ["One. Two ", "three four"]),  # an end in the further half
        ("One Two three four", 10, ["One Two ", "three four"]),
        ("一つ。二つ三つ", 5, ["一つ。", "二つ三つ"]),
        ("abcdefgh", 5, ["abcde", "fgh"]),
        ("ab😀😀", 3, ["ab", "😀", "😀"]),
        ("ab\r\ncd\r\n", 7, ["ab\r\n", "cd\r\n"]),
        ("ab\u2028cd", 4, ["ab\u2028", "cd"]),
        ("ab\n\ufeffcd", 4, ["ab\n\ufeff", "cd"]),
        ("\ufeff\ufeffabc", 3, ["abc"]),
        ("", 5, [""]),
    ],
)
def test_a_line_end_is_better_than_a_sentence_end_and_that_than_a_word_end(
    text: str, limit: int, expected: list[str]
) -> None:
    assert pieces(text, [], limit) == expected


def test_a_cut_goes_round_a_span_that_has_the_line_end_inside() -> None:
    text = "one two\nthree four"
    assert pieces(text, [Span(4, 13, "A")], 12) == ["one ", "two\nthree ", "four"]


def test_overlapping_spans_stay_together_even_over_the_limit() -> None:
    spans = [Span(0, 8, "A"), Span(6, 12, "B")]
    assert pieces("abcdefghijklmnop", spans, 10) == ["abcdefghijkl", "mnop"]


def test_azures_limit_counts_utf16_units() -> None:
    text = "😀" * (MAX_TEXT // 2)
    assert pieces(text, [], MAX_TEXT) == [text]
    assert [units(piece) for piece in pieces(f"{text}a", [], MAX_TEXT)] == [128_000, 1]

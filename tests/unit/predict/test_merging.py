"""Long texts are cut into windows that overlap, and what is found in them comes together again."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.azure.merging import Window, merge, windows
from spanbridge.converters.document import Span
from strategies import texts

PROSE = st.lists(
    st.sampled_from(
        [
            "Alice met Bob. ",
            "In Paris\r\n",
            "und 😀 dann ",
            "東京。",
            "x",
            "New York ",
            "é ",
            "\ufeff",
        ]
    ),
    max_size=60,
).map("".join)
PLACES = re.compile("Alice|Bob|Paris|東京|New York|York")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def found_in(text: str) -> list[Span]:
    """Recognise names as a model does that needs nothing around them."""
    return [Span(m.start(), m.end(), f"{m[0]} Place", 0.9) for m in PLACES.finditer(text)]


def found_by_windows(text: str, limit: int, overlap: int) -> list[Span]:
    made = windows(text, limit, overlap)
    return merge((one, found_in(text[one.start : one.end])) for one in made)


@given(texts(0, 60) | PROSE, st.integers(8, 40))
def test_windows_cover_the_text_within_the_limit_and_overlap(text, limit):
    made = windows(text, limit, limit // 4)
    assert text[: made[0].start].strip("\ufeff") == ""
    assert made[-1].end == len(text)
    assert made[0].first
    assert made[-1].last
    for one, other in pairwise(made):
        assert one.start < other.start <= one.end < other.end
        assert one.end - other.start <= limit // 4
        assert not one.last
        assert not other.first
    assert all(units(text[one.start : one.end]) <= limit for one in made)


@given(PROSE, st.integers(8, 40))
def test_no_window_begins_within_a_line_end_or_with_a_mark_that_could_be_lost(text, limit):
    for one in windows(text, limit, limit // 4):
        assert text[one.start - 1 : one.start + 1] != "\r\n"
        assert not text.startswith("\ufeff", one.start)


@given(PROSE, st.integers(80, 200))
def test_what_is_found_in_windows_is_what_is_found_in_the_whole(text, limit):
    body = text.lstrip("\ufeff")
    marks = len(text) - len(body)
    expected = [Span(s.start + marks, s.end + marks, s.label, s.score) for s in found_in(body)]
    assert found_by_windows(text, limit, limit // 4) == expected


@given(PROSE, st.integers(8, 80))
def test_each_span_covers_its_words_and_no_two_are_the_same(text, limit):
    merged = found_by_windows(text, limit, limit // 4)
    assert all(f"{text[s.start : s.end]} Place" == s.label for s in merged)
    assert len({(s.start, s.end, s.label) for s in merged}) == len(merged)


@pytest.mark.parametrize(
    ("text", "limit", "overlap", "expected"),
    [
        ("short", 125_000, 2_000, ["short"]),
        ("", 8, 2, [""]),
        ("One. Two. Three. Four. ", 20, 5, ["One. Two. ", "Three. ", "Four. "]),
        ("abcdefghijklmnop", 8, 2, ["abcd", "cdefgh", "ghijkl", "klmnop"]),
        ("\ufeff\ufeffHi", 8, 2, ["Hi"]),
    ],
)
def test_windows_begin_at_the_ends_of_sentences_where_there_are_any(text, limit, overlap, expected):
    assert [text[w.start : w.end] for w in windows(text, limit, overlap)] == expected


def test_a_text_of_300_000_characters_is_three_windows_of_whole_sentences():
    text = "Alice met Bob 😀. " * 17_647
    made = windows(text)
    assert len(made) == 3
    assert all(text.startswith("Alice", one.start) for one in made)
    assert all(1_000 <= a.end - b.start <= 2_000 for a, b in pairwise(made))
    assert merge((w, found_in(text[w.start : w.end])) for w in made) == found_in(text)


A, B = Window(0, 20, last=False), Window(10, 30, first=False)


@pytest.mark.parametrize(
    ("in_a", "in_b", "expected"),
    [
        ([Span(12, 15, "P", 0.6)], [Span(2, 5, "P", 0.8)], [Span(12, 15, "P", 0.8)]),
        ([Span(12, 15, "P")], [Span(2, 5, "P")], [Span(12, 15, "P")]),
        ([Span(8, 14, "P", 0.9)], [Span(0, 4, "P", 0.9)], [Span(8, 14, "P", 0.9)]),  # cut off in B
        ([Span(17, 20, "P", 0.9)], [Span(7, 14, "P", 0.2)], [Span(17, 24, "P", 0.2)]),  # in A
        ([], [Span(0, 4, "P", 0.9)], []),  # A sees it whole, and says no
        ([], [Span(1, 4, "P", 0.9)], [Span(11, 14, "P", 0.9)]),
        ([Span(12, 15, "P", 0.9)], [Span(2, 5, "Q", 0.9)], [Span(12, 15, "P", 0.9)]),  # nearer A
        ([Span(2, 8, "P", 0.9), Span(4, 8, "Q", 0.9)], [],
         [Span(2, 8, "P", 0.9), Span(4, 8, "Q", 0.9)]),  # one window may say both
        ([Span(0, 3, "P", 0.5)], [Span(17, 20, "P", 0.5)],
         [Span(0, 3, "P", 0.5), Span(27, 30, "P", 0.5)]),  # the text's own ends are no cuts
    ],
)  # fmt: skip
def test_the_window_that_sees_more_decides(in_a, in_b, expected):
    assert merge([(A, in_a), (B, in_b)]) == expected


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(1, 8)), max_size=6),
       st.lists(st.tuples(st.integers(0, 19), st.integers(1, 8)), max_size=6))  # fmt: skip
def test_spans_of_two_windows_never_overlap_and_none_is_made_up(in_a, in_b):
    given_a = [Span(s, min(20, s + n), "P", 0.5) for s, n in in_a]
    given_b = [Span(s, min(20, s + n), "P", 0.5) for s, n in in_b]
    merged = merge([(A, given_a), (B, given_b)])
    of_a = {(s.start, s.end) for s in given_a}
    of_b = {(s.start + 10, s.end + 10) for s in given_b}
    assert all((s.start, s.end) in of_a | of_b for s in merged)
    for one in merged:
        for other in merged:
            if one is not other and one.start < other.end and other.start < one.end:
                places = {(one.start, one.end), (other.start, other.end)}
                assert places <= of_a or places <= of_b


def test_windows_can_not_overlap_more_than_a_quarter():
    with pytest.raises(ValueError, match="overlap"):
        windows("abc", 8, 3)

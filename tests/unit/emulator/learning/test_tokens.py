"""Tokens keep their offsets, part what spans may part, and come in sequences of bounded length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.emulator.learning.tokens import MAX_TOKENS, sequences
from spanbridge.bridge.emulator.learning.units import TEXT_ELEMENTS, Units


def words(text):
    return [[text[start:end] for start, end in tokens] for tokens in sequences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("prod-web-01", ["prod", "-", "web", "-", "01"]),
        ("dc640の朝", ["dc", "640", "の", "朝"]),
        ("カタカナ한글", ["カ", "タ", "カ", "ナ", "한", "글"]),
        ("ok😀😀go", ["ok", "😀", "😀", "go"]),
        ("cafe\u0301s", ["cafe\u0301s"]),
        ("हिन्दी", ["हिन्दी"]),
        ("❤\ufe0f1\ufe0f\u20e3", ["❤\ufe0f", "1\ufe0f\u20e3"]),
        ("snake_case", ["snake", "_", "case"]),
        ("שלום عالم", ["שלום", "عالم"]),
    ],
)
def test_tokens_are_runs_of_letters_or_digits_and_single_other_characters(text, expected):
    assert words(text) == [expected]


@given(st.text())
def test_tokens_are_in_order_apart_and_leave_only_white_space(text):
    tokens = [token for sequence in sequences(text) for token in sequence]
    at = 0
    for start, end in tokens:
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


@given(st.text(st.sampled_from("ae1 \t\n\u0301\u0903\u200d\ufe0f\U0001f600\u4e00\xa0")))
def test_no_token_begins_or_ends_inside_a_text_element(text):
    units = Units(text, TEXT_ELEMENTS)
    for sequence in sequences(text):
        for start, end in sequence:
            assert units.to_units(start) < units.to_units(end)


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n \t\n", "\r\r", "\n\n\n\n"])
def test_blank_lines_part_sequences_and_other_line_breaks_do_not(gap):
    assert words(f"one\ntwo{gap}three") == [["one", "two"], ["three"]]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\r\n \r\n\t"])
def test_without_tokens_there_are_no_sequences(text):
    assert words(text) == []


def test_a_block_is_cut_at_the_end_of_a_sentence_only_if_it_is_too_long():
    short = "One two. " * (MAX_TOKENS // 3)
    assert len(words(short)) == 1
    parts = words(short * 2)
    assert [part[-1] for part in parts] == ["."] * len(parts)
    assert [len(part) <= MAX_TOKENS for part in parts] == [True, True]


def test_chinese_sentences_end_without_a_space():
    text = "服务器停了。" * 100
    assert {part[-1] for part in words(text)} == {"。"}


def test_a_long_block_without_any_end_is_cut_where_it_must():
    assert [len(part) for part in words("x " * (2 * MAX_TOKENS + 1))] == [
        MAX_TOKENS,
        MAX_TOKENS,
        1,
    ]

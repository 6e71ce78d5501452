"""A saved text agrees with what its offsets cover if they differ in white space at most."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.converters.checksum import agrees, normalise
from strategies import texts


@pytest.mark.parametrize(
    ("saved", "covered"),
    [
        ("Alice", "Alice"),
        (r"one\ntwo", "one\ntwo"),
        (r"one\ntwo", "one\r\ntwo"),
        (r"one\n\ntwo", "one\r\n \r\ntwo"),
        ("two words", "two \t\u00a0\u2003 words"),
        ("Alice", " Alice\n"),
        ("😀 é", "😀\u2028é"),
        (r"C:\new", r"C:\new"),
    ],
)
def test_white_space_may_differ(saved: str, covered: str) -> None:
    assert agrees(saved, covered)


@pytest.mark.parametrize(
    ("saved", "covered"),
    [
        ("Alice", "lice "),
        ("Alice", "alice"),
        ("two words", "twowords"),
        ("é", "e\u0301"),
        ("😀", "😁"),
        ("", "a"),
        ("a\u200bb", "ab"),
        ("Alice", "Alice\ufeff"),
    ],
)
def test_characters_may_not(saved: str, covered: str) -> None:
    assert not agrees(saved, covered)


@given(texts())
def test_any_text_agrees_with_its_displayed_form(text: str) -> None:
    displayed = " ".join(text.replace("\n", r"\n").split())
    assert agrees(displayed, text)


@given(texts())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(texts(), st.characters(exclude_categories=["Cs", "Z", "Cc"]))
def test_one_more_letter_never_agrees(text: str, more: str) -> None:
    assert not agrees(text, f"{text}{more}{more}")

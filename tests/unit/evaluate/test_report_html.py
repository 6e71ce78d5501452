"""The page needs nothing else, shows what it should, and lets no text steer it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from evaluation_of import evaluated, example
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.azure.evaluating import Example, example_of
from spanbridge.bridge.azure.evaluation import Cell, Evaluation
from spanbridge.bridge.azure.evaluation_mistakes import Mistake
from spanbridge.bridge.azure.report_html import page
from spanbridge.bridge.azure.report_html_matrix import MOST, chosen, matrix
from spanbridge.converters.comparing import Counts, Mark
from strategies import texts

_VOID = {"meta"}
EVIL = '<script>alert("x")</script>'


class Checked(HTMLParser):
    """Reads a page: elements that close, words, attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: list[str] = []
        self.words: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag, attrs):
        """Begin an element."""
        self.names.append(tag)
        self.attributes += attrs
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """End the one that is open."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Take in words, but for those of the style."""
        if self.open and self.open[-1] != "style":
            self.words.append(data)


def read(html: str) -> Checked:
    checked = Checked()
    checked.feed(html)
    checked.close()
    assert checked.open == []
    return checked


def mistaken(text: str, category: str = "Date") -> Example:
    mark = Mark(0, len(text.encode("utf-16-le")) // 2, category)
    return example_of(Mistake("missed", f"{category}.txt", "ar", mark), text)


def test_the_page_needs_nothing_but_itself():
    html = page(evaluated((mistaken("words"),)))
    assert html.startswith("<!doctype html>")
    assert not re.findall(r"https?:|//[a-z]|url\(|@import|src=|href=", html)
    assert not {"script", "link", "img", "iframe", "object"} & {*read(html).names}


@given(texts(1, 8))
def test_every_element_closes_whatever_the_text(text):
    words = "".join(read(page(evaluated((mistaken(text),)))).words)
    for character in text:
        if character.isalnum():
            assert character in words


def test_words_of_others_are_escaped_wherever_they_stand():
    evaluation = Evaluation(
        "entities", {EVIL: Counts(1, 2, 3)}, example().averages,
        (Cell(EVIL, "B", 3.0, 0.3), Cell("B", EVIL, 3.0, 0.3)),
        example().documents, {"testingSplitPercentage": EVIL},
    )  # fmt: skip
    checked = read(page(evaluated((mistaken(EVIL, EVIL),), evaluation)))
    assert "script" not in checked.names
    assert all(EVIL in value for name, value in checked.attributes if "alert" in (value or ""))
    assert sum("alert" in words for words in checked.words) >= 4


def test_marks_of_direction_are_shown_and_do_nothing():
    html = page(evaluated((mistaken("abc\u202edef\x1b[31m"),)))
    assert "\u202e" not in html
    assert "\x1b" not in html
    assert "⟨202E⟩" in html
    assert ("dir", "auto") in read(html).attributes


def test_for_sharing_neither_texts_nor_names_of_documents_are_shown():
    found = evaluated((mistaken("a secret text"),))
    shared, whole = page(found, texts=False), page(found)
    assert "secret" in whole
    assert "Date.txt" in whole
    assert "secret" not in shared
    assert ".txt" not in shared


@pytest.mark.parametrize(
    ("least", "verdict", "kind"), [(0.9, "at or above", "good"), (0.95, "below", "bad")]
)
def test_the_bar_is_told_and_drawn(least, verdict, kind):
    html = page(evaluated(), min_f1=least)
    assert verdict in html
    assert f'class="verdict {kind}"' in html
    assert f"left:{100 * least:.1f}%" in html


def test_numbers_are_the_services_own():
    words = " ".join(read(page(evaluated())).words)
    assert "0.948" in words
    assert "0.60" in words  # the precision of BorrowerAddress
    assert "14%" in words  # of it is missed


def test_where_nothing_is_there_to_find_there_is_no_score():
    evaluation = Evaluation("entities", {"A": Counts()}, example().averages, (), (), {})
    assert "\u2013" in "".join(read(page(evaluated((), evaluation))).words)


def test_a_matrix_of_many_categories_draws_the_worst():
    names = [f"C{number:03}" for number in range(200)]
    cells = [Cell(name, name, 9.0, 0.9) for name in names]
    cells += [Cell(name, "$none", float(number), 0.1) for number, name in enumerate(names)]
    assert chosen(cells) == [*names[-MOST:], "$none"]
    assert len(matrix(cells)) < 200_000


@given(st.floats(0, 1), st.floats(0, 100))
def test_a_cell_shows_its_share(share, weight):
    drawn = matrix([Cell("A", "A", 1.0, 1.0), Cell("A", "B", weight, share)])
    assert (f">{share:.0%}<" in drawn) or not weight


def test_a_classification_with_several_categories_has_no_matrix():
    assert matrix([]) == ""

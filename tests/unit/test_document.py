"""Spans and documents that could not be are refused at birth, and are not changed afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from spanbridge.converters.document import Document, Record, Span
from strategies import labelled_texts


@given(labelled_texts())
def test_a_document_covers_what_python_slices(labelled: tuple[str, list[Span]]) -> None:
    text, spans = labelled
    document = Document(text, tuple(spans))
    for span in spans:
        assert document.covered(span) == text[span.start : span.end] != ""


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 3), (0, 0), (-2, -1)])
def test_a_span_that_covers_nothing_or_starts_before_the_text_is_refused(
    start: int, end: int
) -> None:
    with pytest.raises(ValueError, match=f"not {start} and {end}"):
        Span(start, end, "Person")


def test_a_span_without_a_label_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a label"):
        Span(0, 1, "")


def test_a_span_that_ends_behind_the_text_is_refused() -> None:
    assert Document("😀ab", (Span(1, 3, "Person"),)).spans
    with pytest.raises(ValueError, match="ends at 4, the text at 3"):
        Document("😀ab", (Span(1, 4, "Person"),))


def test_a_text_with_a_nul_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match="NUL at 2"):
        Document("ab\0c")


@pytest.mark.parametrize("text", ["\ud800", "a\udfff", "\ud83d\ude00"])
def test_a_text_with_half_a_surrogate_pair_is_refused(text: str) -> None:
    with pytest.raises(UnicodeEncodeError):
        Document(text)


@pytest.mark.parametrize(
    ("thing", "field"), [(Span(0, 1, "A"), "end"), (Document("a"), "text"), (Record(()), "kept")]
)
def test_nothing_of_the_model_can_be_changed(thing: Any, field: str) -> None:
    with pytest.raises(AttributeError, match="immutable"):
        setattr(thing, field, None)


def test_equal_spans_are_equal_and_can_be_counted_in_sets() -> None:
    assert len({Span(0, 1, "A"), Span(0, 1, "A"), Span(0, 1, "A", 0.5), Span(0, 1, "B")}) == 3

"""What a model found, to the record and back, and how sure it was of what was right. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from ...converters.document import Document, Span
from ..active_learning.metrics import marks
from .record import Found

BINS = 10


def key_of(text: str) -> str:
    """Name a text by its hash."""
    return sha256(text.encode()).hexdigest()


def found_in(document: Document, scores: Sequence[float | None] = ()) -> Found:
    """Give what was found in a document as the record has it.

    Example:
        >>> found_in(Document("Hi Alice", (Span(3, 8, "Person", 0.9),)))
        [(3, 8, 'Person', 0.9)]
    """
    if document.categories is not None:
        sure = [*scores, *[None] * len(document.categories)]
        return [(0, 0, name, sure[number]) for number, name in enumerate(document.categories)]
    return [(span.start, span.end, span.label, span.score) for span in document.spans]


def as_found(gold: Document, found: Found) -> Document:
    """Return a labelled document as a model sees it."""
    if gold.categories is not None:
        return replace(gold, categories=tuple(name for _, _, name, _ in found))
    return replace(gold, spans=tuple(Span(*one) for one in found))


def calibration(gold: Iterable[Document], found: Iterable[Found]) -> list[list[float]]:
    """Count predictions by confidence: for each tenth how many, how many right, and their sum.

    Example:
        >>> gold = Document("Hi Alice", (Span(3, 8, "Person"),))
        >>> calibration([gold], [[(3, 8, "Person", 0.95), (0, 2, "City", 0.25)]])[9]
        [1, 1, 0.95]
    """
    bins: list[list[float]] = [[0, 0, 0.0] for _ in range(BINS)]
    for document, predicted in zip(gold, found, strict=True):
        labelled = {(mark.start, mark.end, mark.category) for mark in marks(document)}
        for start, end, category, score in predicted:
            if score is not None:
                one = bins[min(BINS - 1, int(score * BINS))]
                one[0] += 1
                one[1] += (start, end, category) in labelled
                one[2] = round(one[2] + score, 6)
    return bins


def rounded(value: Any, digits: int = 4) -> Any:
    """Round the numbers of plain data.

    Example:
        >>> rounded({"f1": 0.666666, "n": [1, 0.33333]})
        {'f1': 0.6667, 'n': [1, 0.3333]}
    """
    if isinstance(value, dict):
        return {key: rounded(one, digits) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(one, digits) for one in value]
    return round(value, digits) if isinstance(value, float) else value

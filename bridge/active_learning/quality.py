"""Annotations worth a second look: contradicted by a model that is sure, or by other annotations.

How far annotators agree is `converters.agreement`'s to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from ...converters.comparing import Mark, MistakeKind, differences, kind_of
from ...converters.document import Document
from ...converters.lints.phrases import Phrases
from .metrics import marks

SURE: Final = 0.9


class Contradiction(Struct, frozen=True):
    """An annotation and a prediction that differ, in one document; offsets are code points.

    `kind` is the mistake that it would be of the model: `invented` where nobody labelled what it
    found. `confidence` is how sure it is.
    """

    document: int
    kind: MistakeKind
    label: Mark | None
    prediction: Mark
    confidence: float


class TwoWays(Struct, frozen=True):
    """A phrase with several labels: how often each, and where, as document and span."""

    phrase: str
    labels: dict[str, int]
    places: tuple[tuple[int, Mark], ...]

    @property
    def odd(self) -> list[tuple[int, Mark]]:
        """Where it is labelled otherwise than mostly; everywhere, if there is no mostly."""
        (usual, most), (_, second) = Counter(self.labels).most_common(2)
        return [place for place in self.places if most == second or place[1].category != usual]


def contradicted(
    gold: Sequence[Document], predicted: Sequence[Document], sure: float = SURE
) -> list[Contradiction]:
    """List what a model contradicts although it is sure, the surest first.

    What it doesn't find it says nothing of, so a label that it misses isn't among them. It should
    not have been trained on these annotations, or it repeats what they say.

    Args:
        gold: as the documents are labelled.
        predicted: as the model predicts them, in the same order, with its confidence as score.
        sure: from which confidence on.

    Raises:
        ValueError: they aren't of the same texts.

    Example:
        >>> from ...converters.document import Span
        >>> gold = Document("Atlas is down", (Span(0, 5, "Server"),))
        >>> found = Document("Atlas is down", (Span(0, 5, "Service", 0.97),))
        >>> [(one.kind, one.confidence) for one in contradicted([gold], [found])]
        [('category', 0.97)]
    """
    if [document.text for document in gold] != [document.text for document in predicted]:
        raise ValueError("labels and predictions must be of the same texts")
    both = enumerate(zip(gold, predicted, strict=True))
    found = [one for number, pair in both for one in _contradictions(number, *pair, sure)]
    return sorted(found, key=lambda one: -one.confidence)


def two_ways(documents: Sequence[Document]) -> list[TwoWays]:
    """List the phrases that are labelled in several ways, those that are mostly one way first.

    Example:
        >>> from ...converters.document import Span
        >>> labels = ("Service", "Service", "Server")
        >>> documents = [Document("Atlas is down", (Span(0, 5, label),)) for label in labels]
        >>> [(one.phrase, one.labels, one.odd[0][0]) for one in two_ways(documents)]
        [('Atlas', {'Service': 2, 'Server': 1}, 2)]
    """
    phrases, contradictory = Phrases(), dict[str, list[tuple[int, Mark]]]()
    for _, phrase, mark in _labelled(documents):
        if phrases.see(phrase, mark.category):
            contradictory[phrase] = []
    for number, phrase, mark in _labelled(documents):
        if phrase in contradictory:
            contradictory[phrase].append((number, mark))
    found = [
        TwoWays(phrase, dict(Counter(mark.category for _, mark in places)), tuple(places))
        for phrase, places in contradictory.items()
    ]
    return sorted(found, key=lambda one: len(one.odd) / len(one.places))


def _contradictions(
    number: int, gold: Document, predicted: Document, sure: float
) -> Iterator[Contradiction]:
    scores = {Mark(s.start, s.end, s.label): s.score or 0.0 for s in predicted.spans}
    expected = [mark for mark in marks(gold) if mark.end]
    for label, prediction in differences(expected, [*scores]):
        if prediction and scores[prediction] >= sure:
            kind = kind_of(label, prediction)
            yield Contradiction(number, kind, label, prediction, scores[prediction])


def _labelled(documents: Sequence[Document]) -> Iterator[tuple[int, str, Mark]]:
    for number, document in enumerate(documents):
        for mark in marks(document):
            if mark.end:
                yield number, document.text[mark.start : mark.end], mark

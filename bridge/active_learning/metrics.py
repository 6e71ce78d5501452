"""How well predictions match what is labelled: exact spans or categories, overall and by category.

The service's own evaluation counts alike; this one is ours, so that two models can be compared on
the same documents today, whatever each was evaluated on when it was trained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from ...converters.comparing import Counts, Mark, counts_of
from ...converters.document import Document


class Metrics(Struct, frozen=True):
    """Counts of all documents together, by category; `documents` is how many there are."""

    documents: int
    categories: dict[str, Counts]

    @property
    def total(self) -> Counts:
        """The counts of all categories."""
        return sum(self.categories.values(), Counts())

    @property
    def f1(self) -> float:
        """The F1 of all categories together (micro)."""
        return self.total.f1

    def as_dict(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "documents": self.documents,
            **self.total.as_dict(),
            "categories": {name: counts.as_dict() for name, counts in self.categories.items()},
        }


def measured(gold: Sequence[Document], predicted: Sequence[Document]) -> Metrics:
    """Count what is right, wrong and missed: `predicted` in the order of `gold`.

    Raises:
        ValueError: the two aren't of the same texts.

    Example:
        >>> from ...converters.document import Span
        >>> gold = Document("Hi Alice", (Span(3, 8, "Person"),))
        >>> found = Document("Hi Alice", (Span(0, 8, "Person"),))
        >>> measured([gold, gold], [gold, found]).total
        Counts(right=1, wrong=1, missed=1)
    """
    sums: dict[str, Counts] = {}
    for counts in by_document(gold, predicted):
        for category, one in counts.items():
            sums[category] = sums.get(category, Counts()) + one
    return Metrics(len(gold), dict(sorted(sums.items())))


def by_document(
    gold: Sequence[Document], predicted: Sequence[Document]
) -> Iterator[dict[str, Counts]]:
    """Count each document by itself, by the categories that are in either.

    Raises:
        ValueError: the two aren't of the same texts.
    """
    if len(gold) != len(predicted):
        raise ValueError(f"{len(gold)} labelled documents, {len(predicted)} predicted ones")
    for number, (label, prediction) in enumerate(zip(gold, predicted, strict=True)):
        if label.text != prediction.text:
            raise ValueError(f"document {number} has another text than its prediction")
        expected, found = _by_category(label), _by_category(prediction)
        yield {
            category: counts_of(expected.get(category, ()), found.get(category, ()))
            for category in {**expected, **found}
        }


def marks(document: Document) -> list[Mark]:
    """Give a document's spans, in code points, and the categories of its text as a whole."""
    spans = [Mark(span.start, span.end, span.label) for span in document.spans]
    return spans + [Mark(0, 0, category) for category in document.categories or ()]


def labelled(documents: Iterable[Document]) -> Counter[str]:
    """Count labels by category.

    Example:
        >>> labelled([Document("Bob", categories=("Person", "Short")), Document("Al")])
        Counter({'Person': 1, 'Short': 1})
    """
    return Counter(mark.category for document in documents for mark in marks(document))


def _by_category(document: Document) -> dict[str, set[Mark]]:
    found: dict[str, set[Mark]] = {}
    for mark in marks(document):
        found.setdefault(mark.category, set()).add(mark)
    return found

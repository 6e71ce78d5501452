"""The confusion matrix of a summary: rows are what was labelled, columns what was predicted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

NONE = "$none"
"""The row and the column of no category."""


class Located(Protocol):
    """A stretch of a text with a category, labelled or recognised; offsets are code points."""

    @property
    def start(self) -> int:
        """Where it starts."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def category(self) -> str:
        """What it is."""


class Confusion:
    """Adds up how much of each category was taken for which.

    Example:
        >>> confusion = Confusion()
        >>> confusion.add("City", {"City": 3, NONE: 1})
        >>> confusion.as_dict()
        {'City': {'City': {'normalizedValue': 75.0, 'rawValue': 3.0}, ...
    """

    def __init__(self) -> None:
        self._rows: defaultdict[str, defaultdict[str, float]] = defaultdict(
            lambda: defaultdict(float)
        )

    def add(self, category: str, parts: Mapping[str, float]) -> None:
        """Add to a row."""
        for predicted, value in parts.items():
            self._rows[category][predicted] += value

    def add_text(self, labels: Collection[Located], found: Collection[Located], text: str) -> None:
        """Add a text: each label, and in row `$none` each stretch between labels, counts 1.

        What counts 1 is parted by its characters other than white space; having none, it counts 0.
        """
        taken_for = {at: one.category for one in found for at in range(one.start, one.end)}
        for start, end, category in _stretches(labels, len(text)):
            seen = [taken_for.get(at, NONE) for at in range(start, end) if not text[at].isspace()]
            self.add(category, {name: n / len(seen) for name, n in Counter(seen).items()})

    def as_dict(self) -> dict[str, dict[str, dict[str, float]]]:
        """Give the matrix as a summary holds it, normalised to per cent of a row, `$none` last."""
        return {
            category: {
                predicted: {
                    "normalizedValue": 100 * value / sum(row.values()),
                    "rawValue": float(value),
                }
                for predicted, value in sorted(row.items(), key=_none_last)
            }
            for category, row in sorted(self._rows.items(), key=_none_last)
        }


def _stretches(labels: Collection[Located], length: int) -> Iterator[tuple[int, int, str]]:
    """Give the labels of a text, and what is before, between and behind them."""
    at = 0
    for label in sorted(labels, key=lambda label: (label.start, label.end)):
        yield at, label.start, NONE
        yield label.start, label.end, label.category
        at = max(at, label.end)
    yield at, length, NONE


def _none_last(item: tuple[str, object]) -> tuple[bool, str]:
    return item[0] == NONE, item[0]

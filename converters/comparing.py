"""Compares what is labelled with what was found: what is right, wrong and missed, and what belongs.

A stretch is right if its edges and its category are; a wrong edge is one found wrongly and one
missed. Offsets may be of any unit, the same for all marks.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, Literal

from msgspec import Struct

MistakeKind = Literal["missed", "invented", "category", "edges", "both"]
KINDS: Final[dict[MistakeKind, str]] = {
    "missed": "Missed: labelled, and not found",
    "invented": "Invented: found where nothing is labelled",
    "category": "Wrong category, right place",
    "edges": "Wrong edges, right category",
    "both": "Wrong edges and category",
}


class Counts(Struct, frozen=True):
    """What was right, found wrongly and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        """The share of what is labelled that was found; 0 where nothing is labelled."""
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        Example:
            >>> round(Counts(3, 2, 1).f1, 4)
            0.6667
        """
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0

    @property
    def labelled(self) -> int:
        """How many there are in the test part."""
        return self.right + self.missed

    def __bool__(self) -> bool:
        """Whether there is anything to score."""
        return bool(self.right or self.wrong or self.missed)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.right + other.right, self.wrong + other.wrong, self.missed + other.missed
        )

    def as_dict(self) -> dict[str, float]:
        """Give it as plain data, for `--json`."""
        return {
            "precision": self.precision, "recall": self.recall, "f1": self.f1,
            "right": self.right, "wrong": self.wrong, "missed": self.missed,
        }  # fmt: skip


class Mark(Struct, frozen=True, order=True):
    """A labelled or predicted stretch of a text; (0, 0) is all of it."""

    start: int
    end: int
    category: str

    def overlaps(self, other: Mark) -> bool:
        """Whether both have a character in common, or are the same stretch."""
        same = (self.start, self.end) == (other.start, other.end)
        return same or (self.start < other.end and other.start < self.end)


def counts_of(expected: Collection[Mark], predicted: Collection[Mark]) -> Counts:
    """Count what is right, by exact stretch and category; each counts once.

    Example:
        >>> counts_of([Mark(0, 9, "City")], [Mark(4, 9, "City"), Mark(0, 9, "City")])
        Counts(right=1, wrong=1, missed=0)
    """
    labelled, found = {*expected}, {*predicted}
    right = len(labelled & found)
    return Counts(right, len(found) - right, len(labelled) - right)


def differences(
    expected: Sequence[Mark], predicted: Sequence[Mark]
) -> list[tuple[Mark | None, Mark | None]]:
    """Pair the labels and predictions that aren't right; what has no counterpart comes last.

    Those that overlap come together: the same stretch first, then by how much is shared.

    Example:
        >>> differences([Mark(0, 9, "City"), Mark(20, 22, "City")], [Mark(4, 9, "City")])
        [(Mark(start=0, end=9, category='City'), Mark(start=4, end=9, category='City')), ...
    """
    labels = [mark for mark in expected if mark not in predicted]
    found = [mark for mark in predicted if mark not in expected]
    paired: list[tuple[Mark | None, Mark | None]] = []
    for label, prediction in _pairs(labels, found):
        labels.remove(label)
        found.remove(prediction)
        paired.append((label, prediction))
    return [*paired, *((label, None) for label in labels), *((None, one) for one in found)]


def kind_of(label: Mark | None, prediction: Mark | None) -> MistakeKind:
    """Name the mistake that a label and a prediction, which differ, are together.

    Example:
        >>> kind_of(Mark(0, 9, "City"), Mark(4, 9, "City")), kind_of(None, Mark(4, 9, "City"))
        ('edges', 'invented')
    """
    if label is None or prediction is None:
        return "missed" if label else "invented"
    if (label.start, label.end) == (prediction.start, prediction.end):
        return "category"
    return "edges" if label.category == prediction.category else "both"


def _pairs(labels: Sequence[Mark], predicted: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    shared = [
        (min(a.end, b.end) - max(a.start, b.start), a, b)
        for a in labels
        for b in predicted
        if a.overlaps(b)
    ]
    shared.sort(key=lambda one: ((one[1].start, one[1].end) != (one[2].start, one[2].end), -one[0],
                                 one[1].category != one[2].category))  # fmt: skip
    found: list[tuple[Mark, Mark]] = []
    for _, label, prediction in shared:
        if not any(label is a or prediction is b for a, b in found):
            found.append((label, prediction))
    return found

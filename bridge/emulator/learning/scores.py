"""Precision, recall and F1 from counts, by category and together, in the service's names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Any

from msgspec import Struct


class Counts(Struct):
    """What was right and wrong of one category, or of all."""

    true_positive: int = 0
    true_negative: int = 0
    false_positive: int = 0
    false_negative: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was."""
        return _share(self.true_positive, self.false_positive)

    @property
    def recall(self) -> float:
        """The share of what is there that was found; 0 where nothing is."""
        return _share(self.true_positive, self.false_negative)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where there is neither."""
        return _share(2 * self.true_positive, self.false_positive + self.false_negative)

    @property
    def seen(self) -> int:
        """How many are in any of the counts but true negatives."""
        return self.true_positive + self.false_positive + self.false_negative

    def as_dict(self) -> dict[str, Any]:
        """Give the entry of a category in a summary."""
        return {
            "f1": self.f1,
            "precision": self.precision,
            "recall": self.recall,
            "truePositiveCount": self.true_positive,
            "trueNegativeCount": self.true_negative,
            "falsePositiveCount": self.false_positive,
            "falseNegativeCount": self.false_negative,
        }


class Tally(defaultdict[str, Counts]):
    """The counts of each category.

    Example:
        >>> tally = Tally()
        >>> tally.compare({("Date", 0, 9)}, {("Date", 0, 9), ("Date", 20, 24)})
        >>> tally["Date"].precision, tally["Date"].recall, tally.averages()["macroPrecision"]
        (0.5, 1.0, 0.5)
    """

    def __init__(self) -> None:
        super().__init__(Counts)

    def compare(
        self, expected: AbstractSet[tuple[Any, ...]], predicted: AbstractSet[tuple[Any, ...]]
    ) -> None:
        """Count what one text should have and what was found there; each begins with a category."""
        for category, *_ in expected & predicted:
            self[category].true_positive += 1
        for category, *_ in predicted - expected:
            self[category].false_positive += 1
        for category, *_ in expected - predicted:
            self[category].false_negative += 1

    def by_category(self) -> dict[str, Any]:
        """Give the entries of all categories, by name."""
        return {category: self[category].as_dict() for category in sorted(self)}

    def averages(self) -> dict[str, float]:
        """Give micro values, of the sums of all counts, and macro values, means over categories."""
        every = list(self.values())
        total = Counts(
            true_positive=sum(one.true_positive for one in every),
            false_positive=sum(one.false_positive for one in every),
            false_negative=sum(one.false_negative for one in every),
        )
        return {
            "microF1": total.f1,
            "microPrecision": total.precision,
            "microRecall": total.recall,
            "macroF1": _mean(one.f1 for one in every),
            "macroPrecision": _mean(one.precision for one in every),
            "macroRecall": _mean(one.recall for one in every),
        }


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part else 0.0


def _mean(values: Iterable[float]) -> float:
    gathered = list(values)
    return sum(gathered) / len(gathered) if gathered else 0.0

"""Turns the learner's own probabilities into shares of predictions that are right.

Isotonic regression by pool-adjacent-violators (Ayer and others, 1955) on predictions for texts that
were held out: the higher the probability the higher the confidence, straight lines between blocks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct

Outcome = tuple[float, bool]
"""A probability, and whether what it was said of was right."""

_FAITH = 8
"""With few outcomes the probabilities are believed: this many more of them would be just right."""


class Calibration(Struct, frozen=True):
    """A rising map of [0, 1] to itself, as the points between which it is straight."""

    points: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))

    def __call__(self, probability: float) -> float:
        """Give the confidence."""
        at = bisect_right(self.points, probability, key=_first)
        if at == 0:
            return self.points[0][1]
        if at == len(self.points):
            return self.points[-1][1]
        (left, low), (right, high) = self.points[at - 1], self.points[at]
        return low + (high - low) * (probability - left) / (right - left)


def fitted(outcomes: Iterable[Outcome]) -> Calibration:
    """Fit the map to outcomes on held-out texts.

    Example:
        >>> fitted([(0.9, True), (0.9, False)] * 500)(0.9)
        0.5
    """
    faith = [(place / _FAITH, place / _FAITH) for place in range(_FAITH + 1)]
    blocks: list[tuple[float, float, int]] = []
    for probability, right in sorted([*((p, float(right)) for p, right in outcomes), *faith]):
        block = (probability, right, 1)
        while blocks and blocks[-1][1] >= block[1]:
            block = _pooled(blocks.pop(), block)
        blocks.append(block)
    return Calibration(tuple((probability, share) for probability, share, _ in blocks))


def _pooled(
    one: tuple[float, float, int], other: tuple[float, float, int]
) -> tuple[float, float, int]:
    size = one[2] + other[2]
    return (
        (one[0] * one[2] + other[0] * other[2]) / size,
        (one[1] * one[2] + other[1] * other[2]) / size,
        size,
    )


def _first(point: Sequence[float]) -> float:
    return point[0]

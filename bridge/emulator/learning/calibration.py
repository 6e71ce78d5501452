"""Turns the learner's own probabilities into shares of predictions that are right.

Platt's map (Probabilistic outputs for support vector machines, 1999): a logistic regression on the
log-odds, fitted to predictions for texts that were held out. It rises strictly, so predictions keep
their order; and since it has two numbers to find, few predictions will do, for which isotonic
regression was measured to be worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

from msgspec import Struct

Outcome = tuple[float, bool]
"""A probability, and whether what it was said of was right."""

_BELIEF = 10.0
"""How hard it is to move from the belief that the probabilities are right as they are."""

_NEVER = 1e-4
_FAR = 50.0
_STEPS = 20


class Calibration(Struct, frozen=True):
    """A rising map of [0, 1] into itself; the default changes nothing but the very ends."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, probability: float) -> float:
        """Give the confidence."""
        return _logistic(self.slope * _log_odds(probability) + self.shift)


def fitted(outcomes: Sequence[Outcome]) -> Calibration:
    """Fit the map to outcomes on held-out texts, by Newton's method.

    Example:
        >>> round(fitted([(0.9, True), (0.9, False)] * 500)(0.9), 2)
        0.51
    """
    points = [(_log_odds(probability), float(right)) for probability, right in outcomes]
    slope, shift = 1.0, 0.0
    for _ in range(_STEPS):
        step, lift = _newton(points, slope, shift)
        slope, shift = max(_NEVER, slope - step), shift - lift
    return Calibration(slope, shift)


def _newton(
    points: Sequence[tuple[float, float]], slope: float, shift: float
) -> tuple[float, float]:
    """Give the step of Newton's method: the gradient through the matrix of second derivatives."""
    by_slope, by_shift = 2 * _BELIEF * (slope - 1), 2 * _BELIEF * shift
    slope_twice, shift_twice, mixed = 2 * _BELIEF, 2 * _BELIEF, 0.0
    for odds, right in points:
        confidence = _logistic(slope * odds + shift)
        weight = confidence * (1 - confidence)
        by_slope += (confidence - right) * odds
        by_shift += confidence - right
        slope_twice += weight * odds * odds
        shift_twice += weight
        mixed += weight * odds
    determinant = slope_twice * shift_twice - mixed * mixed
    return (
        (shift_twice * by_slope - mixed * by_shift) / determinant,
        (slope_twice * by_shift - mixed * by_slope) / determinant,
    )


def _log_odds(probability: float) -> float:
    return log(max(probability, _NEVER) / max(1 - probability, _NEVER))


def _logistic(odds: float) -> float:
    return 1 / (1 + exp(-max(-_FAR, min(_FAR, odds))))

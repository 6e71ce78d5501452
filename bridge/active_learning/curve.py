"""The learning curve: what more annotations may bring, and how little one can be sure of it.

F1 is taken for a - b·n^-c of the annotations n, with b ≥ 0 and a ≤ 1: it rises ever more slowly to
a ceiling. Source: Figueroa, Zeng-Treitler, Kandula and Ngo, Predicting sample size required for
classification performance, BMC Medical Informatics and Decision Making 2012. For a given c the rest
is a straight line, so c is tried in steps, and nothing has to converge.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from random import Random
from typing import Final, NamedTuple

from msgspec import Struct

FEWEST: Final = 4
"""With fewer points than that three numbers can't be fitted, and nothing is said."""
_POWERS: Final = tuple(0.05 * step for step in range(1, 41))
_DRAWS: Final = 200
_SEED: Final = 9
_LEAST_ERROR: Final = 0.005


class Point(Struct, frozen=True):
    """F1 after so many annotations (tasks, tokens or spans); `error` is its standard error."""

    size: float
    f1: float
    error: float = 0.0


class Forecast(Struct, frozen=True):
    """What `more` annotations may bring: the best guess, and the middle 90 % of what may be."""

    more: float
    gain: float
    low: float
    high: float


class Curve(NamedTuple):
    """a - b·n^-c."""

    a: float
    b: float
    c: float

    def __call__(self, size: float) -> float:
        """Give the F1 that is expected at a size."""
        left: float = size**-self.c
        return self.a - self.b * left


def fitted(points: Sequence[Point]) -> Curve:
    """Fit the curve by least squares, each point weighted by how sure it is.

    Example:
        >>> points = [Point(n, 0.9 - 2 * n**-0.5) for n in (25, 50, 100, 200)]
        >>> [round(number, 2) for number in fitted(points)]
        [0.9, 2.0, 0.5]
    """
    weights = [max(point.error, _LEAST_ERROR) ** -2 for point in points]
    return min((_line(points, weights, c) for c in _POWERS), key=lambda one: one[0])[1]


def forecast(points: Sequence[Point], more: float) -> Forecast | None:
    """Tell what so many more annotations may bring; None where there are too few points to say.

    The interval is of fits to points that are moved at random, by their own errors or by how far
    they are from the fitted curve, whichever is more. It takes the curve's form for granted.

    Example:
        >>> points = [Point(n, 0.9 - 2 * n**-0.5, 0.01) for n in (25, 50, 100, 200)]
        >>> found = forecast(points, 100)
        >>> found.low <= found.gain <= found.high, round(found.gain, 3)
        (True, 0.026)
        >>> forecast(points[:3], 100)
    """
    sized = [point for point in points if point.size > 0]
    if len({point.size for point in sized}) < FEWEST:
        return None
    last = max(point.size for point in sized)
    curve = fitted(sized)
    spread = _spread(sized, curve)
    rng, gains = Random(_SEED), []  # noqa: S311 (a sample, no secret)
    for _ in range(_DRAWS):
        moved = [
            Point(p.size, rng.gauss(curve(p.size), max(p.error, spread)), p.error) for p in sized
        ]
        other = fitted(moved)
        gains.append(other(last + more) - other(last))
    gains.sort()
    gain, out = curve(last + more) - curve(last), _DRAWS // 20
    return Forecast(more, gain, min(gain, gains[out]), max(gain, gains[-1 - out]))


def _line(points: Sequence[Point], weights: Sequence[float], c: float) -> tuple[float, Curve]:
    """Fit a and b for a power; return how far off it is, and the curve."""
    xs = [point.size**-c for point in points]
    total = sum(weights)
    x = sum(w * one for w, one in zip(weights, xs, strict=True)) / total
    y = sum(w * p.f1 for w, p in zip(weights, points, strict=True)) / total
    across = sum(w * (one - x) ** 2 for w, one in zip(weights, xs, strict=True))
    along = sum(w * (one - x) * (p.f1 - y) for w, one, p in zip(weights, xs, points, strict=True))
    b = max(0.0, -along / across) if across else 0.0
    if y + b * x > 1:  # the ceiling is 1: the steepest line through it
        squares = sum(w * one * one for w, one in zip(weights, xs, strict=True))
        rest = sum(w * one * (1 - p.f1) for w, one, p in zip(weights, xs, points, strict=True))
        curve = Curve(1.0, max(0.0, rest / squares), c)
    else:
        curve = Curve(y + b * x, b, c)
    off = sum(w * (curve(p.size) - p.f1) ** 2 for w, p in zip(weights, points, strict=True))
    return off, curve


def _spread(points: Sequence[Point], curve: Curve) -> float:
    """Estimate how far points are from the curve; it has three numbers of its own."""
    off = sum((curve(point.size) - point.f1) ** 2 for point in points)
    return sqrt(off / max(1, len(points) - 3))

"""The mean of a few measurements, and how far it may be off by chance."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, stdev
from typing import Final, NamedTuple

# Student's t, two-sided 95 %, for 1 to 10 degrees of freedom; further on a formula is near enough
_T: Final = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)


class Spread(NamedTuple):
    """A mean and its 95 % interval, which is None of a single measurement."""

    mean: float
    low: float | None
    high: float | None


def spread(values: Sequence[float]) -> Spread:
    """Give the mean and the interval by Student's t, which takes them for normally distributed.

    Raises:
        ValueError: there are no values.

    Example:
        >>> [round(number, 2) for number in spread([1, 2, 3, 4, 5])]
        [3.0, 1.04, 4.96]
        >>> spread([4.0])
        Spread(mean=4.0, low=None, high=None)
    """
    if not values:
        raise ValueError("no values have no mean")
    mean, freedom = fmean(values), len(values) - 1
    if not freedom:
        return Spread(mean, None, None)
    t = _T[freedom - 1] if freedom <= len(_T) else 1.96 + 2.5 / freedom
    off = t * stdev(values) / sqrt(len(values))
    return Spread(mean, mean - off, mean + off)

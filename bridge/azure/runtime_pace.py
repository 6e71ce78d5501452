"""When to ask for the first time whether a job is done: the moving median of how long jobs take.

A poll counts against the resource's rate like the call that sends texts. One that comes too early
is wasted, one that comes late costs nothing but time, as long as other jobs are in flight.
"""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime
from statistics import median
from typing import Final

_KEPT: Final = 51
_FIRST: Final = 2.0
_SPREAD: Final = 2.0


class Pace:
    """Learns how long jobs take, from the last 51 of them.

    Example:
        >>> pace = Pace()
        >>> pace.seconds
        2.0
        >>> for seconds in (1.5, 1.6, 1.5, 9.0):
        ...     pace.learn(seconds)
        >>> round(pace.seconds, 2)
        1.65
    """

    def __init__(self, first: float = _FIRST) -> None:
        self._first = first
        self._took: deque[float] = deque(maxlen=_KEPT)
        self._lock = threading.Lock()

    @property
    def seconds(self) -> float:
        """How long after it was sent a job should be done: the median, and twice the deviation."""
        with self._lock:
            took = [*self._took]
        if not took:
            return self._first
        middle = median(took)
        return middle + _SPREAD * median(abs(one - middle) for one in took)

    def learn(self, seconds: float) -> None:
        """Take in how long a job took."""
        with self._lock:
            self._took.append(seconds)


def took(created: str | None, updated: str | None, seen: float) -> float:
    """Return how long a job took: by its own times, and at most until it was seen to be done.

    The service may write whole seconds; then a job took up to one more than their difference.

    Example:
        >>> took("2022-04-18T15:44:44Z", "2022-04-18T15:44:45Z", seen=5.0)
        2.0
        >>> took("2022-04-18T15:44:44.25Z", "2022-04-18T15:44:45.75Z", seen=5.0)
        1.5
        >>> took(None, "yesterday", seen=5.0)
        5.0
    """
    first, last = _time(created), _time(updated)
    if not first or not last:
        return seen
    whole = not first.microsecond and not last.microsecond
    return min(seen, max(0.0, (last - first).total_seconds() + whole))


def _time(stamp: str | None) -> datetime | None:
    """Read a time; .NET writes up to seven digits of a second, Python 3.10 reads three or six."""
    text = (stamp or "").removesuffix("Z")
    whole, _, fraction = text.partition(".")
    try:
        found = datetime.fromisoformat(whole)  # both are of one service: the zone doesn't matter
        return found.replace(microsecond=int(fraction.ljust(6, "0")[:6] or 0))
    except ValueError:
        return None

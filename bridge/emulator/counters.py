"""Counts what was called, trained and billed."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any


class Counters:
    """Counts since the start, or since they were cleared.

    Example:
        >>> counters = Counters()
        >>> counters.call("train", 202)
        >>> counters.add("trainings")
        >>> counters.shape()["calls"], counters.shape()["trainings"]
        ({'train': {'202': 1}}, 1)
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Begin at nought."""
        with self._lock:
            self._calls: dict[str, Counter[str]] = {}
            self._counts: Counter[str] = Counter(trainings=0, swaps=0, textRecords=0)

    def call(self, operation: str, status: int | str) -> None:
        """Count a call and how it was answered."""
        with self._lock:
            self._calls.setdefault(operation, Counter())[str(status)] += 1

    def add(self, what: str, number: int = 1) -> None:
        """Count something else: trainings, swaps, textRecords."""
        with self._lock:
            self._counts[what] += number

    def shape(self) -> dict[str, Any]:
        """Give the counts as JSON."""
        with self._lock:
            calls = {name: dict(counts) for name, counts in self._calls.items()}
            return {"calls": calls, **self._counts}

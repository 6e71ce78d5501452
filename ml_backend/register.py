"""Knows which tasks are being predicted, so that a task that is asked for twice is stored once.

Label Studio stores whatever it is answered, also for a task that has a prediction of the same model
version by now. So each task belongs to one batch at a time, and the others that ask for it answer
nothing for it. A task that somebody opens is taken from a larger batch, which leaves it out.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable
from typing import Final

_SAVING: Final = 0.2
"""Seconds that Label Studio may take to store a prediction: it commits each (SQLite, busy disk)."""
_LEAST: Final = 1.0
_MOST: Final = 600.0


class Batch:
    """Tasks of one request, known by their numbers.

    `mine` are those that it is to answer, or to write; `over` is set once it has, or has failed.
    """

    def __init__(self, project: int, tasks: Iterable[int]) -> None:
        self.project = project
        self.tasks = [task for task in dict.fromkeys(tasks) if task]
        self.mine: set[int] = set()
        self.over = threading.Event()
        self.version = ""
        self.until = 0.0

    @property
    def is_opening(self) -> bool:
        """Whether it is of one task, which somebody opens."""
        return len(self.tasks) == 1


class Register:
    """The batches under way, and those whose answers are being stored.

    Example:
        >>> register, first, second = Register(), Batch(3, [1, 2]), Batch(3, [2, 3])
        >>> register.take(first, "d@m"), register.take(second, "d@m") == {2: first}
        ({}, True)
        >>> register.end(first, "d@m")
        >>> register.take(second, "d@m"), second.mine
        ({}, {3})
    """

    def __init__(self) -> None:
        self._holders: dict[tuple[int, int], Batch] = {}
        self._ended: deque[Batch] = deque()
        self._lock = threading.Lock()

    def take(self, batch: Batch, version: str) -> dict[int, Batch]:
        """Give a batch what no other has; return the others by the tasks that they have.

        Those that were answered just now, for this version, are neither.
        """
        others = {}
        with self._lock:
            self._forget()
            for task in batch.tasks:
                key = (batch.project, task)
                holder = self._holders.get(key)
                if holder is batch:
                    continue
                if holder is None or self._yields(holder, batch, version):
                    if holder:
                        holder.mine.discard(task)
                    self._holders[key] = batch
                    batch.mine.add(task)
                elif not holder.over.is_set():
                    others[task] = holder
        return others

    def end(self, batch: Batch, version: str = "") -> None:
        """Say that a batch is over: answered for a version, or without one that it failed."""
        with self._lock:
            batch.version = version
            seconds = min(_MOST, max(_LEAST, _SAVING * len(batch.mine))) if version else 0.0
            batch.until = time.monotonic() + seconds
            self._ended.append(batch)
            self._forget()
        batch.over.set()

    def _yields(self, holder: Batch, batch: Batch, version: str) -> bool:
        if holder.over.is_set():
            return holder.version != version
        return batch.is_opening and not holder.is_opening

    def _forget(self) -> None:
        """Let go of what was answered long enough ago."""
        now = time.monotonic()
        for _ in range(len(self._ended)):
            batch = self._ended.popleft()
            if batch.until > now:
                self._ended.append(batch)
                continue
            for task in batch.mine:
                if self._holders.get((batch.project, task)) is batch:
                    del self._holders[batch.project, task]

"""Counts the requests under way: no more than there are threads for, and none once we stop."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from .errors import UnavailableError

STOPPING: Final = "The server is being stopped."


class Busy:
    """The requests under way.

    Args:
        most: how many there may be at once.

    Example:
        >>> busy = Busy(1)
        >>> with busy.one():
        ...     busy.close(seconds=0)
        ...     busy.is_closed
        True
    """

    def __init__(self, most: int) -> None:
        self.is_closed = False
        self._most, self.count = most, 0
        self._change = threading.Condition()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count a request while it lasts.

        Raises:
            UnavailableError: there are too many, or we stop.
        """
        with self._change:
            if self.is_closed:
                raise UnavailableError(STOPPING)
            if self.count >= self._most:
                raise UnavailableError(f"{self.count} requests are under way, and no more fit.")
            self.count += 1
        try:
            yield
        finally:
            with self._change:
                self.count -= 1
                self._change.notify_all()

    def close(self, seconds: float) -> None:
        """Take no more, and wait for those under way, for so long."""
        with self._change:
            self.is_closed = True
            self._change.wait_for(lambda: not self.count, timeout=seconds)

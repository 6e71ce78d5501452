"""How long we wait, and how often we try again: the clock of all that talks to a service."""

from __future__ import annotations

import time
from typing import Final

from msgspec import Struct

_DOUBLING: Final = 2.0


class Patience(Struct, frozen=True):
    """Waits that begin short and double; tests give shorter ones, never a patched clock.

    Args:
        first: seconds of the first wait.
        most: seconds of the longest.
        tries: how often a call is tried that the service or the way fails.
        throttled: seconds in all that we let the service put us off by 429.
        looks: how often we look whether a call without an answer took effect.

    Example:
        >>> [Patience(first=1, most=5).seconds(n) for n in range(4)]
        [1.0, 2.0, 4.0, 5]
    """

    first: float = 0.8
    most: float = 30.0
    tries: int = 5
    throttled: float = 300.0
    looks: int = 4

    def seconds(self, number: int) -> float:
        """Return the wait after so many others."""
        return min(self.first * _DOUBLING**number, self.most)

    def pause(self, number: int) -> None:
        """Wait, after so many other waits."""
        time.sleep(self.seconds(number))

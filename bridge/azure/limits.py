"""Keeps the rates of a resource: one bucket of calls for all that the process does with it.

Azure's limits (custom NER, service limits): authoring 10 POST and 100 GET a minute, prediction
1,000 a minute. That PUT, PATCH and DELETE count as POST, and how many calls may come at once, is
not documented: we count them, and keep a sixth of a minute's as the most at once for predictions.
"""

from __future__ import annotations

import threading
import time
from typing import Final, Literal

from ..settings import Settings

Rate = Literal["authoring_posts", "authoring_gets", "runtime_calls"]
_BURSTS: Final = {"authoring_posts": 1.0, "authoring_gets": 1.0, "runtime_calls": 0.05}
"""The share of a minute's calls that may come at once."""
_MINUTE: Final = 60.0


class Bucket:
    """Holds up to `burst` calls, and gets `rate` new ones a minute, evenly.

    Example:
        >>> Bucket(rate=10, burst=1).take(wait=False)
        0.0
    """

    def __init__(self, rate: float, burst: float) -> None:
        self._each = _MINUTE / rate
        self._burst = max(burst, 1.0)
        self._calls = self._burst
        self._at = time.monotonic()
        self._lock = threading.Lock()

    def take(self, *, wait: bool = True) -> float:
        """Take a call, and wait until it may be made; return the seconds that it had to wait.

        A call is taken at once, and its turn is kept: who comes later waits longer. Without `wait`
        the caller waits.
        """
        with self._lock:
            self._fill()
            self._calls -= 1
            held = max(0.0, self._at - time.monotonic())
            seconds = held + max(0.0, -self._calls * self._each)
        if wait and seconds:
            time.sleep(seconds)
        return seconds

    def until(self, calls: float = 1.0) -> float:
        """Tell in how many seconds so many calls could be made at once; takes none.

        Example:
            >>> bucket = Bucket(rate=60, burst=2)
            >>> bucket.until(2), bucket.take(), round(bucket.until(2), 1)
            (0.0, 0.0, 1.0)
        """
        with self._lock:
            self._fill()
            held = max(0.0, self._at - time.monotonic())
            return held + max(0.0, (min(calls, self._burst) - self._calls) * self._each)

    def hold(self, seconds: float) -> None:
        """Let nobody call for a while, as the service has asked."""
        with self._lock:
            self._fill()
            self._at = max(self._at, time.monotonic() + seconds)
            self._calls = min(self._calls, 1.0)

    def _fill(self) -> None:
        now = time.monotonic()
        if now > self._at:
            self._calls = min(self._burst, self._calls + (now - self._at) / self._each)
            self._at = now


_BUCKETS: dict[tuple[str, Rate], Bucket] = {}
_LOCK: Final = threading.Lock()


def bucket(settings: Settings, rate: Rate) -> Bucket:
    """Return the bucket of the settings' resource, the same one for the whole process."""
    endpoint = str(settings.need("endpoint")).rstrip("/").lower()
    calls = float(getattr(settings, rate))
    with _LOCK:
        if (endpoint, rate) not in _BUCKETS:
            _BUCKETS[endpoint, rate] = Bucket(calls, calls * _BURSTS[rate])
        return _BUCKETS[endpoint, rate]

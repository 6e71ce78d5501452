"""The service's rate limits, as token buckets of the whole resource.

Runtime 1,000 calls a minute, up to 50 at once; authoring 10 writing and 100 reading calls a minute.
That POST and GET count alike at run time, the 50, and that PUT, PATCH and DELETE count as POST, are
our choices.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from math import ceil

from .exceptions import ServiceError

MINUTE = 60.0
RATES = {"runtime": (1000, 50), "authoring-write": (10, 10), "authoring-read": (100, 100)}
"""Calls a minute, and at once."""


class Bucket:
    """Holds up to so many tokens, and gets new ones evenly."""

    def __init__(self, rate: int, burst: int, clock: Callable[[], float]) -> None:
        self._each, self._burst, self._clock = MINUTE / rate, burst, clock
        self._tokens, self._at = float(burst), clock()

    def take(self) -> float:
        """Take a token; return 0, or in how many seconds there will be one."""
        moment = self._clock()
        self._tokens = min(self._burst, self._tokens + (moment - self._at) / self._each)
        self._at = moment
        if self._tokens < 1:
            return (1 - self._tokens) * self._each
        self._tokens -= 1
        return 0.0


class Buckets:
    """The buckets of a resource.

    Example:
        >>> buckets = Buckets(clock=lambda: 0.0)
        >>> for _ in range(10):
        ...     buckets.take("authoring", "POST")
        >>> buckets.take("authoring", "POST")
        Traceback (most recent call last):
            ...
        spanbridge.bridge.emulator.exceptions.ServiceError: The rate of calls is over the limit.
        >>> buckets.take("authoring", "GET")
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._buckets = {name: Bucket(*rate, clock) for name, rate in RATES.items()}
        self._lock = threading.Lock()

    def take(self, service: str, method: str) -> None:
        """Take a token for a call.

        Raises:
            ServiceError: there is none; `Retry-After` says when there will be.
        """
        writes = "read" if method == "GET" else "write"
        name = service if service in self._buckets else f"{service}-{writes}"
        with self._lock:
            wait = self._buckets[name].take()
        if wait:
            message = "The rate of calls is over the limit."
            headers = {"Retry-After": str(ceil(wait))}
            raise ServiceError("TooManyRequests", message, headers=headers)

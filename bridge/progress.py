"""How far something is, as it is told to whoever waits."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class Step(Struct, frozen=True):
    """How far something is: of what, how much is done of how much, and more in words."""

    what: str
    done: float
    total: float | None = None
    note: str = ""


Progress = Callable[[Step], None]
"""Told of each step of what takes its time."""

"""Cuts what is to be sent into pieces of bounded size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

T = TypeVar("T")
MOST: Final = 1_000
"""Tasks, or predictions, in one piece."""
BYTES: Final = 8 << 20
"""Bytes in one piece, if it is not a single task that is larger."""


def batches(
    things: Iterable[tuple[T, int]], most: int = MOST, size: int = BYTES
) -> Iterator[list[T]]:
    """Yield lists of things that come with their sizes, in their order.

    Example:
        >>> [*batches([("a", 1), ("b", 1), ("c", 9), ("d", 1)], most=2, size=9)]
        [['a', 'b'], ['c'], ['d']]
    """
    held: list[T] = []
    total = 0
    for thing, length in things:
        if held and (len(held) >= most or total + length > size):
            yield held
            held, total = [], 0
        held.append(thing)
        total += length
    if held:
        yield held

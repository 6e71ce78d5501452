"""Cuts what is to be sent into pieces of bounded size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from msgspec.structs import replace

from ..progress import Progress, Step

T = TypeVar("T")
MOST: Final = 1_000
"""Tasks, or predictions, in one piece."""
BYTES: Final = 8 << 20
"""Bytes in one piece, if it is not a single task that is larger."""


def send(
    pieces: Iterable[list[T]],
    post: Callable[[list[T]], object],
    step: Step,
    progress: Progress | None,
) -> int:
    """Send piece after piece, tell the progress as steps like that one; return how many things."""
    sent = 0
    for piece in pieces:
        post(piece)
        sent += len(piece)
        if progress:
            progress(replace(step, done=sent))
    return sent


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

"""Which tasks are predicted anew when there are more than may be paid for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from ..active_learning.scores import random_score


class Open(Struct, frozen=True):
    """A task that nobody has annotated: the score it had, and the records it is billed as.

    `score` is None where nothing was ever predicted.
    """

    id: int
    score: float | None = None
    records: int = 1


def chosen(tasks: Iterable[Open], most: int, share: float, version: str) -> list[int]:
    """Choose the least certain tasks, and a share by chance, for at most so many text records.

    Tasks that were never predicted come first. The same tasks are chosen each time, so that a round
    which was cut off goes on with its own.

    Args:
        tasks: all that are open.
        most: text records in all.
        share: of them for tasks drawn by chance.
        version: of the model, by which they are drawn.

    Example:
        >>> tasks = [Open(n, n / 100) for n in range(100)]
        >>> ids = chosen(tasks, 10, 0.2, "production@v2")
        >>> len(ids), ids[:8]
        (10, [0, 1, 2, 3, 4, 5, 6, 7])
    """
    given = sorted(tasks, key=lambda one: (-1.0 if one.score is None else one.score, one.id))
    if sum(one.records for one in given) <= most:
        return [one.id for one in given]
    first = _within(given, int(most * (1 - share)))
    taken = {one.id for one in first}
    others = [one for one in given if one.id not in taken]
    others.sort(key=lambda one: random_score(str(one.id), version))
    left = most - sum(one.records for one in first)
    return [one.id for one in (*first, *_within(others, left))]


def _within(tasks: Sequence[Open], most: int) -> list[Open]:
    """Take tasks in their order as long as there are records left."""
    found: list[Open] = []
    for one in tasks:
        if one.records <= most:
            found.append(one)
            most -= one.records
    return found

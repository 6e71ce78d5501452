"""Corrupt entities the way hurried annotators do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from grammar import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

Entity: TypeAlias = tuple[int, int, str]
_WORD: Final = re.compile(r"\S+")
_NAMES: Final = tuple(LABELS.values())


def corrupt(text: str, entities: Sequence[Entity], share: float, rng: Random) -> list[Entity]:
    """Spoil about `share` of the entities, and add some spans where there is nothing."""
    kept: list[Entity] = []
    for at, entity in enumerate(entities):
        if rng.random() < share:
            others = [*kept, *entities[at + 1 :]]
            kept += _spoilt(text, entity, others, rng)
        else:
            kept.append(entity)
    # One spurious span for every four spoilt ones.
    wanted = sum(rng.random() < share / 4 for _ in entities)
    return sorted([*kept, *_spurious(text, [*entities, *kept], wanted, rng)])


def _spoilt(text: str, entity: Entity, others: Sequence[Entity], rng: Random) -> list[Entity]:
    """Give a wrong version of the entity, or nothing if it is to be missed."""
    start, end, label = entity
    way = rng.choice(("missed", "label", "character", "word"))
    if way == "missed":
        return []
    if way == "label":
        return [(start, end, rng.choice([name for name in _NAMES if name != label]))]
    step = 1 if way == "character" else _word_length(text, entity)
    moves = ((-step, 0), (step, 0), (0, -step), (0, step))
    moved = [_trimmed(text, start + left, end + right, label) for left, right in moves]
    fitting = [one for one in moved if one[0] < one[1] and one != entity and _free(one, others)]
    return [rng.choice(fitting)] if fitting else []


def _word_length(text: str, entity: Entity) -> int:
    """Length of the entity's first word and the space behind it, or of the word behind it."""
    start, end, _ = entity
    words = text[start:end].split(maxsplit=1)
    if len(words) > 1:
        return len(words[0]) + 1
    following = _WORD.search(text, end)
    return following.end() - end if following else 1


def _trimmed(text: str, start: int, end: int, label: str) -> Entity:
    start, end = max(start, 0), min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end, label


def _free(entity: Entity, others: Iterable[Entity]) -> bool:
    return not any(_overlap(entity, other) for other in others)


def _overlap(one: Entity, other: Entity) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _spurious(text: str, taken: Sequence[Entity], wanted: int, rng: Random) -> list[Entity]:
    words = [(word.start(), word.end(), rng.choice(_NAMES)) for word in _WORD.finditer(text)]
    free = [word for word in words if _free(word, taken)]
    return rng.sample(free, min(wanted, len(free)))

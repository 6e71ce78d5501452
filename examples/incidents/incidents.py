"""IT incident reports with their entities, from a seed; difficult on purpose.

>>> next(incidents(1, seed=7)).identifier
'INC-000000'
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from decoration import decorate
from noise import corrupt
from reports import compose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grammar import Piece


@dataclass(frozen=True)
class Incident:
    """One report; entities are (start, end, label) in code points of the text, in order."""

    identifier: str
    language: str
    text: str
    entities: tuple[tuple[int, int, str], ...]


def incidents(count: int, seed: int = 7, noise: float = 0.0) -> Iterator[Incident]:
    """Give `count` incidents; a longer run with the same seed begins with the same ones.

    `noise` is the share of entities that are spoilt; it leaves the texts as they are.
    """
    return (_incident(index, seed, noise) for index in range(count))


def _incident(index: int, seed: int, noise: float) -> Incident:
    # Each document has its own generator: this is what keeps runs prefixes of longer runs.
    rng = Random(f"{seed}:{index}")
    language, pieces = compose(rng)
    text, entities = _joined(decorate(pieces, rng))
    if noise:
        entities = corrupt(text, entities, noise, Random(f"{seed}:{index}:noise"))
    return Incident(f"INC-{index:06d}", language, text, tuple(entities))


def _joined(pieces: Sequence[Piece]) -> tuple[str, list[tuple[int, int, str]]]:
    entities: list[tuple[int, int, str]] = []
    at = 0
    for text, label in pieces:
        if label:
            entities.append((at, at + len(text), label))
        at += len(text)
    return "".join(piece.text for piece in pieces), entities

"""Labels and what is recognised, and both as tags of tokens: B begins one, I goes on, O is neither.

A tag is a letter and the number of its category, so that a category may be called anything.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from .tokens import Token

OUTSIDE = "O"


class LabelledSpan(Struct, frozen=True):
    """A stretch of a text and its category; offsets are code points."""

    start: int
    end: int
    category: str


class LabelledText(Struct, frozen=True):
    """A text and all of its labels: what has none is meant to have none."""

    text: str
    labels: Sequence[LabelledSpan]


class Recognised(NamedTuple):
    """A stretch of a text that a model takes for an entity, and how sure it is, from 0 to 1."""

    start: int
    end: int
    category: str
    confidence: float


class Run(NamedTuple):
    """An entity among tokens: the first and the last, and the number of its category."""

    first: int
    last: int
    number: str

    @property
    def inside(self) -> str:
        """The tag that would make it go on."""
        return f"I{self.number}"


def tagged(
    tokens: Sequence[Token], labels: Iterable[LabelledSpan], numbers: Mapping[str, str]
) -> list[str]:
    """Tag tokens by the labels of their text.

    A label that ends inside a token is widened to all of it; one without a token is lost. Of labels
    that share a token the longest stays, of equally long ones the first.

    Example:
        >>> tagged([(0, 4), (5, 6)], [LabelledSpan(1, 6, "ServerName")], {"ServerName": "0"})
        ['B0', 'I0']
    """
    tags = [OUTSIDE] * len(tokens)
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    for label in sorted(labels, key=_longest_first):
        first, after = bisect_right(ends, label.start), bisect_left(starts, label.end)
        if first < after and all(tag == OUTSIDE for tag in tags[first:after]):
            number = numbers[label.category]
            tags[first:after] = [f"B{number}", *[f"I{number}"] * (after - first - 1)]
    return tags


def runs(tags: Sequence[str]) -> Iterator[Run]:
    """Find the entities again; an I that goes on with nothing begins one.

    Example:
        >>> [*runs(["B0", "I0", "O", "I1"])]
        [Run(first=0, last=1, number='0'), Run(first=3, last=3, number='1')]
    """
    first = 0
    for at in range(1, len(tags) + 1):
        if at == len(tags) or tags[at] != f"I{tags[first][1:]}" or tags[first] == OUTSIDE:
            if tags[first] != OUTSIDE:
                yield Run(first, at - 1, tags[first][1:])
            first = at


def _longest_first(label: LabelledSpan) -> tuple[int, int, str]:
    return label.start - label.end, label.start, label.category

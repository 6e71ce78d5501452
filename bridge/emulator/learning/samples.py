"""Chooses among the texts to learn from: all but some, or parts to hold out; the same each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

from .crf import Sample

_Item = TypeVar("_Item")
_Texts = list[Sequence[Sample]]

_JITTERED = 0.9
_FOLDS = 4
_TOKENS = 6_000


def sampled(items: Sequence[_Item], jitter: int | None) -> list[_Item]:
    """Leave a tenth out, for each seed another one; without a seed, or of fewer than five, none."""
    if jitter is None:
        return [*items]
    rng = Random(jitter)  # noqa: S311 (repeatable on purpose)
    kept = rng.sample(range(len(items)), round(_JITTERED * len(items)))
    return [items[index] for index in sorted(kept)]


def held_out(texts: Sequence[Sequence[Sample]]) -> Iterator[tuple[_Texts, _Texts]]:
    """Give texts to learn from and others to look at, four times, so that each is looked at once.

    Of many texts it takes some thousand tokens: more make a calibration slower, and hardly better.
    """
    shuffled = [text for text in texts if text]
    Random(0).shuffle(shuffled)  # noqa: S311 (repeatable on purpose)
    some = [*_up_to(_TOKENS, shuffled)]
    for fold in range(_FOLDS):
        held = some[fold::_FOLDS]
        rest = [text for index, text in enumerate(some) if index % _FOLDS != fold]
        if held and rest:
            yield rest, held


def _up_to(tokens: int, texts: _Texts) -> Iterator[Sequence[Sample]]:
    for index, text in enumerate(texts):
        if tokens > 0 or index < _FOLDS:
            yield text
        tokens -= sum(len(sample.tags) for sample in text)

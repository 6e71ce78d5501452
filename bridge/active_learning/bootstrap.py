"""How sure a difference of two F1 values is: the paired bootstrap over documents.

Documents, not spans, are drawn with replacement, since the spans of a text are right or wrong
together; and the same ones for both models, so that what is hard for both doesn't count.

Source: Berg-Kirkpatrick, Burkett and Klein, An Empirical Investigation of Statistical Significance
in NLP, EMNLP 2012; percentile intervals, Efron and Tibshirani 1993.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import floor
from operator import mul
from random import Random
from typing import Final, NamedTuple

from ...converters.comparing import Counts

SAMPLES: Final = 2_000
SEED: Final = 9


class Pair(NamedTuple):
    """What two models did on one document."""

    old: Counts
    new: Counts


class Differences:
    """The differences new - old of F1, one a sample, sorted.

    Example:
        >>> Differences([0.1, 0.2, 0.3, 0.4]).interval(0.5)
        (0.1, 0.4)
    """

    def __init__(self, values: Sequence[float]) -> None:
        self._values = sorted(values)

    def interval(self, level: float) -> tuple[float, float]:
        """Give the interval that holds this share of the samples, as many left out on each side."""
        last = len(self._values) - 1
        out = floor(round((1 - level) / 2 * last, 6))
        return self._values[out], self._values[last - out]

    @property
    def worse(self) -> float:
        """The share of samples in which the new model is worse."""
        return sum(value < 0 for value in self._values) / len(self._values)


def resampled(
    groups: Mapping[str, Mapping[int, Pair]],
    documents: int,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> dict[str, Differences]:
    """Draw documents again and again; return each group's differences.

    Args:
        groups: by name the documents that hold anything of it, by number.
        documents: how many there are.
        samples: how often to draw as many again.
        seed: the same seed gives the same result on every machine.
    """
    columns = {name: _Columns.of(pairs) for name, pairs in groups.items()}
    found: dict[str, list[float]] = {name: [] for name in groups}
    for weights in _weights(documents, samples, seed):
        for name, column in columns.items():
            found[name].append(column.difference(weights))
    return {name: Differences(values) for name, values in found.items()}


class _Columns(NamedTuple):
    """F1 is 2 right / (found + labelled): both, of both models, by document."""

    numbers: list[int]
    columns: tuple[tuple[list[int], list[int]], ...]

    @classmethod
    def of(cls, pairs: Mapping[int, Pair]) -> _Columns:
        both = zip(*pairs.values(), strict=True) if pairs else ((), ())
        columns = [
            ([2 * c.right for c in counts], [2 * c.right + c.wrong + c.missed for c in counts])
            for counts in both
        ]
        return cls([*pairs], tuple(columns))

    def difference(self, weights: Sequence[int]) -> float:
        drawn = [weights[number] for number in self.numbers]
        old, new = (_share(drawn, *column) for column in self.columns)
        return new - old


def _share(drawn: Sequence[int], parts: Sequence[int], sizes: Sequence[int]) -> float:
    part: int = sum(map(mul, drawn, parts))
    size: int = sum(map(mul, drawn, sizes))
    return part / (size or 1)


def _weights(documents: int, samples: int, seed: int) -> Iterator[list[int]]:
    """Yield for each sample how often each document was drawn."""
    rng, numbers = Random(seed), range(documents)  # noqa: S311 (a sample, no secret)
    for _ in range(samples):
        weights = [0] * documents
        for number in rng.choices(numbers, k=documents):
            weights[number] += 1
        yield weights

"""Learns to recognise entities: labelled texts in, a model out; the model finds spans in texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import NamedTuple, TypeVar

from msgspec import Struct

from . import blob
from .calibration import Calibration, Outcome, fitted
from .crf import Marginal, Sample, Tagger, train
from .features import features
from .tokens import Token, sequences

_KIND = b"ner"
_ITERATIONS = 30
_T = TypeVar("_T")


class LabelledSpan(Struct, frozen=True):
    """A stretch of a text and its category; offsets are code points."""

    start: int
    end: int
    category: str


class LabelledText(Struct, frozen=True):
    """A text and all of its labels."""

    text: str
    labels: Sequence[LabelledSpan]


class Recognised(NamedTuple):
    """A stretch of a text that the model takes for an entity, and how sure it is, from 0 to 1."""

    start: int
    end: int
    category: str
    confidence: float


class _Content(Struct, frozen=True):
    categories: tuple[str, ...]
    calibration: Calibration
    crf: bytes


class NerModel:
    """A trained model; threads may share it."""

    def __init__(self, content: _Content) -> None:
        self._content = content
        self._tagger = Tagger(content.crf) if content.crf else None

    def predict(self, text: str) -> list[Recognised]:
        """Find the entities of a text, in order and apart; offsets are code points."""
        calibrate = self._content.calibration
        return [
            Recognised(start, end, category, calibrate(probability))
            for start, end, category, probability in self.raw(text)
        ]

    def raw(self, text: str) -> Iterator[Recognised]:
        """Find the entities with uncalibrated probabilities."""
        if self._tagger is None:
            return
        for tokens in sequences(text):
            with self._tagger.tagging(features(text, tokens)) as (tags, marginal):
                for first, last, number in _runs(tags):
                    probability = _probability(first, last, number, marginal, len(tags), self._tagger.tags)
                    category = self._content.categories[int(number)]
                    yield Recognised(tokens[first][0], tokens[last][1], category, probability)

    def to_bytes(self) -> bytes:
        """Write the model down, whole."""
        return blob.pack(_KIND, self._content)

    @classmethod
    def from_bytes(cls, data: bytes) -> NerModel:
        """Read a model.

        Raises:
            ValueError: these are not the bytes of one.
        """
        return cls(blob.unpack(_KIND, data, _Content))


def train_ner(texts: Sequence[LabelledText], *, jitter: int | None = None) -> NerModel:
    """Train a model."""
    chosen = sampled(texts, jitter)
    categories = tuple(sorted({label.category for one in chosen for label in one.labels}))
    if not categories:
        return NerModel(_Content((), Calibration(), b""))
    number = {category: str(n) for n, category in enumerate(categories)}
    samples = [
        Sample(features(one.text, tokens), _tags(tokens, one.labels, number))
        for one in chosen
        for tokens in sequences(one.text)
    ]
    if not samples:
        return NerModel(_Content((), Calibration(), b""))
    return NerModel(_Content(categories, Calibration(), train(samples, _ITERATIONS)))


def sampled(items: Sequence[_T], jitter: int | None) -> list[_T]:
    """Leave a tenth out, another one for each seed; without a seed none."""
    if jitter is None:
        return [*items]
    kept = Random(jitter).sample(range(len(items)), -(-len(items) * 9 // 10))
    return [items[index] for index in sorted(kept)]


def _tags(tokens: Sequence[Token], labels: Iterable[LabelledSpan], number: dict[str, str]) -> list[str]:
    tags = ["O"] * len(tokens)
    for label in sorted(labels, key=lambda label: (label.start - label.end, label.start)):
        covered = [
            at for at, (start, end) in enumerate(tokens) if start < label.end and end > label.start
        ]
        if covered and all(tags[at] == "O" for at in covered):
            for at in covered:
                tags[at] = "I" + number[label.category]
            tags[covered[0]] = "B" + number[label.category]
    return tags


def _runs(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Give the first and last place and the category's number of each run of tags."""
    first = None
    for at, tag in enumerate([*tags, "O"]):
        if first is not None and tag != "I" + tags[first][1:]:
            yield first, at - 1, tags[first][1:]
            first = None
        if first is None and tag != "O":
            first = at


def _probability(first: int, last: int, number: str, marginal: Marginal, size: int, known: frozenset[str]) -> float:
    """Take the weakest link: that it begins here, goes on to its end, and ends there."""
    begins, inside = "B" + number, "I" + number
    links = [marginal(inside, at) for at in range(first + 1, last + 1)]
    links.append(marginal(begins, first) if begins in known else marginal(inside, first))
    if inside in known and last + 1 < size:
        links.append(1 - marginal(inside, last + 1))
    return min(links)

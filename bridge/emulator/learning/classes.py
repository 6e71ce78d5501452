"""Learns to classify texts: maximum entropy, which is a CRF over sequences of one place.

How sure it is, is the probability that the model itself gives, uncalibrated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from . import blob
from .crf import Sample, Tagger, Weights, train
from .samples import sampled
from .tokens import sequences

_KIND = b"classification"
_ITERATIONS = 60
_ENOUGH = 0.5
_NO, _YES = "0", "1"
_LONGEST = 50

_Text = tuple[str, frozenset[str]]


class _Content(Struct, frozen=True):
    """One CRF a category that says yes or no where several may apply, else one of all numbers."""

    multi: bool
    categories: tuple[str, ...] = ()
    crfs: tuple[bytes, ...] = ()


class ClassModel:
    """A trained model; threads may share it. Made by `train_classes` or `from_bytes`."""

    def __init__(self, content: _Content) -> None:
        self._content = content
        self._taggers = [Tagger(crf) for crf in content.crfs]

    def predict(self, text: str) -> list[tuple[str, float]]:
        """Give the classes of any text and how sure the model is of each, the surest first.

        Where several may apply these are all over .5, else it is the best one; a model that was
        trained on no class gives none.
        """
        found = sorted(self._each(Sample([_words(text)])), key=lambda one: (-one[1], one[0]))
        if self._content.multi:
            return [one for one in found if one[1] > _ENOUGH]
        return found[:1]

    def _each(self, sample: Sample) -> Iterator[tuple[str, float]]:
        for number, category in enumerate(self._content.categories):
            tagger, tag = (
                (self._taggers[number], _YES)
                if self._content.multi
                else (self._taggers[0], str(number))
            )
            with tagger.tagging(sample) as (_, marginal):
                yield category, marginal(tag, 0)

    def to_bytes(self) -> bytes:
        """Write the model down, whole."""
        return blob.pack(_KIND, self._content)

    @classmethod
    def from_bytes(cls, data: bytes) -> ClassModel:
        """Read a model.

        Raises:
            ValueError: these are not the bytes of one, or not all of them.
        """
        return cls(blob.unpack(_KIND, data, _Content))


def train_classes(texts: Sequence[_Text], *, multi: bool, jitter: int | None = None) -> ClassModel:
    """Train a model; the same texts in the same order give the same one.

    Args:
        texts: what to learn from, each with its classes. Where only one may apply, texts without
            any are passed over, and of several the first in the alphabet counts.
        multi: whether several classes may apply.
        jitter: a seed, with which each training is a little different, as Azure's are.

    Example:
        >>> texts = [("disk is full", frozenset({"disk"})), ("cable is torn", frozenset({"net"}))]
        >>> [(category, confidence)] = train_classes(texts, multi=False).predict("a full disk")
        >>> category, confidence > 0.5
        ('disk', True)
    """
    chosen = sampled(texts, jitter)
    categories = tuple(sorted({category for _, names in chosen for category in names}))
    crfs = _several(chosen, categories) if multi else _one_of(chosen, categories)
    return ClassModel(_Content(multi, categories, tuple(crfs)))


def _several(texts: Sequence[_Text], categories: Sequence[str]) -> Iterator[bytes]:
    words = [_words(text) for text, _ in texts]
    for category in categories:
        tags = [_YES if category in names else _NO for _, names in texts]
        yield _trained(words, tags)


def _one_of(texts: Sequence[_Text], categories: Sequence[str]) -> Iterator[bytes]:
    numbers = {category: str(number) for number, category in enumerate(categories)}
    labelled = [(_words(text), numbers[min(names)]) for text, names in texts if names]
    if labelled:
        yield _trained([words for words, _ in labelled], [tag for _, tag in labelled])


def _trained(words: Sequence[Weights], tags: Sequence[str]) -> bytes:
    samples = [Sample([one], [tag]) for one, tag in zip(words, tags, strict=True)]
    return train(samples, iterations=_ITERATIONS)


def _words(text: str) -> Weights:
    """Make the features of a text: that it is one, and its words, together of length one."""
    cut = (
        text[start : min(end, start + _LONGEST)] for seq in sequences(text) for start, end in seq
    )
    words = sorted({word.lower().encode(errors="replace").decode() for word in cut})
    return {"any": 1.0, **{f"w{word}": len(words) ** -0.5 for word in words}}

"""Learns to classify texts: maximum entropy, which is a CRF over sequences of one place."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from . import blob
from .crf import Sample, Tagger, train
from .ner import sampled
from .tokens import sequences

_KIND = b"classification"
_ITERATIONS = 60
_ENOUGH = 0.5


class _Content(Struct, frozen=True):
    """One CRF a category (multi), which knows yes and no; else one CRF of all."""

    multi: bool
    categories: tuple[str, ...]
    crfs: tuple[bytes, ...]


class ClassModel:
    """A trained model; threads may share it."""

    def __init__(self, content: _Content) -> None:
        self._content = content
        self._taggers = [Tagger(crf) for crf in content.crfs]

    def predict(self, text: str) -> list[tuple[str, float]]:
        """Give the classes of a text and how sure the model is.

        Of several possible classes those over .5, the surest first; else the best one.
        """
        found = [(name, value) for name, value in self._all(text) if value > _ENOUGH or not self._content.multi]
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        return found if self._content.multi else found[:1]

    def _all(self, text: str) -> list[tuple[str, float]]:
        items = [_words(text)]
        if self._content.multi:
            pairs = zip(self._content.categories, self._taggers, strict=True)
            return [(name, self._marginals(tagger, items, ["1"])[0]) for name, tagger in pairs]
        if not self._taggers:
            return []
        numbers = [str(n) for n in range(len(self._content.categories))]
        values = self._marginals(self._taggers[0], items, numbers)
        return [*zip(self._content.categories, values, strict=True)]

    @staticmethod
    def _marginals(tagger: Tagger, items: list[dict[str, float]], tags: list[str]) -> list[float]:
        with tagger.tagging(items) as (_, marginal):
            return [marginal(tag, 0) if tag in tagger.tags else 0.0 for tag in tags]

    def to_bytes(self) -> bytes:
        """Write the model down, whole."""
        return blob.pack(_KIND, self._content)

    @classmethod
    def from_bytes(cls, data: bytes) -> ClassModel:
        """Read a model.

        Raises:
            ValueError: these are not the bytes of one.
        """
        return cls(blob.unpack(_KIND, data, _Content))


def train_classes(
    texts: Sequence[tuple[str, frozenset[str]]], *, multi: bool, jitter: int | None = None
) -> ClassModel:
    """Train a model on texts and their classes (for single classification one each)."""
    chosen = sampled(texts, jitter)
    categories = tuple(sorted({name for _, names in chosen for name in names}))
    words = [_words(text) for text, _ in chosen]
    crfs = []
    if multi:
        for name in categories:
            tags = [str(int(name in names)) for _, names in chosen]
            crfs.append(_trained(words, tags))
    elif categories:
        number = {name: str(n) for n, name in enumerate(categories)}
        pairs = [(w, number[min(names)]) for w, (_, names) in zip(words, chosen, strict=True) if names]
        crfs.append(_trained([w for w, _ in pairs], [tag for _, tag in pairs]))
    return ClassModel(_Content(multi, categories, tuple(crfs)))


def _trained(words: Sequence[dict[str, float]], tags: Sequence[str]) -> bytes:
    return train([Sample([w], [tag]) for w, tag in zip(words, tags, strict=True)], _ITERATIONS)


def _words(text: str) -> dict[str, float]:
    """Make the features of a text: which words it has, whatever their number, of length one."""
    words = {text[start:end].lower() for tokens in sequences(text) for start, end in tokens}
    weight = 1 / max(1, len(words)) ** 0.5
    return {"all": 1.0, **{"w" + word.encode(errors="replace").decode(): weight for word in sorted(words)}}

"""Learns to recognise entities: labelled texts in, a model out that finds them in other texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from . import blob
from .calibration import Calibration, Outcome, fitted
from .crf import Marginal, Sample, Tagger, train
from .features import features
from .labels import LabelledSpan, LabelledText, Recognised, Run, runs, tagged
from .samples import held_out, sampled
from .tokens import sequences

__all__ = ["LabelledSpan", "LabelledText", "NerModel", "Recognised", "train_ner"]

_KIND = b"ner"
_MANY = 20_000
"""Of so many tokens fewer iterations are enough, and what is there once teaches nothing."""
_ENOUGH = 60
"""Outcomes to fit a calibration to."""


class _Content(Struct, frozen=True):
    categories: tuple[str, ...] = ()
    calibration: Calibration = Calibration()
    crf: bytes = b""


class NerModel:
    """A trained model; threads may share it. Made by `train_ner` or `from_bytes`."""

    def __init__(self, content: _Content) -> None:
        self._content = content
        self._tagger = Tagger(content.crf) if content.crf else None

    def predict(self, text: str) -> list[Recognised]:
        """Find the entities of any text, in order and apart; offsets are code points."""
        return [*self._predicted(text, self._tagger)] if self._tagger else []

    def _predicted(self, text: str, tagger: Tagger) -> Iterator[Recognised]:
        for tokens in sequences(text):
            for run, probability in _found(tagger, Sample(features(text, tokens))):
                yield Recognised(
                    tokens[run.first][0],
                    tokens[run.last][1],
                    self._content.categories[int(run.number)],
                    self._content.calibration(probability),
                )

    def to_bytes(self) -> bytes:
        """Write the model down, whole."""
        return blob.pack(_KIND, self._content)

    @classmethod
    def from_bytes(cls, data: bytes) -> NerModel:
        """Read a model.

        Raises:
            ValueError: these are not the bytes of one, or not all of them.
        """
        return cls(blob.unpack(_KIND, data, _Content))


def train_ner(texts: Sequence[LabelledText], *, jitter: int | None = None) -> NerModel:
    """Train a model; the same texts in the same order give the same one.

    Texts without any label, or without any text, give a model that finds nothing.

    Args:
        texts: what to learn from, offsets in code points; `labels.tagged` tells what becomes of
            labels that overlap or end inside a word.
        jitter: a seed, with which each training is a little different, as Azure's are.

    Example:
        >>> texts = [f"Restart {name} now" for name in ("Atlas", "Ledger", "Halcyon")]
        >>> model = train_ner(
        ...     [LabelledText(text, [LabelledSpan(8, len(text) - 4, "Service")]) for text in texts]
        ... )
        >>> [entity] = model.predict("Restart Kestrel now")
        >>> (entity.start, entity.end, entity.category)
        (8, 15, 'Service')
    """
    chosen = sampled(texts, jitter)
    categories = sorted({label.category for one in chosen for label in one.labels})
    numbers = {category: str(number) for number, category in enumerate(categories)}
    learnt = [
        [
            Sample(features(one.text, tokens), tagged(tokens, one.labels, numbers))
            for tokens in sequences(one.text)
        ]
        for one in chosen
    ]
    if not categories or not any(learnt):
        return NerModel(_Content())
    return NerModel(_Content(tuple(categories), _calibrated(learnt), _trained(learnt)))


def _trained(texts: Sequence[Sequence[Sample]]) -> bytes:
    samples = [sample for samples in texts for sample in samples]
    if sum(len(sample.tags) for sample in samples) < _MANY:
        return train(samples, iterations=40)
    return train(samples, iterations=30, seen=2)


def _calibrated(texts: Sequence[Sequence[Sample]]) -> Calibration:
    """Fit a calibration to what models of a part of the texts find in another part."""
    outcomes: list[Outcome] = []
    for part, held in held_out(texts):
        tagger = Tagger(_trained(part))
        outcomes += [one for text in held for sample in text for one in _outcomes(tagger, sample)]
        if len(outcomes) >= _ENOUGH:
            break
    return fitted(outcomes)


def _outcomes(tagger: Tagger, sample: Sample) -> Iterator[Outcome]:
    right = {*runs(sample.tags)}
    for run, probability in _found(tagger, sample):
        yield probability, run in right


def _found(tagger: Tagger, sample: Sample) -> list[tuple[Run, float]]:
    with tagger.tagging(sample) as (tags, marginal):
        return [(run, _probability(run, tags, marginal)) for run in runs(tags)]


def _probability(run: Run, tags: Sequence[str], marginal: Marginal) -> float:
    """Give that of the weakest link: each tag of the run, and that it ends where it does."""
    links = [marginal(tags[at], at) for at in range(run.first, run.last + 1)]
    if run.last + 1 < len(tags):
        links.append(1 - marginal(run.inside, run.last + 1))
    return min(links)

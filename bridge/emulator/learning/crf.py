"""The only file that knows python-crfsuite: trains a model into bytes, and reads it back safely.

CRFsuite is C++ and trusts its caller. What it must never get is kept from it here: an empty
training set, bytes that can't be a model, a model whose bytes are gone, two threads at one tagger.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import pycrfsuite

from .features import Features

Weights = dict[str, float]

_REGULARISATION = {"c1": 0.1, "c2": 0.01}

Marginal = Callable[[str, int], float]
"""The probability of a tag at a place of the sequence that was tagged."""


class Sample:
    """A sequence as CRFsuite wants it, with tags to learn, or without to get them.

    Args:
        items: the features of each place, which may have weights.
        tags: one for each place.
    """

    __slots__ = ("items", "tags")

    def __init__(self, items: Sequence[Features | Weights], tags: Sequence[str] = ()) -> None:
        self.items = pycrfsuite.ItemSequence(items)
        self.tags = tags


def train(samples: Sequence[Sample], *, iterations: int, seen: int = 0) -> bytes:
    """Train a CRF by L-BFGS; the same samples give the same bytes.

    Args:
        samples: with their tags.
        iterations: at most so many.
        seen: how often a feature must be there with a tag to be learnt, added up by weight.

    Raises:
        ValueError: there is nothing to train on.
    """
    if not any(sample.tags for sample in samples):
        raise ValueError("nothing to train on")
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({**_REGULARISATION, "max_iterations": iterations, "feature.minfreq": seen})
    for sample in samples:
        trainer.append(sample.items, sample.tags)
    with tempfile.TemporaryDirectory(prefix="spanbridge-train-") as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        return path.read_bytes()


class Tagger:
    """Tags sequences by a trained model; threads take turns.

    Args:
        model: what `train` returned, checked by whoever kept it: other bytes may end the process.

    Raises:
        ValueError: it can't be a model.
    """

    def __init__(self, model: bytes) -> None:
        self._model = model  # CRFsuite reads from these bytes for as long as it tags
        self._lock = Lock()
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)
        self._tags = frozenset(self._tagger.labels())

    @contextmanager
    def tagging(self, sample: Sample) -> Iterator[tuple[list[str], Marginal]]:
        """Give the best tags of a sequence, and the marginals while the block lasts."""
        with self._lock:
            yield self._tagger.tag(sample.items), self._marginal

    def _marginal(self, tag: str, at: int) -> float:
        """Give a marginal; CRFsuite itself refuses tags that it has never seen."""
        return self._tagger.marginal(tag, at) if tag in self._tags else 0.0

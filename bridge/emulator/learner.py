"""What training and analysis need of `learning/`: one interface for entities and classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from .learning.classes import ClassModel, train_classes
from .learning.evaluation import evaluate_classes, evaluate_ner
from .learning.ner import LabelledSpan, LabelledText, NerModel, Recognised, train_ner
from .models import MULTI, NER

Model = NerModel | ClassModel


class Example(NamedTuple):
    """A text to learn from or to be tested on: with spans in code points, or with classes."""

    text: str
    spans: tuple[LabelledSpan, ...] = ()
    classes: frozenset[str] = frozenset()


class Tested(NamedTuple):
    """How a model did: the numbers of its summary, and what it predicted for each text."""

    summary: dict[str, Any]
    predicted: list[list[Recognised]] | list[list[str]]


def train(kind: str, examples: Sequence[Example], jitter: int | None) -> Model:
    """Train a model of a project's kind."""
    if kind == NER:
        return train_ner([LabelledText(one.text, one.spans) for one in examples], jitter=jitter)
    pairs = [(one.text, one.classes) for one in examples]
    return train_classes(pairs, multi=kind == MULTI, jitter=jitter)


def load(kind: str, data: bytes) -> Model:
    """Read a model of a project's kind.

    Raises:
        ValueError: the bytes are none.
    """
    return NerModel.from_bytes(data) if kind == NER else ClassModel.from_bytes(data)


def test(kind: str, model: Model, examples: Sequence[Example]) -> Tested:
    """Compare what a model predicts with what is labelled."""
    texts = [one.text for one in examples]
    if isinstance(model, NerModel):
        found = [model.predict(text) for text in texts]
        return Tested(evaluate_ner([one.spans for one in examples], found, texts), found)
    classes = [[category for category, _ in model.predict(text)] for text in texts]
    summary = evaluate_classes(
        [one.classes for one in examples], [*map(frozenset, classes)], multi=kind == MULTI
    )
    return Tested(summary, classes)

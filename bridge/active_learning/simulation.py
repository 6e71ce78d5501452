"""Plays annotation over again on texts that are labelled: how many labels would have been enough.

A learner begins with a few texts drawn at random. In each round the model scores all that is left,
the first of them by their scores are "annotated" by revealing their labels, and a new model is
trained and measured on the test part, which nobody chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, Protocol, get_args

from msgspec import Struct

from ...converters.document import Document
from .metrics import labelled, measured
from .scores import EXPLORED, Strategy, random_score, sampling_score, tokens

Axis = Literal["tokens", "spans", "documents"]
"""What labels cost: words read, spans marked, or texts opened."""
AXES: Final[tuple[Axis, ...]] = get_args(Axis)
_ROUNDS: Final = 25
_FEWEST: Final = 10


class Model(Protocol):
    """What was trained."""

    def predict(self, text: str) -> tuple[Document, list[float]]:
        """Predict a text: with the spans or categories found, and how sure it is of each."""


Learner = Callable[[Sequence[Document]], Model]
"""Trains a model on labelled documents."""


class Plan(Struct, frozen=True):
    """How to go about it.

    Args:
        first: texts that are labelled before there is a model.
        batch: texts in each round after that; None for a twenty-fifth of all, ten at least.
        share: of texts that are drawn by chance whatever the model thinks.
        until: the share of all texts at which to end; the last trainings are the longest.
    """

    first: int = 15
    batch: int | None = None
    share: float = EXPLORED
    until: float = 1.0


class Stage(Struct, frozen=True):
    """How far a run is: what has been labelled, and the F1 that it gave on the test part."""

    documents: int
    tokens: int
    spans: int
    f1: float


class Run(Struct, frozen=True):
    """One strategy with one seed."""

    strategy: Strategy
    seed: int
    stages: tuple[Stage, ...]

    def cost(self, f1: float, axis: Axis) -> float | None:
        """Give what it took to reach an F1 first, between two rounds in proportion; None: never.

        Example:
            >>> run = Run("random", 0, (Stage(10, 90, 9, 0.2), Stage(20, 190, 21, 0.6)))
            >>> run.cost(0.4, "documents"), run.cost(0.4, "tokens"), run.cost(0.7, "spans")
            (15.0, 140.0, None)
        """
        for before, after in pairwise((Stage(0, 0, 0, 0.0), *self.stages)):
            if after.f1 >= f1:
                start, end = getattr(before, axis), getattr(after, axis)
                part = (f1 - before.f1) / (after.f1 - before.f1)
                return float(start + part * (end - start))
        return None

    def f1_at(self, cost: float, axis: Axis) -> float | None:
        """Give the F1 that so many labels gave, between two rounds in proportion; None: too few."""
        for before, after in pairwise(self.stages):
            start, end = getattr(before, axis), getattr(after, axis)
            if start <= cost <= end:
                part = (cost - start) / (end - start) if end > start else 1.0
                return before.f1 + part * (after.f1 - before.f1)
        return None


def full(pool: Sequence[Document], test: Sequence[Document], learner: Learner) -> Stage:
    """Train on all there is."""
    return _stage(pool, test, learner(pool))


def simulate(  # noqa: PLR0913 (what it is made of, and three that say which)
    pool: Sequence[Document],
    test: Sequence[Document],
    learner: Learner,
    *,
    strategy: Strategy,
    seed: int,
    plan: Plan,
) -> Iterator[Stage]:
    """Yield how far a run is after each round, but for the last one if that would label all.

    Of one seed all strategies begin with the same texts.

    Args:
        pool: what may be labelled, with its labels.
        test: what each model is measured on.
        learner: trains.
        strategy: which texts come next.
        seed: of the first texts, of random order, and of the explored share.
        plan: how many at a time.
    """
    batch = plan.batch or max(_FEWEST, len(pool) // _ROUNDS)
    rest = sorted(pool, key=lambda one: random_score(one.text, f"seed {seed}"))
    done, rest = rest[: plan.first], rest[plan.first :]
    while rest and len(done) <= max(plan.first, plan.until * len(pool)):
        model = learner(done)
        yield _stage(done, test, model)
        if strategy != "random":
            scores = {
                one.text: sampling_score(
                    model.predict(one.text)[1],
                    tokens(one.text) if one.categories is None else 1,
                    key=one.text,
                    version=f"seed {seed}, {len(done)} texts",
                    strategy=strategy,
                    share=plan.share,
                )
                for one in rest
            }
            rest.sort(key=lambda one: scores[one.text])
        done, rest = done + rest[:batch], rest[batch:]


def stage_of(done: Sequence[Document], f1: float) -> Stage:
    """Count what has been labelled, beside the F1 that it gave."""
    return Stage(len(done), sum(tokens(one.text) for one in done), labelled(done).total(), f1)


def _stage(done: Sequence[Document], test: Sequence[Document], model: Model) -> Stage:
    predicted = [model.predict(one.text)[0] for one in test]
    return stage_of(done, measured(test, predicted).f1)

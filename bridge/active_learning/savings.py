"""What simulated runs say together: the labels that were enough, and beside random order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct

from .scores import Strategy
from .simulation import AXES, Axis, Run, Stage
from .spread import Spread, spread

TARGETS: Final = (0.95, 0.99)
_STEPS: Final = 60


class Cost(Struct, frozen=True):
    """What a strategy took to reach a share of full-data F1; `beside` is of what random took.

    The ratio is made seed by seed, since those of one seed begin alike. Seeds that never got there
    are in neither: `reached` says how many did.
    """

    strategy: Strategy
    target: float
    axis: Axis
    reached: int
    seeds: int
    cost: Spread | None
    beside: Spread | None


class Simulation(Struct, frozen=True):
    """All runs, what training on everything gives, and how large the test part is."""

    full: Stage
    test_documents: int
    test_spans: int
    runs: tuple[Run, ...]

    @property
    def strategies(self) -> list[Strategy]:
        """The strategies, in the order in which they were asked for."""
        return [*dict.fromkeys(run.strategy for run in self.runs)]

    def costs(self, targets: Sequence[float] = TARGETS) -> Iterator[Cost]:
        """Yield what each strategy took to each target, by each axis."""
        for target in targets:
            for strategy in self.strategies:
                for axis in AXES:
                    yield self._cost(strategy, target, axis)

    def curve(self, strategy: Strategy, axis: Axis) -> list[tuple[float, Spread]]:
        """Give the mean F1 over the seeds and its interval, at even steps of what labels cost."""
        runs = [run for run in self.runs if run.strategy == strategy]
        first = max(getattr(run.stages[0], axis) for run in runs)
        last = min(getattr(run.stages[-1], axis) for run in runs)
        found = []
        for step in range(_STEPS + 1):
            at = first + (last - first) * step / _STEPS
            f1s = [run.f1_at(at, axis) for run in runs]
            found.append((at, spread([f1 for f1 in f1s if f1 is not None])))
        return found

    def as_dict(self) -> dict[str, Any]:
        """Give it as plain data: no texts are in it."""
        return {**msgspec.to_builtins(self), "costs": msgspec.to_builtins([*self.costs()])}

    def _cost(self, strategy: Strategy, target: float, axis: Axis) -> Cost:
        found = self._by_seed(strategy, target, axis)
        random = self._by_seed("random", target, axis)
        ratios = [cost / random[seed] for seed, cost in found.items() if seed in random]
        costs = [*found.values()]
        return Cost(
            strategy, target, axis, len(costs), len({run.seed for run in self.runs}),
            spread(costs) if costs else None,
            spread(ratios) if ratios and strategy != "random" else None,
        )  # fmt: skip

    def _by_seed(self, strategy: Strategy, target: float, axis: Axis) -> dict[int, float]:
        costs = {
            run.seed: run.cost(target * self.full.f1, axis)
            for run in self.runs
            if run.strategy == strategy
        }
        return {seed: cost for seed, cost in costs.items() if cost is not None}

"""Measures the loop's gate: what it says of models that are as good, worse and better.

    python benchmarks/gate.py     # in an environment with spanbridge

First, two made-up models find each span of a test part with a chance of their own, so nothing is
right in both because it is easy: real models agree more, and the gate sees more. Four spans a
document, of four categories; each row is 100 pairs of models.

Then real ones: the emulator's learner, trained on incident reports in random order, fifty more in
each round, each round's model beside the one before; 18 pairs a row.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

from spanbridge.bridge.active_learning.gate import Bar, compare
from spanbridge.bridge.active_learning.metrics import labelled
from spanbridge.bridge.active_learning.scores import random_score
from spanbridge.bridge.cli.learner import learn
from spanbridge.converters.document import Document, Span
from spanbridge.converters.split import Split

sys.path.insert(0, str(Path(__file__).parents[1] / "examples" / "incidents"))
from incidents import incidents

TEXT = "Node 4 of Atlas is down since May with E5"
SPANS = (Span(0, 6, "Server"), Span(10, 15, "Service"), Span(30, 33, "Time"), Span(39, 41, "Code"))
SIZES = (15, 50, 150)
CHANGES = (0.0, -0.02, -0.05, -0.1, 0.05)
OLD = 0.7
PAIRS = 100
REPORTS, FIRST, BATCH, SEEDS = 600, 15, 50, 2
TESTED = (40, 200)


def main() -> None:
    """Print a table of outcomes."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    print("| test spans | recall of the new model | passes | undecided | fails | seconds each |")
    print("|---|---|---|---|---|---|")
    rng = Random(9)
    for size in SIZES:
        for change in CHANGES:
            began = time.perf_counter()
            found = Counter(outcome(size, change, rng) for _ in range(PAIRS))
            seconds = (time.perf_counter() - began) / PAIRS
            shares = (found[name] / PAIRS for name in ("passes", "undecided", "fails"))
            cells = " | ".join(f"{share:.0%}" for share in shares)
            print(f"| {size * len(SPANS):,} | {OLD + change:.2f} | {cells} | {seconds:.2f} |")
    print("\n| test spans | passes | undecided | fails |\n|---|---|---|---|")
    for size in TESTED:
        print(rounds(size))


def rounds(size: int) -> str:
    """Return what the gate says of models of incident reports, on so many test reports."""
    parts: dict[str, list[Document]] = {"Train": [], "Test": []}
    for one in incidents(REPORTS, seed=7):
        document = Document(one.text, tuple(Span(*entity) for entity in one.entities))
        parts[Split(80, 20).part_of(one.text)].append(document)
    test, bar = parts["Test"][:size], Bar(samples=1_000)
    found = Counter(
        compare(test, old, new, bar).outcome
        for seed in range(SEEDS)
        for old, new in pairwise(predictions(parts["Train"], test, str(seed)))
    )
    counts = " | ".join(str(found[name]) for name in ("passes", "undecided", "fails"))
    return f"| {labelled(test).total():,} | {counts} |"


def predictions(
    pool: Sequence[Document], test: Sequence[Document], seed: str
) -> Iterator[list[Document]]:
    """Yield what the model of each round finds in the test part."""
    order = sorted(pool, key=lambda one: random_score(one.text, seed))
    for count in range(FIRST, len(order), BATCH):
        model = learn("entities", order[:count])
        yield [model.predict(one.text)[0] for one in test]


def outcome(size: int, change: float, rng: Random) -> str:
    """Return what the gate says of a model that finds more or less than another."""
    gold = [Document(TEXT, SPANS)] * size
    old, new = (
        [Document(TEXT, tuple(s for s in SPANS if rng.random() < share)) for _ in range(size)]
        for share in (OLD, OLD + change)
    )
    return compare(gold, old, new).outcome


if __name__ == "__main__":
    main()

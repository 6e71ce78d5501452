"""Measures the loop's gate: what it says of models that are as good, worse and better.

    python benchmarks/gate.py     # in an environment with spanbridge

Two made-up models find each span of a test part with a chance of their own, so nothing is right in
both because it is easy: real models agree more, and the gate sees more. Four spans a document, of
four categories; each row is 100 pairs of models.
"""

from __future__ import annotations

import os
import platform
import time
from collections import Counter
from random import Random

from spanbridge.bridge.active_learning.gate import compare
from spanbridge.converters.document import Document, Span

TEXT = "Node 4 of Atlas is down since May with E5"
SPANS = (Span(0, 6, "Server"), Span(10, 15, "Service"), Span(30, 33, "Time"), Span(39, 41, "Code"))
SIZES = (15, 50, 150)
CHANGES = (0.0, -0.02, -0.05, -0.1, 0.05)
OLD = 0.7
PAIRS = 100


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

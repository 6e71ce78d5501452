"""Measures the emulator's learner: how well and how fast it learns, and how fast it reads.

    python benchmarks/learning.py     # in an environment with spanbridge

prints F1, expected calibration error and seconds for 40, 200 and 500 incident reports (300 others
held out), and the seconds for 5,000 texts of 500 characters.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from spanbridge.bridge.emulator.learning.evaluation import evaluate_ner
from spanbridge.bridge.emulator.learning.ner import (
    LabelledSpan,
    LabelledText,
    NerModel,
    Recognised,
    train_ner,
)

sys.path.insert(0, str(Path(__file__).parents[1] / "examples" / "incidents"))
from incidents import incidents

SIZES = (40, 200, 500)
HELD_OUT = slice(1000, 1300)
TEXTS, CHARACTERS = 5_000, 500
ROUNDS = 3
BINS = 10


def main() -> None:
    """Run the benchmark."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    reports = [
        LabelledText(one.text, [LabelledSpan(*entity) for entity in one.entities])
        for one in incidents(HELD_OUT.stop, seed=7)
    ]
    print(f"{'reports':>8} {'F1':>6} {'error':>6} {'seconds':>8} {'of CPU':>7} {'MB':>5}")
    for size in SIZES:
        model, seconds, cpu = best(lambda size=size: train_ner(reports[:size]))
        f1, error = quality(model, reports[HELD_OUT])
        megabytes = len(model.to_bytes()) / 1e6
        print(f"{size:8} {f1:6.3f} {error:6.3f} {seconds:8.2f} {cpu:7.2f} {megabytes:5.1f}")
    everything = "\n".join(one.text for one in reports)
    texts = [
        (everything * 10)[start : start + CHARACTERS]
        for start in range(0, TEXTS * CHARACTERS, CHARACTERS)
    ]
    _, seconds, cpu = best(lambda: [model.predict(text) for text in texts])
    print(f"{TEXTS:,} texts of {CHARACTERS} characters: {seconds:.2f} s, {cpu:.2f} of CPU")


def best(action: Callable[[], Any]) -> tuple[Any, float, float]:
    """Do something a few times; return its result and the least of wall-clock and CPU seconds."""
    walls, cpus = [], []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        result = action()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return result, min(walls), min(cpus)


def quality(model: NerModel, held: Sequence[LabelledText]) -> tuple[float, float]:
    """Return the micro F1 and the expected calibration error, in ten bins, on held-out reports."""
    predicted = [model.predict(one.text) for one in held]
    expected = [one.labels for one in held]
    summary = evaluate_ner(expected, predicted, [one.text for one in held])
    return summary["microF1"], calibration_error(expected, predicted)


def calibration_error(
    expected: Sequence[Sequence[LabelledSpan]], predicted: Sequence[Sequence[Recognised]]
) -> float:
    """Compare mean confidence with the share that is right in each bin, weighted by its size."""
    gaps = [0.0] * BINS
    for labels, found in zip(expected, predicted, strict=True):
        right = {(one.start, one.end, one.category) for one in labels}
        for one in found:
            gaps[min(BINS - 1, int(one.confidence * BINS))] += one.confidence - (one[:3] in right)
    return sum(map(abs, gaps)) / sum(map(len, predicted))


if __name__ == "__main__":
    main()

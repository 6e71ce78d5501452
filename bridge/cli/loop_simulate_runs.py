"""Runs the simulations of several strategies and seeds, each core one at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial

from msgspec import Struct

from ...converters.document import Document, Kind
from ..active_learning.scores import Strategy
from ..active_learning.simulation import Plan, Run, Stage, full, simulate
from .learner import learn


class Data(Struct, frozen=True):
    """What all runs have in common."""

    kind: Kind
    pool: list[Document]
    test: list[Document]
    plan: Plan


def all_of_it(data: Data) -> Stage:
    """Train on all there is."""
    return full(data.pool, data.test, partial(learn, data.kind))


def runs(
    data: Data, everything: Stage, strategies: Sequence[Strategy], seeds: int
) -> Iterator[Run]:
    """Yield the runs as they end, in processes of their own where there are several cores.

    Whoever closes the iterator, or is interrupted, ends them.
    """
    jobs = [(strategy, seed) for seed in range(seeds) for strategy in strategies]
    workers = min(len(jobs), os.cpu_count() or 1)
    if workers == 1:
        yield from (_run(data, everything, *job) for job in jobs)
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as executor:
        try:
            with _unheard():
                futures = [executor.submit(_run, data, everything, *job) for job in jobs]
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()
            raise


def _run(data: Data, everything: Stage, strategy: Strategy, seed: int) -> Run:
    learner = partial(learn, data.kind)
    stages = simulate(data.pool, data.test, learner, strategy=strategy, seed=seed, plan=data.plan)
    last = (everything,) if data.plan.until == 1 else ()
    return Run(strategy, seed, (*stages, *last))


@contextmanager
def _unheard() -> Iterator[None]:
    """Let what is started meanwhile be deaf to Ctrl-C, which we hear afterwards, and end it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

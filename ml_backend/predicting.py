"""Predicts tasks, all with the same model: what is said is of one version, or is done again."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import Any, Final

from msgspec import Raw, Struct

from ..bridge.suggesting import Scores, Suggester
from ..converters.document import Document
from ..converters.report import Report
from .asking import Asker, Said, found_in
from .errors import LateError, UnavailableError, UnfetchableError
from .metrics import Metrics
from .protocol import NOTHING, Result
from .versions import Seen

_LOG: Final = logging.getLogger(__name__)
Task = dict[str, Raw]


class Means(Struct, frozen=True):
    """What a model is asked with: what is served, how predictions are made, who asks."""

    seen: Seen
    suggester: Suggester
    asker: Asker


class _Open(Struct, frozen=True):
    """A task and its documents; none where its text can't be had now, with the reason."""

    task: Task
    documents: list[Document]
    is_withheld: bool = False
    is_skipped: bool = False


class Predicting:
    """Predicts the tasks of one request.

    Args:
        means: gives what the model that is served now is asked with; told how long it may look.
        metrics: counts.
        drawn: in interactive mode, the result that somebody has drawn.
        urgent: whether somebody waits before a single task.
    """

    def __init__(
        self,
        means: Callable[[float], Means],
        metrics: Metrics,
        *,
        drawn: Any = None,
        urgent: bool = False,
    ) -> None:
        self._means, self._metrics = means, metrics
        self._drawn, self._urgent = drawn, urgent
        self._report, self._outcomes = Report(), Counter[str]()

    def version(self, ends: float) -> str:
        """Tell the version that is served now.

        Raises:
            UnavailableError: it can't be told, or nothing is served.
        """
        return self._means(ends).seen.version

    def predict(self, tasks: Sequence[Task], ends: float) -> tuple[list[Result], str]:
        """Return what is said of each task, in their order, and of which version.

        Args:
            tasks: the tasks.
            ends: until when, by `time.monotonic`.

        Raises:
            LateError: the time is over.
            UnavailableError: what keeps a text from being analysed is passing.
        """
        means = self._means(ends)
        while True:
            self._report, self._outcomes = Report(), Counter[str]()
            results = self._predicted(tasks, means, ends)
            now = self._means(ends)
            if (now.seen.version, now.seen.model) == (means.seen.version, means.seen.model):
                self._tell()
                return results, means.seen.version
            _LOG.info("%s gave way to %s; once more", means.seen.version, now.seen.version)
            means = now

    def _predicted(self, tasks: Sequence[Task], means: Means, ends: float) -> list[Result]:
        opened = [self._opened(task, means.suggester) for task in tasks]
        asked = [one for task in opened if not task.is_withheld for one in task.documents]
        futures = iter(means.asker.ask(asked, urgent=self._urgent))
        return [self._result(task, futures, means, ends) for task in opened]

    def _opened(self, task: Task, suggester: Suggester) -> _Open:
        try:
            documents = suggester.documents(task, self._report)
        except UnfetchableError as error:
            _LOG.warning("task %s: %s", bytes(task.get("id", b"?")).decode(), error)
            return _Open(task, [], is_skipped=True)
        return _Open(task, documents, is_withheld=suggester.is_withheld(documents))

    def _result(self, opened: _Open, futures: Any, means: Means, ends: float) -> Result:
        if opened.is_skipped:
            self._outcomes["skipped"] += 1
            return NOTHING
        if opened.is_withheld:
            found: list[tuple[Document, Scores]] = [(one, ()) for one in opened.documents]
            self._outcomes["withheld"] += 1
        else:
            said = [_waited(next(futures), ends) for _ in opened.documents]
            pairs = zip(opened.documents, said, strict=True)
            found = [found_in(one, s.finished) if s.finished else (one, ()) for one, s in pairs]
            self._outcomes["predicted" if any(s.finished for s in said) else "refused"] += 1
        return means.suggester.prediction(
            opened.task, found, means.seen.version, drawn=self._drawn, report=self._report
        )

    def _tell(self) -> None:
        """Count what became of tasks, and log what is wrong with texts: codes and places only."""
        for outcome, count in self._outcomes.items():
            self._metrics.tasks.labels(outcome).inc(count)
        for code, count in self._report.problems.items():
            where = self._report.examples[code][0].where
            _LOG.warning("%s: %d times, first at %s", code, count, where)


def _waited(future: Future[Said], ends: float) -> Said:
    try:
        said = future.result(max(0.0, ends - time.monotonic()))
    except FutureTimeoutError as error:
        raise LateError from error
    if said.finished is None and not said.refused:
        raise UnavailableError.of(said.failure)
    return said

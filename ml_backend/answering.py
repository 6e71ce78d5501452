"""Answers a request: shares its tasks with other batches, meets its deadline, or goes on after."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ..bridge.azure.patience import Patience
from ..bridge.errors import ServiceError
from ..bridge.suggesting import Prediction
from .errors import LateError, UnavailableError
from .metrics import Metrics
from .predicting import Predicting, Task
from .protocol import NOTHING, Result, task_number
from .register import Batch, Register
from .writing import Writer

_LOG: Final = logging.getLogger(__name__)
_LONG: Final = 3_600.0
"""Seconds that a batch may go on for past its deadline."""
_NOBODY: Final = (
    "without LABEL_STUDIO_URL and LABEL_STUDIO_API_KEY they can't be written later. "
    "Ask again: what Azure has said is remembered."
)


class Background:
    """What goes on past deadlines.

    Args:
        writer: writes to Label Studio; None where there is no token.
        metrics: counts.
        patience: how long to wait after what passes, and how often to try.
    """

    def __init__(
        self, writer: Writer | None, metrics: Metrics, patience: Patience | None = None
    ) -> None:
        self.writer = writer
        self.patience = patience or Patience(first=2.0)
        self.stopping = threading.Event()
        self._threads: set[threading.Thread] = set()
        metrics.background.set_function(lambda: len(self._threads))

    def begin(self, work: Callable[[], None]) -> None:
        """Do something in a thread of its own."""

        def run() -> None:
            try:
                work()
            finally:
                self._threads.discard(threading.current_thread())

        thread = threading.Thread(target=run, name="spanbridge-background", daemon=True)
        self._threads.add(thread)
        thread.start()

    def drain(self, seconds: float) -> None:
        """Let what goes on end, for so long."""
        ends = time.monotonic() + seconds
        for thread in [*self._threads]:
            thread.join(max(0.0, ends - time.monotonic()))
        self.stopping.set()


class Answering:
    """Answers one request.

    Args:
        register: knows whose each task is.
        background: where it goes on past its deadline.
        predicting: predicts.
        tasks: the request's tasks.
        project: their project in Label Studio.
    """

    def __init__(
        self,
        register: Register,
        background: Background,
        predicting: Predicting,
        tasks: Sequence[Task],
        project: int,
    ) -> None:
        self._register, self._background = register, background
        self._predicting, self._tasks = predicting, tasks
        self._numbers = [task_number(task) for task in tasks]
        self._batch = Batch(project, self._numbers)
        self._done: dict[int, Result] = {}
        self._version = ""

    def results(self, ends: float) -> list[Result]:
        """Return what is said of each task, in order: nothing of those that another batch answers.

        Raises:
            UnavailableError: what keeps us is passing, or the deadline is over.
        """
        try:
            self._answer(ends)
        except LateError as error:
            raise UnavailableError(self._late()) from error
        except BaseException:
            self._register.end(self._batch)
            raise
        self._register.end(self._batch, self._version)
        if others := len(self._batch.tasks) - len(self._batch.mine):
            _LOG.info("%d tasks are answered by another request, or were just now", others)
        return [
            self._done[index] if index in self._done and self._is_mine(number) else NOTHING
            for index, number in enumerate(self._numbers)
        ]

    def _answer(self, ends: float) -> None:
        """Predict what is ours, and wait for what others have; what they fail at is ours then."""
        version = self._predicting.version(ends)
        while True:
            others = self._register.take(self._batch, version)
            todo = [
                index
                for index, number in enumerate(self._numbers)
                if index not in self._done and self._is_mine(number)
            ]
            made, version = self._predicting.predict([self._tasks[i] for i in todo], ends)
            if self._done and version != self._version:
                self._done.clear()
                self._version = version
                continue
            self._done |= dict(zip(todo, made, strict=True))
            self._version = version
            if not others:
                return
            _wait(others, ends)

    def _is_mine(self, number: int) -> bool:
        return not number or number in self._batch.mine

    def _late(self) -> str:
        """Go on in the background, if there is somebody to write to; say what comes of it."""
        left = len(self._batch.mine)
        words = f"{len(self._tasks)} tasks take longer than the deadline"
        if left and self._background.writer and self._batch.project:
            self._background.begin(self._go_on)
            return (
                f"{words}; they go on, and {left} are written to Label Studio when they are done."
            )
        self._register.end(self._batch)
        return f"{words}; another request predicts them." if not left else f"{words}; {_NOBODY}"

    def _go_on(self) -> None:
        writer, version = self._background.writer, ""
        try:
            while writer and not self._background.stopping.is_set():
                made, version = self._patiently()
                count = writer.write(self._batch.project, made, self._is_mine)
                _LOG.info("project %d: %d predictions written", self._batch.project, count)
                if self._predicting.version(time.monotonic() + _LONG) == version:
                    break
        except (UnavailableError, ServiceError) as error:
            version = ""
            _LOG.error("project %d: predictions weren't written: %s", self._batch.project, error)
        except Exception as error:  # noqa: BLE001 (whoever waits must not wait for ever)
            version = ""
            _LOG.error("predictions weren't written: %s", type(error).__name__)
        finally:
            self._register.end(self._batch, version)

    def _patiently(self) -> tuple[dict[int, Prediction], str]:
        """Predict what is ours still, again after what passes."""
        patience = self._background.patience
        for attempt in range(patience.tries):
            pairs = zip(self._numbers, self._tasks, strict=True)
            mine = {number: task for number, task in pairs if number in self._batch.mine}
            try:
                made, version = self._predicting.predict([*mine.values()], time.monotonic() + _LONG)
            except UnavailableError as error:
                if attempt + 1 == patience.tries or self._background.stopping.is_set():
                    raise
                _LOG.warning("project %d goes on later: %s", self._batch.project, error)
                self._background.stopping.wait(patience.seconds(attempt))
            else:
                found = zip(mine, made, strict=True)
                return {number: one for number, one in found if isinstance(one, dict)}, version
        raise UnavailableError("It was tried too often.")


def _wait(others: Mapping[int, Batch], ends: float) -> None:
    """Wait until other batches are over."""
    for other in {id(one): one for one in others.values()}.values():
        if not other.over.wait(max(0.0, ends - time.monotonic())):
            raise LateError

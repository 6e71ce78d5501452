"""A pool that asks a deployment for as long as a server runs: texts that have to wait share a job.

A text that may be sent is sent at once, alone if it is alone. While the rate, or the number of jobs
in flight, doesn't allow another job, texts gather, and go together as soon as it does, up to 25 a
job. Those of small requests go first: somebody sits before a task that is being opened.

Nothing that the service took is sent again: what came of it is the asker's to judge. A request that
it refused because of one of its texts is sent in halves, until that text is alone.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from msgspec import Struct

from ...converters.document import Kind
from ...converters.problems import ProblemError
from ..errors import Failure, ServiceError
from .batches import MAX_DOCUMENTS, Packer, Piece
from .cost import Estimate, records_of
from .cost_ledger import Purse
from .limits import bucket
from .runtime import Ended, Ending, Runtime
from .runtime_answers import Refusal, Result
from .runtime_clients import WORKERS
from .runtime_policies import GivenUpError, Halt, Watch
from .session import Session

_APART: Final = 0.005
"""Seconds between two jobs that aren't full: what comes at once travels together."""
_TOO_MUCH: Final = frozenset({400, 413})
"""The answers to a request in which one text is wrong, or all together are too long."""
_STOPPED: Final = Failure("The server is being stopped.", code="stopped")


class Heard(Struct, frozen=True):
    """What was said of a piece, or why nothing was."""

    ending: Ending
    answer: Result | Refusal | None = None
    failure: Failure = Failure("")


class Sent(Struct, frozen=True):
    """A job that has ended: how many pieces and text records it had, and what became of it."""

    pieces: int
    records: int
    ending: Ending
    seconds: float


class _Asked(Struct, frozen=True, eq=False):
    piece: Piece
    future: Future[Heard]


class Pool:
    """Asks one deployment; threads of it are made as they are needed.

    Args:
        session: settings (endpoint, project, deployment, limits) and credential.
        kind: what the project labels.
        purse: what may be spent, and where it is written.
        told: called after each job, by one of the pool's threads.

    Raises:
        ProblemError: a setting is missing, or there is no credential.
    """

    def __init__(
        self,
        session: Session,
        kind: Kind,
        purse: Purse,
        told: Callable[[Sent], None] = lambda _: None,
    ) -> None:
        self._halt = Halt()
        self._runtime = Runtime(session, kind, self._halt)
        self._bucket = bucket(session.settings, "runtime_calls")
        self._purse, self._told = purse, told
        self._urgent, self._other = deque[_Asked](), deque[_Asked]()
        self._change = threading.Condition()
        self._flying = self._unsent = 0
        self._last = 0.0
        self._closed = False
        self._jobs = ThreadPoolExecutor(WORKERS, "spanbridge-job")
        self._thread = threading.Thread(target=self._run, name="spanbridge-pool", daemon=True)
        self._thread.start()

    def ask(self, pieces: Sequence[Piece], *, urgent: bool = False) -> list[Future[Heard]]:
        """Ask what is found in pieces; return what will be said of each, in their order."""
        asked = [_Asked(piece, Future()) for piece in pieces]
        with self._change:
            if self._closed:
                for one in asked:
                    one.future.set_result(Heard("refused", failure=_STOPPED))
            else:
                (self._urgent if urgent else self._other).extend(asked)
                self._change.notify_all()
        return [one.future for one in asked]

    @property
    def waiting(self) -> int:
        """How many pieces wait to be sent."""
        return len(self._urgent) + len(self._other)

    @property
    def flying(self) -> int:
        """How many jobs are under way."""
        return self._flying

    def close(self) -> None:
        """End all waits; what isn't answered is told so. Jobs that were begun go on in Azure."""
        with self._change:
            self._closed = True
            left = [*self._urgent, *self._other]
            self._urgent.clear()
            self._other.clear()
            self._change.notify_all()
        for one in left:
            one.future.set_result(Heard("refused", failure=_STOPPED))
        self._halt.now()
        self._thread.join()
        self._jobs.shutdown()
        self._runtime.close()

    def _run(self) -> None:
        while True:
            with self._change:
                if not self._may_send():
                    return
                batch = self._taken()
                self._count(1)
            self._send(batch)

    def _may_send(self) -> bool:
        """Wait until there is something to send and it may be sent; False at the end."""
        while not self._closed:
            if not self.waiting or self._flying >= WORKERS:
                self._change.wait()
            elif seconds := self._pause():
                self._change.wait(seconds)
            else:
                return True
        return False

    def _pause(self) -> float:
        """Return how long texts should gather yet."""
        seconds = self._bucket.until(self._unsent + 1)
        if self.waiting < MAX_DOCUMENTS:
            seconds = max(seconds, self._last + _APART - time.monotonic())
        return seconds

    def _taken(self) -> list[_Asked]:
        """Take as many as a request holds, the urgent ones first."""
        packer, batch = Packer(), list[_Asked]()
        for queue in (self._urgent, self._other):
            while queue:
                if packer.add(queue[0].piece):
                    return batch
                batch.append(queue.popleft())
        return batch

    def _count(self, jobs: int) -> None:
        """Count jobs that are begun and not sent yet; the lock is held."""
        self._flying += jobs
        self._unsent += jobs
        self._last = time.monotonic()

    def _send(self, batch: list[_Asked]) -> None:
        estimate = Estimate("predict", records=sum(records_of(one.piece.text) for one in batch))
        try:
            self._purse.allow(estimate)
            self._purse.spend(estimate)
        except ProblemError as error:
            self._end(batch, Ended("refused", failure=Failure(str(error), code=error.problem.code)))
            self._landed(sent=False)
            return
        self._jobs.submit(self._fly, batch, estimate)

    def _fly(self, batch: list[_Asked], estimate: Estimate) -> None:
        began, is_sent = time.monotonic(), threading.Event()

        def sending() -> None:
            if not is_sent.is_set():
                is_sent.set()
                with self._change:
                    self._unsent -= 1

        watch = Watch(sending, lambda _job: self._purse.write(estimate))
        ended = self._analysed([one.piece for one in batch], watch)
        self._landed(sent=is_sent.is_set())
        self._told(Sent(len(batch), estimate.records, ended.ending, time.monotonic() - began))
        if ended.ending == "refused" and ended.failure.status in _TOO_MUCH and len(batch) > 1:
            self._halve(batch)
        else:
            self._end(batch, ended)

    def _analysed(self, pieces: list[Piece], watch: Watch) -> Ended:
        try:
            return self._runtime.analyse(pieces, watch)
        except GivenUpError:
            return Ended("uncertain", failure=_STOPPED)
        except ServiceError as error:
            return Ended("uncertain", failure=error.failure)
        except Exception as error:  # noqa: BLE001 (whoever waits must hear of it)
            name = type(error).__name__
            return Ended("uncertain", failure=Failure(f"The job broke off: {name}.", code=name))

    def _landed(self, *, sent: bool) -> None:
        with self._change:
            self._flying -= 1
            self._unsent -= not sent
            self._change.notify_all()

    def _halve(self, batch: list[_Asked]) -> None:
        middle = len(batch) // 2
        with self._change:
            if self._closed:
                self._end(batch, Ended("refused", failure=_STOPPED))
                return
            self._count(2)
        for half in (batch[:middle], batch[middle:]):
            self._send(half)

    def _end(self, batch: list[_Asked], ended: Ended) -> None:
        answers = ended.answers or (None,) * len(batch)
        for one, answer in zip(batch, answers, strict=True):
            one.future.set_result(Heard(ended.ending, answer, ended.failure))

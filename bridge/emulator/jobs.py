"""Long-running operations: what starts, moves, ends, cancels and forgets them.

A job is a row. Its work is a function of its kind, which returns what came of it and what is to
become true with that; both are written in one transaction, so that a job that a kill cut off has
done nothing, and ends as failed at the next start. What moves a job is `Options.jobs`: the call
that starts it, polls, or time.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .clock import now, stamp, ticks
from .database import Database, Row, dumps, loads
from .exceptions import ServiceError
from .options import Options

PENDING = ("notStarted", "running")
CANCELLABLE = (*PENDING, "cancelling")
_PATIENCE = 30.0
"""Seconds that work has to end in when the emulator stops."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A job as its work and its answers need it."""

    id: str
    kind: str
    project: str
    target: str
    status: str
    created: str
    updated: str
    expires: str
    payload: dict[str, Any]
    result: dict[str, Any]
    errors: list[dict[str, Any]]
    warnings: list[dict[str, Any]]
    polls: int | None
    """How many are left, if polls move it."""
    seconds: float | None
    """How many it takes, if time moves it."""

    def shape(self, **more: Any) -> dict[str, Any]:
        """Give the state as the authoring service answers it."""
        shape = {
            "jobId": self.id,
            "createdDateTime": self.created,
            "lastUpdatedDateTime": self.updated,
            "expirationDateTime": self.expires,
            "status": self.status,
            "warnings": self.warnings,
            "errors": self.errors,
        }
        return {name: value for name, value in (shape | more).items() if value not in ([], None)}


@dataclass(frozen=True)
class Outcome:
    """What a job's work came to."""

    status: str = "succeeded"
    result: dict[str, Any] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    apply: Callable[[], None] = lambda: None
    """Makes it true; called in the transaction that ends the job."""


Work = Callable[[Job], Outcome]


class Jobs:
    """All jobs of an emulator.

    Args:
        database: where they are.
        options: what moves them.
        works: the work of each kind.
    """

    def __init__(self, database: Database, options: Options, works: dict[str, Work]) -> None:
        self._database, self._options, self._works = database, options, works
        self._timers: set[threading.Timer] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._tidy()

    def make(  # noqa: PLR0913 (what a job is)
        self, kind: str, project: str, target: str = "", *, plain_id: bool = False, days: int = 7,
        payload: dict[str, Any] | None = None, seconds: float | None = None,
    ) -> Job:  # fmt: skip
        """Make a job; nothing of its work is done until it begins.

        Args:
            kind: whose work it is.
            project: its project.
            target: the model or deployment it is about.
            plain_id: whether its id is without the time, as at run time.
            days: how long it is kept.
            payload: what its work needs to know.
            seconds: how long it takes, if other than the options say.
        """
        moment, plain = now(), str(uuid.uuid4())
        job = plain if plain_id else f"{plain}_{ticks(moment)}"
        seconds = seconds if seconds is not None else self._options.seconds
        polls = self._options.polls if seconds is None else None
        self._database.run(
            "INSERT INTO jobs (id, kind, project, target, status, created, updated, expires, polls,"
            " seconds, payload, result, errors, warnings) "
            "VALUES (?, ?, ?, ?, 'notStarted', ?, ?, ?, ?, ?, ?, '{}', '[]', '[]')",
            job, kind, project, target, stamp(moment), stamp(moment), stamp(moment, days=days),
            polls, seconds, dumps(payload or {}),
        )  # fmt: skip
        return self.get(job)

    def begin(self, job: Job) -> Job:
        """Do the work of a job now, unless polls or time are to move it."""
        if job.seconds is not None:
            self._database.run("UPDATE jobs SET status = 'running' WHERE id = ?", job.id)
            self._later(job.id, job.seconds)
        elif job.polls is None:
            self._work(job.id)
        return self.get(job.id)

    def percent(self, job: Job) -> int:
        """Tell how far a job is, of the polls or the time it takes; done is 100."""
        if job.status not in PENDING:
            return 100 if job.status == "succeeded" else 0
        if job.seconds:
            began = datetime.fromisoformat(job.created.replace("Z", "+00:00"))
            return min(99, int(100 * (now() - began).total_seconds() / job.seconds))
        total = self._options.polls or 0
        return 100 * (total - max(0, job.polls or 0)) // (total + 1) if total else 0

    def get(self, job: str) -> Job:
        """Return a job.

        Raises:
            ServiceError: there is none, or it has expired.
        """
        row = self._database.row("SELECT * FROM jobs WHERE id = ? AND expires > ?", job, stamp())
        if row is None:
            raise ServiceError("OperationNotFound", f"There is no job '{job}'.", target=job)
        return _job(row)

    def poll(self, job: str) -> Job:
        """Return a job, one poll further."""
        with self._database.transaction():
            before = self._database.row("SELECT polls, status FROM jobs WHERE id = ?", job)
            due = before is not None and before["polls"] == 0 and before["status"] in PENDING
            self._database.run(
                "UPDATE jobs SET polls = polls - 1, status = 'running' "
                "WHERE id = ? AND polls > 0 AND status IN ('notStarted', 'running')", job,
            )  # fmt: skip
        if due:
            self._work(job)
        return self.get(job)

    def cancel(self, job: str) -> Job:
        """Let a job end as cancelled, when its work is over if that has begun.

        Raises:
            ServiceError: there is none, or it is over.
        """
        with self._database.transaction():
            found = self.get(job)
            if found.status not in CANCELLABLE:
                message = f"The job '{job}' is over: it has {found.status}."
                raise ServiceError("InvalidRequest", message, target=job)
            claimed = self._database.row("SELECT polls FROM jobs WHERE id = ?", job)
            busy = claimed is not None and claimed["polls"] == _CLAIMED
            self._end(job, Outcome("cancelling" if busy else "cancelled"))
        return self.get(job)

    def named(self, kind: str, project: str) -> list[Job]:
        """Return the jobs of a kind, oldest first."""
        rows = self._database.rows(
            "SELECT * FROM jobs WHERE kind = ? AND project = ? AND expires > ? ORDER BY number",
            kind, project, stamp(),
        )  # fmt: skip
        return [_job(row) for row in rows]

    def close(self) -> None:
        """Begin no work any longer, and let end what has begun."""
        with self._lock:
            self._closed = True
            timers, self._timers = self._timers, set()
        for timer in timers:
            timer.cancel()
        for timer in timers:
            timer.join(_PATIENCE)

    def _later(self, job: str, seconds: float) -> None:
        timer = threading.Timer(seconds, self._work, [job])
        timer.daemon = True
        with self._lock:
            self._timers = {one for one in self._timers if one.is_alive()} | {timer}
            timer.start()

    def _work(self, job: str) -> None:
        """Do the work of a job, unless another thread does."""
        claimed = not self._closed and self._database.run(
            "UPDATE jobs SET status = 'running', polls = ?, updated = ? WHERE id = ? "
            "AND status IN ('notStarted', 'running') AND polls IS NOT ?",
            _CLAIMED, stamp(), job, _CLAIMED,
        )  # fmt: skip
        if not claimed:
            return
        outcome = self._outcome(self.get(job))
        try:
            self._finish(job, outcome)
        except ServiceError as error:  # what it was about is no longer there
            self._end(job, Outcome("failed", errors=[error.shape()]))

    def _finish(self, job: str, outcome: Outcome) -> None:
        with self._database.transaction():
            if self.get(job).status == "cancelling":
                outcome = Outcome("cancelled")
            outcome.apply()
            self._end(job, outcome)

    def _outcome(self, job: Job) -> Outcome:
        forced = job.payload.get("forced", {})
        try:
            outcome = Outcome() if forced.get("status") in _NOTHING else self._works[job.kind](job)
        except ServiceError as error:
            return Outcome("failed", errors=[error.shape()])
        except Exception:  # noqa: BLE001 (a job must end, whatever happens)
            _LOG.exception("the work of a job failed")
            fault = ServiceError("InternalServerError", "The emulator has a fault; see its log.")
            return Outcome("failed", errors=[fault.shape()])
        return _forced(outcome, forced) if forced else outcome

    def _end(self, job: str, outcome: Outcome) -> None:
        self._database.run(
            "UPDATE jobs SET status = ?, updated = ?, result = ?, errors = ?, warnings = ? "
            "WHERE id = ?",
            outcome.status, stamp(), dumps(outcome.result), dumps(outcome.errors),
            dumps(outcome.warnings), job,
        )  # fmt: skip

    def _tidy(self) -> None:
        """Forget what has expired, and end what was cut off."""
        self._database.run("DELETE FROM jobs WHERE expires <= ?", stamp())  # with their texts
        error = ServiceError("InternalServerError", "The service stopped while the job ran.")
        for row in self._database.rows(
            "SELECT id FROM jobs WHERE status IN (?, ?, ?)", *CANCELLABLE
        ):
            self._end(row["id"], Outcome("failed", errors=[error.shape()]))


_CLAIMED = -1
"""In the column of polls: a thread does the work."""
_NOTHING = ("failed", "cancelled")
"""Of a job that is made to end so, nothing becomes true."""


def _forced(outcome: Outcome, forced: dict[str, Any]) -> Outcome:
    """Let a job end as a fault on demand says."""
    return Outcome(
        forced["status"], outcome.result, forced.get("errors", []), outcome.warnings, outcome.apply
    )


def _job(row: Row) -> Job:
    columns = {name: row[name] for name in row.keys() if name != "number"}  # noqa: SIM118 (no dict)
    decoded = {name: loads(row[name]) for name in ("payload", "result", "errors", "warnings")}
    return Job(**columns | decoded)

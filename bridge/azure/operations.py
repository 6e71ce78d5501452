"""One poller for every job: it ends on every final state, and can be picked up again.

starting     202, operation-location: …/projects/incidents/train/jobs/8f3a…
its path     train/jobs/8f3a…            `spanbridge azure jobs train/jobs/8f3a… --wait`
"""

from __future__ import annotations

import math
import time
from typing import Final

from msgspec import Struct

from .errors import Failure, JobError, LeftRunning, StillRunningError, UncertainError, masked
from .models import Detail, JobState
from .patience import Patience
from .progress import Progress, Step
from .transport import Answer, Transport

PROJECTS: Final = "/language/authoring/analyze-text/projects"


class Operation(Struct, frozen=True, omit_defaults=True):
    """A job that was begun: what it does, of which project, and its path below it.

    Without a path the service has done it at once.
    """

    kind: str
    project: str
    path: str | None = None
    request_id: str | None = None

    @classmethod
    def begun(cls, kind: str, project: str, answer: Answer) -> Operation:
        """Make it of the answer that names it.

        Raises:
            UncertainError: the answer names none.
        """
        _, found, path = (answer.operation or "").partition(f"{PROJECTS}/")
        if not found:
            message = "The service took the call and named no job."
            raise UncertainError(Failure(message, answer.status, request_id=answer.request_id))
        return cls(kind, project, path.partition("?")[0].removeprefix(f"{project}/"),
                   answer.request_id)  # fmt: skip

    @classmethod
    def at(cls, project: str, job: str) -> Operation:
        """Pick a job up again, by the id of a training or by the path of any job.

        Example:
            >>> Operation.at("incidents", "deployments/swap/jobs/8f3a").kind
            'swap'
        """
        path = job if "/" in job else f"train/jobs/{job}"
        kinds = {"deployments/swap/": "swap", "deployments/": "deploy", "global/": "delete"}
        found = (kind for start, kind in kinds.items() if path.startswith(start))
        return cls(next(found, path.partition("/")[0]), project, path)

    @property
    def address(self) -> str:
        """The path below the endpoint."""
        below = self.path or ""
        project = "" if below.startswith("global/") else f"/{self.project}"
        return f"{PROJECTS}{project}/{below}"


class Poller:
    """Waits for jobs."""

    def __init__(
        self,
        transport: Transport,
        progress: Progress | None = None,
        patience: Patience | None = None,
        max_wait: float = math.inf,
    ) -> None:
        self._transport = transport
        self._max_wait = max_wait
        self._progress = progress
        self._patience = patience or Patience(first=0.5, most=20.0)

    def state(self, operation: Operation) -> JobState:
        """Ask once."""
        return self._ask(operation)[0]

    def wait(self, operation: Operation) -> JobState:
        """Wait until a job is over; quick polls first, then slower ones, or as the service says.

        Raises:
            JobError: it ended otherwise than well.
            LeftRunning: the wait was interrupted, the job goes on.
            StillRunningError: it takes longer than `max_wait`, and goes on.
            ServiceError: its state can't be had.
        """
        end = time.monotonic() + self._max_wait
        number, patience = 0, self._patience
        try:
            while True:
                state, retry_after = self._ask(operation)
                self._tell(operation, state)
                if state.is_over:
                    break
                self._refuse_endless(operation, state, end)
                asked = min(retry_after or 0.0, patience.most)
                pause = max(patience.seconds(number), asked)
                time.sleep(max(0.0, min(pause, end - time.monotonic())))
                number += 1
        except KeyboardInterrupt as error:
            raise LeftRunning(_how_to_go_on(operation)) from error
        if state.status.lower() != "succeeded":
            raise JobError(_failure(operation, state), state)
        return state

    def _refuse_endless(self, operation: Operation, state: JobState, end: float) -> None:
        if time.monotonic() >= end:
            message = f"After {self._max_wait:g} s the job {operation.path} is {state.status}."
            raise StillRunningError(message, _how_to_go_on(operation))

    def _ask(self, operation: Operation) -> tuple[JobState, float | None]:
        if operation.path is None:
            return JobState(status="succeeded"), None
        return self._transport.ask(operation.address, JobState)

    def _tell(self, operation: Operation, state: JobState) -> None:
        if self._progress:
            done = 100.0 if state.is_over else state.percent
            self._progress(Step(operation.kind, done, 100.0, _note(state)))


def _note(state: JobState) -> str:
    end = state.result.estimated_end_date_time if state.result else None
    return f"{state.status}, until about {end}" if end and not state.is_over else state.status


def _failure(operation: Operation, state: JobState) -> Failure:
    """Say why a job ended as it did, in its own words."""
    words = "; ".join(_words(one) for one in (*(state.errors or ()), *(state.warnings or ())))
    first = (state.errors or [Detail()])[0]
    ended = "was done in part" if state.status.lower() == "partiallycompleted" else state.status
    message = f"The job {operation.path} ({operation.kind}) {_was(ended)}"
    message += f": {words}" if words else "; the service gives no reason"
    remedy = "Correct what it names, and start again; nothing runs any more."
    return Failure(masked(message, ()), code=first.code or None, target=first.target, remedy=remedy)


def _was(ended: str) -> str:
    return ended if " " in ended or ended == "failed" else f"was {ended}"


def _words(detail: Detail) -> str:
    return f"{detail.code}: {detail.message}" if detail.code else detail.message


def _how_to_go_on(operation: Operation) -> str:
    project = f" -p {operation.project}"
    words = f"The job goes on. `spanbridge azure jobs {operation.path} --wait{project}` resumes"
    if operation.kind == "train" and operation.path:
        job = operation.path.rpartition("/")[2]
        return f"{words}, `spanbridge azure cancel {job}{project}` cancels."
    return f"{words}; it can't be cancelled."

"""Sends batches of texts through azure-ai-textanalytics and returns what is said of them.

What became of a batch is certain or it isn't, and that decides what may be done next:

    answered    the job is over; each document has its result or its error
    refused     the service answered 4xx: it did nothing, and billed nothing
    uncertain   no usable answer came to the call that sends: it may have been heard, and billed
    failed      the job was begun and ended without results: whether it is billed, nobody says

Nothing is sent a second time but after 429 and where there was no connection to send it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

import msgspec
from azure.ai.textanalytics import (
    MultiLabelClassifyAction,
    RecognizeCustomEntitiesAction,
    SingleLabelClassifyAction,
)
from azure.core.exceptions import AzureError, HttpResponseError
from azure.core.rest import HttpRequest
from msgspec import Struct

from ...converters.document import Kind
from .batches import Piece, as_sent
from .errors import Failure, ServiceError, UncertainError, failure_of, masked
from .runtime_answers import JobAnswer, Refusal, Result, Results
from .runtime_clients import API_VERSION, plain_client, sdk_client
from .runtime_policies import JOBS, WATCH, GivenUpError, Halt, Own, StillRunsError, Watch
from .session import Session
from .transport import never_sent

Ending = Literal["answered", "refused", "uncertain", "failed"]
_ACTIONS: Final[dict[Kind, Any]] = {
    "entities": RecognizeCustomEntitiesAction,
    "single-label": SingleLabelClassifyAction,
    "multi-label": MultiLabelClassifyAction,
}


class Ended(Struct, frozen=True):
    """What became of a batch; `answers` has one a piece, in order, None where there is none."""

    ending: Ending
    answers: tuple[Result | Refusal | None, ...] = ()
    failure: Failure = Failure("")


class Runtime:
    """The runtime of one resource, for one deployment.

    Args:
        session: settings (endpoint, project, deployment, limits), credential and patience.
        kind: what the project labels, and so what it is asked for.
        halt: ends all waits.

    Raises:
        ProblemError: a setting is missing, or there is no credential.
    """

    def __init__(self, session: Session, kind: Kind, halt: Halt) -> None:
        settings = session.settings
        self._endpoint = str(settings.need("endpoint")).rstrip("/")
        self._secrets = settings.secrets
        self._action = _ACTIONS[kind](settings.need("project"), settings.need("deployment"))
        self._action.disable_service_logs = settings.disable_service_logs
        if kind == "entities":
            self._action.string_index_type = "UnicodeCodePoint"
        own = Own(settings, session.patience, halt)
        self._sdk = sdk_client(settings, session.credential, own)
        self._plain = plain_client(settings, session.credential, own)

    def close(self) -> None:
        """Close the connections."""
        self._sdk.close()
        self._plain.close()

    def analyse(self, batch: Sequence[Piece], watch: Watch) -> Ended:
        """Send a batch and wait for what is said of it.

        Args:
            batch: pieces that one request takes (`batches.batches`).
            watch: told when it is sent, and the job.

        Raises:
            GivenUpError: the run has ended; the job goes on, if there is one.
        """
        documents = [as_sent(number, piece) for number, piece in enumerate(batch)]
        jobs: list[str] = []

        def taken(job: str) -> None:
            jobs.append(job)
            watch.taken(job)

        options: dict[str, Any] = {WATCH: watch._replace(taken=taken), "cls": _body}
        try:
            poller: Any = self._sdk.begin_analyze_actions(
                documents, [self._action], polling_interval=1, **options
            )
            return self._read(poller.result(), len(batch))
        except GivenUpError:
            raise
        except StillRunsError as error:
            return Ended("uncertain", failure=Failure(str(error), code="still-running"))
        except (AzureError, ServiceError, ValueError) as error:
            if not jobs:
                return self._not_begun(error)
            if _is_failed_job(error):
                return self._not_read(error, len(batch))
            return self.pick_up(jobs[0], len(batch))

    def pick_up(self, job: str, pieces: int) -> Ended:
        """Wait for a job that an earlier run has begun with so many pieces.

        Raises:
            GivenUpError: the run has ended; the job goes on.
        """
        try:
            return self._read(self._get(f"{self._endpoint}/language{JOBS}/{job}"), pieces)
        except GivenUpError:
            raise
        except StillRunsError as error:
            return Ended("uncertain", failure=Failure(str(error), code="still-running"))
        except (AzureError, ServiceError) as error:
            return self._not_read(error, pieces)

    def _get(self, address: str) -> bytes:
        request = HttpRequest("GET", address, params={"api-version": API_VERSION})
        response = self._plain.send_request(request)
        response.raise_for_status()
        return bytes(response.content)

    def _read(self, body: bytes, pieces: int) -> Ended:
        """Read the end of a job, and the pages of it that there may be."""
        answer = self._decoded(body)
        pages = [*answer.results]
        following = answer.next_link
        while following:
            more = self._decoded(self._get(following))
            pages += more.results
            following = more.next_link
        found = _by_number(pages, pieces)
        ending: Ending = "answered" if any(found) else "failed"
        return Ended(ending, found, _reason(answer))

    def _decoded(self, body: bytes) -> JobAnswer:
        try:
            return msgspec.json.decode(body, type=JobAnswer)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            message = f"The job's results can't be read: {masked(str(error), ())}."
            raise UncertainError(Failure(message)) from error

    def _not_begun(self, error: Exception) -> Ended:
        """Tell what the service has refused, or never heard, from what it may have heard."""
        status = getattr(error, "status_code", None) or 0
        refused = 400 <= status < 500 and status != 408  # noqa: PLR2004 (the caller's fault)
        certain = refused or never_sent(error)
        return Ended("refused" if certain else "uncertain", failure=self._broken(error))

    def _not_read(self, error: Exception, pieces: int) -> Ended:
        """Tell a job that has ended badly, with its reasons, from one that can't be asked for."""
        response = getattr(error, "response", None)
        if _is_failed_job(error):
            return self._read(_bytes(response), pieces)
        failure = error.failure if isinstance(error, ServiceError) else self._broken(error)
        gone = response is not None and response.status_code == 404  # noqa: PLR2004 (not found)
        return Ended("failed" if gone else "uncertain", failure=failure)

    def _failure(self, error: HttpResponseError) -> Failure:
        response: Any = error.response
        headers = response.headers if response is not None else {}
        try:
            body = msgspec.json.decode(_bytes(response))
        except (msgspec.DecodeError, UnicodeDecodeError, AttributeError):
            body = None
        return failure_of(
            error.status_code or 0, body, headers.get("apim-request-id"), self._secrets
        )

    def _broken(self, error: Exception) -> Failure:
        if isinstance(error, HttpResponseError) and error.status_code:
            return self._failure(error)
        if never_sent(error):
            return Failure(f"{self._endpoint} can't be reached.", code="unreachable")
        return Failure("The connection broke before there was an answer.", code="no-answer")


def _is_failed_job(error: Exception) -> bool:
    """Whether the SDK raised this of a job that it could ask for, and that has failed."""
    response = getattr(error, "response", None)
    return response is not None and response.status_code == 200  # noqa: PLR2004 (OK)


def _body(response: Any, _decoded: Any, _headers: Any) -> bytes:
    """Give the SDK's caller the answer as it came: one decoder reads it, of whichever run."""
    return _bytes(response.http_response)


def _bytes(response: Any) -> bytes:
    return bytes(response.body() if hasattr(response, "body") else response.content)


def _by_number(pages: Iterable[Results], pieces: int) -> tuple[Result | Refusal | None, ...]:
    said: dict[str, Result | Refusal] = {}
    for page in pages:
        said |= {one.id: one for one in page.documents}
        said |= {one.id: one for one in page.errors}
    return tuple(said.get(str(number)) for number in range(pieces))


def _reason(answer: JobAnswer) -> Failure:
    words = "; ".join(f"{one.code}: {one.message}" for one in answer.errors or ())
    code = answer.errors[0].code if answer.errors else answer.status
    message = f"The job ended as {answer.status}"
    message += f": {masked(words, ())}" if words else "; the service gives no reason."
    return Failure(message, code=code)

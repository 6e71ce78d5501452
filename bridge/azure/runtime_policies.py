"""What we put into the pipeline of Microsoft's client: our rate, our rules of retrying, our polls.

azure-core's own RetryPolicy sends a POST again on 500, 503 and 504, and the SDK asks at once and
then every five seconds whether a job is done. Both cost: the one bills texts twice, the other uses
up the rate.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
from azure.core.exceptions import AzureError, ServiceRequestError, ServiceResponseError
from azure.core.pipeline import PipelineRequest, PipelineResponse
from azure.core.pipeline.policies import HTTPPolicy

from ..settings import Settings
from .batches import MAX_DOCUMENTS
from .limits import Bucket, bucket
from .patience import Patience
from .runtime_answers import JobAnswer
from .runtime_pace import Pace, took
from .transport import never_sent

JOBS: Final = "/analyze-text/jobs"
WATCH: Final = "spanbridge_watch"
"""The option of a call that sends texts: its `Watch`."""
_SHORTEST: Final = 0.1
"""Seconds between two polls, where the service would let us ask at once."""
_FIRST: Final = 2.5
"""How many of the first waits of our patience a job should take, before any is known."""
_PASSING: Final = frozenset({408, 500, 502, 503, 504})
_TOO_MANY: Final = 429
_STILL: Final = "The job {} still runs after {:g} s; the same command asks for it again."


class Watch(NamedTuple):
    """Told the moment before texts are sent, and the job, the moment that the service names it."""

    sending: Callable[[], None]
    taken: Callable[[str], None]


class GivenUpError(AzureError):
    """The run ends, and waits for no job any more."""


class StillRunsError(AzureError):
    """A job takes longer than we wait; it goes on."""


class Halt:
    """Lets waits end early; shared by all threads of a run."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def now(self) -> None:
        """End all waits."""
        self._event.set()

    def wait(self, seconds: float) -> None:
        """Wait.

        Raises:
            GivenUpError: the run has ended.
        """
        if self._event.wait(max(0.0, seconds)):
            raise GivenUpError("The run has ended.")


class Calls(HTTPPolicy[Any, Any]):
    """Makes calls within the rate; tries again what bills nothing twice.

    That is any GET; and a POST that was answered by 429 or never left.
    """

    def __init__(self, bucket: Bucket, patience: Patience, halt: Halt) -> None:
        super().__init__()
        self._bucket, self._patience, self._halt = bucket, patience, halt

    def send(self, request: PipelineRequest[Any]) -> PipelineResponse[Any, Any]:
        """Send a request, and perhaps again."""
        reads, tries, waited = request.http_request.method == "GET", 0, 0.0
        watch: Watch | None = request.context.get(WATCH)
        while True:
            self._halt.wait(self._bucket.take(wait=False))
            if watch:
                watch.sending()
            try:
                response = self.next.send(request)
            except (ServiceRequestError, ServiceResponseError) as error:
                tries += 1
                if tries >= self._patience.tries or not (reads or never_sent(error)):
                    raise
                self._halt.wait(self._patience.seconds(tries - 1))
                continue
            status = response.http_response.status_code
            if status == _TOO_MANY and waited < self._patience.throttled:
                pause = _retry_after(response, 1.0)
                waited += pause
                self._bucket.hold(pause)
            elif reads and status in _PASSING and tries + 1 < self._patience.tries:
                tries += 1
                self._halt.wait(_retry_after(response, self._patience.seconds(tries - 1)))
            else:
                return response


class Jobs(HTTPPolicy[Any, Any]):
    """Answers a poll when the job is done: asks first when it should be, then as the service says.

    The address that the service gives for a job counts for its path alone: the key goes to our
    endpoint.
    """

    def __init__(
        self, endpoint: str, pace: Pace, patience: Patience, halt: Halt, max_wait: float
    ) -> None:
        super().__init__()
        self._endpoint, self._pace, self._patience, self._halt = endpoint, pace, patience, halt
        self._max_wait = max_wait
        self._begun: dict[str, tuple[float, float]] = {}

    def send(self, request: PipelineRequest[Any]) -> PipelineResponse[Any, Any]:
        """Send a request; one that asks for a job waits for its end."""
        watch: Watch | None = request.context.options.pop(WATCH, None)
        if request.http_request.method == "GET":
            return self._poll(request)
        request.context[WATCH] = watch
        response = self.next.send(request)
        location = response.http_response.headers.get("operation-location")
        if location:
            job = job_of(location)
            self._begun[job] = time.monotonic(), _retry_after(response, 0.0)
            if watch:
                watch.taken(job)
        return response

    def _poll(self, request: PipelineRequest[Any]) -> PipelineResponse[Any, Any]:
        job = job_of(request.http_request.url)
        request.http_request.url = self._own(request.http_request.url)
        if job not in self._begun:  # of an earlier run, or another page of results
            return self._finished(request, None)
        began, least = self._begun.pop(job)
        pause = min(max(least, self._pace.seconds), self._max_wait)
        self._halt.wait(began + pause - time.monotonic())
        return self._finished(request, began)

    def _finished(
        self, request: PipelineRequest[Any], began: float | None
    ) -> PipelineResponse[Any, Any]:
        unread, end = 0, (began or time.monotonic()) + self._max_wait
        while True:
            response = self.next.send(request)
            answer = _decoded(response)
            if answer is None:
                unread += 1
                if unread >= self._patience.tries:
                    return response
            elif answer.is_over:
                if began is not None and answer.created_date_time:
                    times = (answer.created_date_time, answer.last_updated_date_time)
                    self._pace.learn(took(*times, seen=time.monotonic() - began))
                return response
            left = end - time.monotonic()
            if left <= 0:
                raise StillRunsError(
                    _STILL.format(job_of(request.http_request.url), self._max_wait)
                )
            pause = _retry_after(response, self._patience.seconds(unread))
            self._halt.wait(min(max(pause, _SHORTEST), left))

    def _own(self, url: str) -> str:
        """Let the address lead to our endpoint, and to a page that holds all results."""
        parts = urlsplit(url)
        query = {"top": str(MAX_DOCUMENTS), **dict(parse_qsl(parts.query))}
        return f"{self._endpoint}{parts.path}?{urlencode(query)}"


class Own:
    """Makes our policies for one pipeline after another: all share the rate and the pace."""

    def __init__(self, settings: Settings, patience: Patience, halt: Halt) -> None:
        self._endpoint = str(settings.need("endpoint")).rstrip("/")
        self._bucket = bucket(settings, "runtime_calls")
        self._pace = Pace(_FIRST * patience.first)
        self._patience, self._halt, self._max_wait = patience, halt, settings.max_wait

    def policies(self) -> tuple[Jobs, Calls]:
        """Return what waits for jobs, and what makes each of the calls for it."""
        calls = Calls(self._bucket, self._patience, self._halt)
        patience, halt = self._patience, self._halt
        return Jobs(self._endpoint, self._pace, patience, halt, self._max_wait), calls


def job_of(address: str) -> str:
    """Return the id of a job, of the address that asks for it.

    Example:
        >>> job_of("https://texts.example/language/analyze-text/jobs/4d37?api-version=2023-04-01")
        '4d37'
    """
    return urlsplit(address).path.rpartition("/")[2]


def _decoded(response: PipelineResponse[Any, Any]) -> JobAnswer | None:
    """Read a job; None if the answer can't be read, or is an error that is as good as none."""
    if response.http_response.status_code in _PASSING:
        return None
    if response.http_response.status_code != 200:  # noqa: PLR2004 (the SDK tells what is wrong)
        return JobAnswer("failed")
    try:
        return msgspec.json.decode(response.http_response.body(), type=JobAnswer)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _retry_after(response: PipelineResponse[Any, Any], default: float) -> float:
    """Read Retry-After, in seconds; a date is as good as none."""
    try:
        return max(0.0, float(response.http_response.headers.get("Retry-After") or default))
    except ValueError:
        return default

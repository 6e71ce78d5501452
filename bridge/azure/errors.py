"""What a service can answer or fail to answer, each with what to do about it.

    Exception
      ServiceError            status, code, inner code, target, request id, remedy; exit status 3
        RefusedError          the service said no, and did nothing
          NotFoundError       what was named isn't there
          UnauthorisedError   the key or token isn't taken, or may not do this
          ThrottledError      too many calls, for longer than we wait
        UncertainError        no usable answer came: it may have taken effect or not
        UnreachableError      nothing was sent
        JobError              a job was begun and ended otherwise than well
      StoppedError            we stopped before we did something: a rule of ours; exit status 1
    KeyboardInterrupt
      LeftRunning             the wait was interrupted; says how to resume or cancel

No message holds a key or a text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from msgspec import Struct

from ..secret import HIDDEN

_WORDS: Final = 600


class Failure(Struct, frozen=True, omit_defaults=True):
    """What is known of a failure, as `--json` prints it."""

    message: str
    status: int | None = None
    code: str | None = None
    inner_code: str | None = None
    target: str | None = None
    request_id: str | None = None
    remedy: str | None = None


class ServiceError(Exception):
    """A service refused, failed or can't be reached.

    Example:
        >>> print(ServiceError(Failure("No such project.", 404, "ProjectNotFound")))
        No such project. (404 ProjectNotFound)
    """

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure

    @property
    def status(self) -> int | None:
        """The HTTP status of the answer, if there was one."""
        return self.failure.status

    @property
    def code(self) -> str | None:
        """The service's own code."""
        return self.failure.code

    def __str__(self) -> str:
        """Say it in one line, without the remedy."""
        one = self.failure
        facts = (
            " ".join(str(fact) for fact in (one.status, one.code, one.inner_code) if fact),
            f"at {one.target}" if one.target else "",
            f"request {one.request_id}" if one.request_id else "",
        )
        known = ", ".join(fact for fact in facts if fact)
        return f"{one.message} ({known})" if known else one.message


class RefusedError(ServiceError):
    """The service said no, and did nothing."""


class NotFoundError(RefusedError):
    """What was named isn't there."""


class UnauthorisedError(RefusedError):
    """The key or token isn't taken, or its holder may not do this."""


class ThrottledError(RefusedError):
    """There were too many calls, for longer than we wait."""


class UncertainError(ServiceError):
    """No usable answer came: what was asked for may have taken effect or not."""


class UnreachableError(ServiceError):
    """Nothing was sent: there is no connection."""


class JobError(ServiceError):
    """A job was begun, and ended as failed, cancelled or done in part.

    `state` is the job's last one, with its errors and warnings.
    """

    def __init__(self, failure: Failure, state: Any) -> None:
        super().__init__(failure)
        self.state = state


class StoppedError(Exception):
    """We stopped before we did something that our own rules forbid; says what to do instead.

    `details` are more lines of it.
    """

    def __init__(self, message: str, remedy: str = "", details: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.details = [*details]


class LeftRunning(KeyboardInterrupt):
    """Somebody interrupted the wait; the job goes on, and this says how to resume or cancel."""


_REMEDIES: Final = {
    401: "Check the key, and that the endpoint is of the same resource.",
    403: "Check the role: a Language Reader reads, a Writer trains, an Owner deploys and deletes; "
    "texts need Storage Blob Data Contributor, the resource's own identity too.",
    404: "Check the name and the endpoint; `spanbridge azure projects` lists what is there.",
    409: "Wait until what runs has ended: `spanbridge azure jobs`.",
    413: "Send less at once.",
    429: "Wait a minute; the resource's limits are shared by all that uses it.",
}
_BY_CODE: Final = {
    "QuotaExceeded": "Delete what is no longer needed, or choose another pricing tier.",
}


def failure_of(
    status: int, body: Any, request_id: str | None, secrets: Iterable[str] = ()
) -> Failure:
    """Read the service's error out of a decoded body; whatever is secret is masked.

    Format: Azure/azure-rest-api-specs, Language.AnalyzeText-authoring, models.tsp, ErrorResponse.

    Example:
        >>> body = {"error": {"code": "NotFound", "message": "No model 'v1'."}}
        >>> failure_of(404, body, None).message
        "No model 'v1'."
    """
    error = body.get("error") if isinstance(body, dict) else None
    error = error if isinstance(error, dict) else {}
    code = _text(error, "code")
    return Failure(
        masked(_text(error, "message") or f"The service answered {status}.", secrets),
        status,
        code,
        _inner(error),
        masked(_text(error, "target") or "", secrets) or None,
        request_id,
        _BY_CODE.get(code or "") or _REMEDIES.get(status),
    )


def _inner(error: dict[str, Any]) -> str | None:
    """Return the innermost code: it says most."""
    found, inner = None, error.get("innererror")
    while isinstance(inner, dict):
        found, inner = _text(inner, "code") or found, inner.get("innererror")
    return found


def masked(words: str, secrets: Iterable[str]) -> str:
    """Cut words of others, hide what is secret in them and what could steer a terminal."""
    for secret in secrets:
        if secret:
            words = words.replace(secret, HIDDEN)
    words = words if words.isprintable() else "".join(c if c.isprintable() else " " for c in words)
    return words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"


def _text(error: dict[str, Any], name: str) -> str | None:
    value = error.get(name)
    return value if isinstance(value, str) and value else None

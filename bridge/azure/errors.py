"""What Azure can answer or fail to answer, besides what every service can (`bridge.errors`).

    ServiceError
      JobError                a job was begun and ended otherwise than well
    KeyboardInterrupt
      LeftRunning             the wait was interrupted; says how to resume or cancel

No message holds a key or a text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from ..errors import (
    Failure,
    NotFoundError,
    RefusedError,
    ServiceError,
    StoppedError,
    ThrottledError,
    UnauthorisedError,
    UncertainError,
    UnreachableError,
    masked,
)

__all__ = [
    "Failure",
    "JobError",
    "LeftRunning",
    "NotFoundError",
    "RefusedError",
    "ServiceError",
    "StillRunningError",
    "StoppedError",
    "ThrottledError",
    "UnauthorisedError",
    "UncertainError",
    "UnreachableError",
    "failure_of",
    "masked",
]


class JobError(ServiceError):
    """A job was begun, and ended as failed, cancelled or done in part.

    `state` is the job's last one, with its errors and warnings.
    """

    def __init__(self, failure: Failure, state: Any) -> None:
        super().__init__(failure)
        self.state = state


class LeftRunning(KeyboardInterrupt):
    """Somebody interrupted the wait; the job goes on, and this says how to resume or cancel."""


class StillRunningError(StoppedError):
    """We waited for a job as long as `max_wait` allows; it goes on, and this says how to resume."""


_REMEDIES: Final = {
    401: "Check the key, and that the endpoint is of the same resource.",
    403: "Check the role: a Language Reader reads, a Writer trains, an Owner deploys and deletes; "
    "texts need Storage Blob Data Contributor, the resource's own identity too.",
    404: "Check the name and the endpoint; `spanbridge azure projects` lists what is there.",
    409: "Wait until what runs has ended: `spanbridge azure jobs`.",
    413: "Send less at once.",
    429: "Wait a minute; the resource's limits are shared by all that uses it.",
}
_TROUBLE: Final = 500
LATER: Final = "Wait a while, and run the same command again: it goes on from what is done."
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
    later = LATER if status >= _TROUBLE else None
    return Failure(
        masked(_text(error, "message") or f"The service answered {status}.", secrets),
        status,
        code,
        _inner(error),
        masked(_text(error, "target") or "", secrets) or None,
        request_id,
        _BY_CODE.get(code or "") or _REMEDIES.get(status) or later,
    )


def _inner(error: dict[str, Any]) -> str | None:
    """Return the innermost code: it says most."""
    found, inner = None, error.get("innererror")
    while isinstance(inner, dict):
        found, inner = _text(inner, "code") or found, inner.get("innererror")
    return found


def _text(error: dict[str, Any], name: str) -> str | None:
    value = error.get(name)
    return value if isinstance(value, str) and value else None

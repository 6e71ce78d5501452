"""Errors in the service's shape: a status, a code, a sentence and what they point at.

    {"error": {"code": "ProjectNotFound", "message": "...", "target": "...",
               "innererror": {"code": "InvalidDocument", "message": "..."}}}

The specification names the codes and not their statuses: those of `STATUSES` are our choice.
"""

from __future__ import annotations

from typing import Any, Final

STATUSES: Final = {
    "InvalidRequest": 400,
    "InvalidArgument": 400,
    "QuotaExceeded": 400,
    "Unauthorized": 401,
    "Forbidden": 403,
    "NotFound": 404,
    "ProjectNotFound": 404,
    "OperationNotFound": 404,
    "MethodNotAllowed": 405,
    "Conflict": 409,
    "PayloadTooLarge": 413,
    "UnsupportedMediaType": 415,
    "TooManyRequests": 429,
    "InternalServerError": 500,
    "NotImplemented": 501,
    "ServiceUnavailable": 503,
    "Timeout": 504,
}


class ServiceError(Exception):
    """A call is refused, or a job fails.

    Args:
        code: one of the service's.
        message: a sentence.
        target: what it points at.
        inner: the code within, which says more.
        headers: of the answer.
        status: the HTTP status, if not the code's.

    Example:
        >>> ServiceError("ProjectNotFound", "There is no project 'p'.").status
        404
    """

    def __init__(  # noqa: PLR0913 (the shape has them)
        self, code: str, message: str, *, target: str | None = None, inner: str | None = None,
        headers: dict[str, str] | None = None, status: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.code, self.message = code, message
        self.target, self.inner = target, inner
        self.headers = headers or {}
        self.status = status or STATUSES.get(code, 400)

    def shape(self) -> dict[str, Any]:
        """Give what stands under `error`, or as an element of a job's `errors`."""
        shape: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.target:
            shape["target"] = self.target
        if self.inner:
            shape["innererror"] = {"code": self.inner, "message": self.message}
        return shape


def invalid(message: str, target: str | None = None, inner: str | None = None) -> ServiceError:
    """Make the error of an argument that can't be taken."""
    return ServiceError("InvalidArgument", message, target=target, inner=inner)


def not_found(what: str, name: str) -> ServiceError:
    """Make the error of a thing that isn't there."""
    return ServiceError("NotFound", f"The {what} '{name}' does not exist.", target=name)


def unsupported(what: str) -> ServiceError:
    """Make the error of what the service can do and the emulator can't."""
    return ServiceError("NotImplemented", f"The emulator does not support {what}.")

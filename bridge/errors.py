"""What a service can answer or fail to answer, each with what to do about it.

    Exception
      ServiceError            status, code, inner code, target, request id, remedy; exit status 3
        RefusedError          the service said no, and did nothing
          NotFoundError       what was named isn't there
          UnauthorisedError   the key or token isn't taken, or may not do this
          ThrottledError      too many calls, for longer than we wait
        UncertainError        no usable answer came: it may have taken effect or not
        UnreachableError      nothing was sent
      StoppedError            we stopped before we did something: a rule of ours; exit status 1

`bridge.azure.errors` has those of jobs.

No message holds a key or a text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from .secret import HIDDEN

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


class StoppedError(Exception):
    """We stopped before we did something that our own rules forbid; says what to do instead.

    `details` are more lines of it.
    """

    def __init__(self, message: str, remedy: str = "", details: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.details = [*details]


def masked(words: str, secrets: Iterable[str]) -> str:
    """Cut words of others, hide what is secret in them and what could steer a terminal."""
    for secret in secrets:
        if secret:
            words = words.replace(secret, HIDDEN)
    words = words if words.isprintable() else "".join(c if c.isprintable() else " " for c in words)
    return words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"

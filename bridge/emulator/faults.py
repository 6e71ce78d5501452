"""Faults on demand: what goes wrong, where, and how many times.

    [{"fault": "answer", "operation": "train", "status": 429, "retryAfter": 2, "times": 3},
     {"fault": "lost-answer", "operation": "train"},
     {"fault": "job", "kind": "train", "status": "failed", "errors": [{"code": "..."}]},
     {"fault": "expired-training-config", "version": "2022-05-01", "times": null}]

A fault applies once, or `times` times, or always where that is null. Operations have the names of
`urls.py`; `*` is any.
"""

from __future__ import annotations

import threading
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from .exceptions import ServiceError


class _Fault(Struct, rename="camel", tag_field="fault", forbid_unknown_fields=True, kw_only=True):
    times: Annotated[int, Meta(ge=0)] | None = 1


class AnswerFault(_Fault, tag="answer"):
    """An operation isn't carried out, and answers with an error."""

    operation: str = "*"
    status: Annotated[int, Meta(ge=400, le=599)] = 500
    retry_after: int | None = None


class CutFault(_Fault, tag="cut"):
    """An operation isn't carried out, and the connection is cut."""

    operation: str = "*"


class LostAnswerFault(_Fault, tag="lost-answer"):
    """An operation is carried out, and the connection is cut in place of its answer."""

    operation: str = "*"


class SlowFault(_Fault, tag="slow"):
    """An operation is carried out, and its answer comes late."""

    operation: str = "*"
    seconds: float = 1.0


class MalformedFault(_Fault, tag="malformed"):
    """An operation is carried out, and its answer is no JSON."""

    operation: str = "*"


class JobFault(_Fault, tag="job"):
    """A job takes other time than the options say, or ends otherwise than it would."""

    kind: str = "*"
    status: Literal["failed", "cancelled", "partiallyCompleted"] | None = None
    errors: list[dict[str, Any]] = []
    seconds: float | None = None


class DocumentFault(_Fault, tag="document"):
    """A document of an analysis errs; `times` counts documents."""

    id: str = "*"
    code: str = "InternalServerError"
    message: str = "The document could not be processed."


class StorageFault(_Fault, tag="storage"):
    """The storage refuses a container."""

    container: str = "*"
    status: int = 403


class ExpiredConfigFault(_Fault, tag="expired-training-config"):
    """A training configuration has expired."""

    version: str = "*"


class ExpiredDeploymentFault(_Fault, tag="expired-deployment"):
    """A deployment has expired."""

    project: str = "*"
    deployment: str = "*"


Fault = (
    AnswerFault | CutFault | LostAnswerFault | SlowFault | MalformedFault | JobFault | DocumentFault
    | StorageFault | ExpiredConfigFault | ExpiredDeploymentFault
)  # fmt: skip
F = TypeVar("F", bound=_Fault)


class Faults:
    """The faults that wait for their turn.

    Example:
        >>> faults = Faults()
        >>> faults.add(b'{"fault": "cut", "operation": "train"}')
        >>> faults.take(CutFault, operation="export") is None
        True
        >>> faults.take(CutFault, operation="train").operation
        'train'
        >>> faults.take(CutFault, operation="train") is None
        True
    """

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, body: bytes) -> None:
        """Add a fault, or a list of them, from JSON.

        Raises:
            ServiceError: it is none.
        """
        try:
            found = msgspec.json.decode(body, type=list[Fault] | Fault)
        except msgspec.DecodeError as error:
            raise ServiceError("InvalidRequest", f"No fault: {error}.") from error
        with self._lock:
            self._waiting += found if isinstance(found, list) else [found]

    def take(self, kind: type[F], /, **where: str) -> F | None:
        """Use up one turn of the first fault of a kind that applies here."""
        with self._lock:
            for fault in self._waiting:
                if isinstance(fault, kind) and _applies(fault, where):
                    self._use(fault)
                    return fault
        return None

    def waiting(self) -> list[Any]:
        """Return the faults to come, as JSON."""
        with self._lock:
            return [msgspec.to_builtins(fault) for fault in self._waiting]

    def clear(self) -> None:
        """Forget them."""
        with self._lock:
            self._waiting = []

    def _use(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
        self._waiting = [one for one in self._waiting if one.times != 0]


def _applies(fault: _Fault, where: dict[str, str]) -> bool:
    return fault.times != 0 and all(
        getattr(fault, name) in {"*", value} for name, value in where.items()
    )

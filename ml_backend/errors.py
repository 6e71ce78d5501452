"""Why a request can't be answered now, or at all.

    Exception
      UnavailableError    passing: 503, and Label Studio asks again some time
        LateError         the deadline is over
      UnfetchableError    a text can't be had from where its address says

No message holds a text or a token.
"""

from __future__ import annotations

from ..bridge.errors import Failure, ServiceError


class UnavailableError(Exception):
    """Something that passes keeps us from answering; the words say what."""

    @classmethod
    def of(cls, failure: Failure) -> UnavailableError:
        """Make it of what a service says."""
        remedy = f" {failure.remedy}" if failure.remedy else ""
        return cls(f"{ServiceError(failure)}{remedy}")


class LateError(UnavailableError):
    """The deadline is over."""


class UnfetchableError(Exception):
    """A text can't be had from its address; says why, without the address's query."""

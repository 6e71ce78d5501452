"""What Label Studio can answer or fail to answer, as errors that say what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from ...converters.problems import ProblemError
from ..errors import (
    Failure,
    NotFoundError,
    RefusedError,
    ServiceError,
    ThrottledError,
    UnauthorisedError,
    UncertainError,
    UnreachableError,
    masked,
)

_AGAIN: Final = "Run it again: what is in Label Studio already is not added twice."
_REMEDIES: Final = {
    401: "Make a token under Account & Settings, and give it as LABEL_STUDIO_API_KEY; legacy "
    "tokens may be switched off, and personal ones expire.",
    403: "Check that the token's holder is a member of the project's organization.",
    404: "Check the address and the project; `spanbridge label-studio projects` lists them.",
    413: "Send less at once.",
    429: "Wait a minute.",
}
_KINDS: Final[dict[int, type[ServiceError]]] = {
    401: UnauthorisedError,
    403: UnauthorisedError,
    404: NotFoundError,
    429: ThrottledError,
}
_SERVER: Final = 500


def failed(status: int | None, body: Any, secrets: Iterable[str] = ()) -> ServiceError:
    """Make an error of an answer: its words without what is secret, and what to do about it.

    Example:
        >>> print(failed(404, {"detail": "No Project matches the given query."}))
        No Project matches the given query. (404)
    """
    words = masked(_words(body) or f"Label Studio answered {status}.", secrets)
    if status is None or status >= _SERVER:
        return UncertainError(Failure(words, status, remedy=_AGAIN))
    kind = _KINDS.get(status, RefusedError)
    return kind(Failure(words, status, remedy=_REMEDIES.get(status)))


@contextmanager
def translated(secrets: Iterable[str], address: str) -> Iterator[None]:
    """Turn what the SDK and its HTTP client raise into errors of ours.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    import httpx  # noqa: PLC0415 (comes with the extra)
    import pydantic  # noqa: PLC0415 (so does this)
    from label_studio_sdk.core.api_error import ApiError  # noqa: PLC0415 (slow to import)

    try:
        yield
    except ApiError as error:
        raise failed(error.status_code, error.body, secrets) from None
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        words = masked(f"Label Studio can't be reached at {address}: {error}", secrets)
        remedy = "Check LABEL_STUDIO_URL, and that it runs."
        raise UnreachableError(Failure(words, remedy=remedy)) from None
    except httpx.HTTPError as error:
        words = masked(
            f"No answer came from Label Studio: {error or type(error).__name__}", secrets
        )
        raise UncertainError(Failure(words, remedy=_AGAIN)) from None
    except ProblemError:  # of a setting
        raise
    except (httpx.InvalidURL, pydantic.ValidationError, ValueError) as error:
        words = masked(f"This is no answer of Label Studio: {type(error).__name__}", secrets)
        remedy = f"Check that {address} is the address of Label Studio itself."
        raise UncertainError(Failure(words, remedy=remedy)) from None


def _words(body: Any) -> str:
    """Find the sentence in an answer; a page of HTML has none."""
    if isinstance(body, dict):
        found = body.get("detail") or body.get("error") or body.get("message") or ""
        more = body.get("validation_errors")
        return f"{found} {more}".strip() if more else str(found)
    if isinstance(body, list):
        return "; ".join(map(str, body[:3]))
    return body if isinstance(body, str) and "<" not in body else ""

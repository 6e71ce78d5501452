"""Pages of a list: `top`, `skip` and `maxpagesize` in, `value` and `nextLink` out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from .call import Answer, Call
from .exceptions import invalid

PAGE = 100
"""Things on a page unless `maxpagesize` says fewer (as in the specification's example)."""


def page(call: Call, things: Sequence[Any]) -> Answer:
    """Answer a list, or the page of it that the query names.

    Raises:
        ServiceError: a number of the query is none.
    """
    skip = number(call, "skip", 0)
    top = number(call, "top", len(things))
    size = min(number(call, "maxpagesize", PAGE) or PAGE, PAGE)
    end = min(skip + top, len(things))
    shown = [*things[skip : min(skip + size, end)]]
    following = skip + len(shown)
    more = shown and following < end
    link = next_link(call, skip=following, top=end - following) if more else None
    return Answer(200, {"value": shown, "nextLink": link})


def next_link(call: Call, **numbers: int) -> str:
    """Make the address of the next page: that of this one, with other numbers."""
    return f"{call.url}?{urlencode({**call.query, **numbers})}"


def number(call: Call, name: str, default: int) -> int:
    """Read a number of the query.

    Raises:
        ServiceError: it is none, or less than nothing.
    """
    text = call.query.get(name, str(default))
    if not (text.isascii() and text.isdigit()):
        raise invalid(f"The query parameter {name} is not a number: '{text}'.", name)
    return int(text)

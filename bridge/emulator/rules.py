"""The service's limits, and its rules for names."""

from __future__ import annotations

import re
from typing import Final

from .exceptions import invalid

PROJECTS: Final = 500
MODELS: Final = 10
MIN_DOCUMENTS, MAX_DOCUMENTS = 10, 100_000
MAX_CHARACTERS: Final = 128_000
"""Of a document that teaches or tests, in UTF-16 code units (our choice)."""
MAX_CATEGORIES: Final = 200
MAX_ENTITY: Final = 500

BATCH_DOCUMENTS: Final = 25
BATCH_CHARACTERS: Final = 125_000
"""Of all the documents of a request, in UTF-16 code units (our choice)."""
BATCH_BYTES: Final = 1_000_000
RECORD: Final = 1000
"""Characters of a text record, by which analysis is billed."""
LONG_WORD: Final = 64
"""Characters of a word from which on a document is warned of (our choice)."""

_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,50}")
_NO_CATEGORY: Final = frozenset(":$&%*()+~#/?")


def check_name(name: str, what: str) -> str:
    """Return the name of a project, model or deployment.

    Raises:
        ServiceError: it has other characters than A-Z, a-z, 0-9, `_`, `.`, `-`, or over 50.
    """
    if not _NAME.fullmatch(name):
        rule = "1 to 50 letters, digits, '_', '.' and '-'"
        raise invalid(f"The {what} name '{name[:60]}' is invalid: names are {rule}.", what)
    return name


def check_category(name: str | None, place: str) -> str:
    """Return the name of an entity type or class.

    Raises:
        ServiceError: there is none, or it has over 50 characters or one that no name may have.
    """
    if not name or len(name) > 50 or _NO_CATEGORY & {*name}:  # noqa: PLR2004 (the service's)
        rule = "1 to 50 characters and none of : $ & % * ( ) + ~ # / ?"
        raise invalid(
            f"The category '{(name or '')[:60]}' is invalid: categories are {rule}.", place
        )
    return name


def utf16_length(text: str) -> int:
    """Count the UTF-16 code units of a text.

    Example:
        >>> utf16_length("a😀")
        3
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

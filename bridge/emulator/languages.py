"""The languages that custom projects speak."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Final

ALSO: Final = frozenset({"zh"})
"""Codes that are taken though the service's list has only their variants (our choice)."""


@cache
def languages() -> dict[str, str]:
    """Return the names by their codes, from the specification's example of the list."""
    table: dict[str, str] = json.loads(
        files(__package__).joinpath("languages.json").read_text(encoding="utf-8")
    )
    return table


def known(code: str) -> bool:
    """Tell whether a code, in any case, is one of them.

    Example:
        >>> known("en-US"), known("tlh")
        (True, False)
    """
    return code.lower() in languages() or code.lower() in ALSO

"""What the catalogue says of one code, and the phrases that come up often."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]

NOTHING = "Nothing was written."
REGION = "The region is left out."
DOCUMENT = "The document is left out."
TASK = "The task is left out."


class Code(NamedTuple):
    """The words of one code; `{...}` is filled in with what was found."""

    severity: Severity
    cause: str
    consequence: str
    remedy: str

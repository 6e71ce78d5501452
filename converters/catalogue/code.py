"""What the catalogue says of one code, and the phrases that come up often."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]
Purpose = Literal["convert", "check", "push"]
"""What a file is read for: to be converted, to be looked at, to be sent to Azure and trained."""

NOTHING = "Nothing was written."
REGION = "The region is left out."
DOCUMENT = "The document is left out."
TASK = "The task is left out."
FIX = "Run `spanbridge check FILE --fix --out FILE`."


class Code(NamedTuple):
    """The words of one code; `{...}` is filled in with what was found.

    `check` and `push` are the severities there, where they are not as in a conversion.
    """

    severity: Severity
    cause: str
    consequence: str
    remedy: str
    check: Severity | None = None
    push: Severity | None = None

    def severity_for(self, purpose: Purpose) -> Severity:
        """Return how bad it is for what the file is read for.

        Example:
            >>> Code("warning", "A.", "B.", "C.", push="error").severity_for("push")
            'error'
        """
        if purpose == "convert":
            return self.severity
        checked = self.check or self.severity
        return checked if purpose == "check" else self.push or checked

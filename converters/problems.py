"""Coded problems: what is wrong, where, why, what follows from it and what to do.

Every problem that a user can meet has a code in `catalogue.CATALOGUE`. A *warning* tells what was
changed or kept; an *error* leaves the region, document or file out.

    ValueError
      ProblemError        carries the Problem; ends the conversion with nothing written
"""

from __future__ import annotations

from msgspec import Struct

from .catalogue import CATALOGUE, Purpose, Severity

_QUOTE = 50
_WORDS = 200


class Problem(Struct, frozen=True):
    """One finding: its code, the place (`$[3].annotations[0].result[2]`) and the words for it.

    Example:
        >>> print(Problem.of("text-empty", "$[3]"))
        text-empty at $[3]: The text is empty or only white space. Azure takes no empty ...
    """

    code: str
    where: str
    cause: str
    consequence: str
    remedy: str
    severity: Severity = "error"

    @classmethod
    def of(
        cls, code: str, where: str, purpose: Purpose = "convert", /, **quoted: object
    ) -> Problem:
        """Fill in the catalogue's words for a code; quoted data is cut at 50 characters."""
        entry = CATALOGUE[code]
        values = {name: quote(value) for name, value in quoted.items()}
        return cls(
            code,
            where,
            entry.cause.format_map(values),
            entry.consequence.format_map(values),
            entry.remedy.format_map(values),
            entry.severity_for(purpose),
        )

    def __str__(self) -> str:
        """Say it all in one line."""
        return f"{self.code} at {self.where}: {self.cause} {self.consequence} {self.remedy}"


class ProblemError(ValueError):
    """A problem with a whole file: nothing can be converted, and nothing is written."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem

    def __reduce__(self) -> tuple[type[ProblemError], tuple[Problem]]:
        """Let it pass from one process to another."""
        return ProblemError, (self.problem,)

    @classmethod
    def of(cls, code: str, where: str, **quoted: object) -> ProblemError:
        """Build the error straight from a code of the catalogue."""
        return cls(Problem.of(code, where, **quoted))


class Words(Struct, frozen=True):
    """Words of our own in a message, which are not quoted as data are."""

    words: str

    def __str__(self) -> str:
        """Give them as they are."""
        return self.words


def quote(value: object) -> str:
    """Show a value in a message: strings quoted and cut at 50, controls and surrogates escaped.

    What else there is, such as the words of an exception, is not quoted and cut at 200.
    """
    if isinstance(value, str):
        shown = _cut(value, _QUOTE)
        return f"'{shown}'" if shown.isprintable() else ascii(shown)
    shown = _cut(str(value), _WORDS)
    return shown if shown.isprintable() else ascii(shown)[1:-1]


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"

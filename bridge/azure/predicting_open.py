"""A document on its way: its pieces, what was said of each so far, the prediction in the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from ...converters.document import Document, Kind
from ...converters.problems import Words
from ...converters.report import Report
from .batches import Piece
from .errors import Failure
from .journal import Finished, hash_of
from .merging import Window, merge, windows
from .runtime import Ending
from .runtime_answers import Refusal, Result, Said, said

Scored = tuple[str, float | None]
_CODES: Final[dict[Ending, str]] = {
    "answered": "prediction-failed",
    "failed": "prediction-failed",
    "refused": "prediction-refused",
    "uncertain": "prediction-uncertain",
}


class Prediction(Struct, frozen=True):
    """A document with what was predicted of it; `scores` belong to its categories, in order."""

    document: Document
    scores: tuple[float | None, ...] = ()


class Open:
    """One document of a run; problems with it are told to the report.

    Args:
        number: its place in the run.
        document: the text; labels that it has don't matter.
        language: of the document, else of the project.
    """

    def __init__(self, number: int, document: Document, language: str) -> None:
        self.number, self.document, self.language = number, document, language
        self.key = hash_of(document.text, language)
        self.name = document.name or document.source.place
        self.finished: Finished | None = None
        self.failure: tuple[str, dict[str, object]] | None = None
        self._twin: Open | None = None
        self._windows: list[Window] = []
        self._said: dict[int, Said] = {}

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be said of it."""
        twin_is = self._twin is not None and self._twin.is_over
        return twin_is or self.failure is not None or self.finished is not None

    @property
    def is_heard(self) -> bool:
        """Whether all of its pieces have been heard of."""
        return len(self._said) == len(self._windows)

    def follow(self, twin: Open) -> None:
        """Let this be as another one is that has the same text."""
        self._twin = twin

    def pieces(self, report: Report) -> Iterator[Piece]:
        """Cut the text, and yield what is to be sent."""
        self._windows = windows(self.document.text)
        if len(self._windows) > 1:
            report.tell("text-in-windows", self.name, count=len(self._windows))
        for one in self._windows:
            text = self.document.text[one.start : one.end]
            yield Piece(self.number, one.start, text, self.language)

    def hear(self, piece: Piece, answer: Result | Refusal, report: Report) -> None:
        """Take in what was said of a piece."""
        found = said(answer, piece.text)
        if found.code is not None:
            error = Words(found.code)
            self.fail("prediction-refused", report, error=error, message=found.message)
            return
        self._said[piece.start] = found
        for one in found.warnings:
            report.tell("prediction-warning", self.name, error=Words(one.code), message=one.message)
        for entity in found.wrong:
            place = piece.start + entity.offset
            report.tell("prediction-misplaced", self.name, category=entity.category, offset=place)

    def miss(self, ending: Ending, failure: Failure, report: Report) -> None:
        """Take in that nothing was said of a piece, and why."""
        error, message = Words(failure.code or "?"), Words(failure.message.rstrip("."))
        self.fail(_CODES[ending], report, error=error, message=message)

    def fail(self, problem: str, report: Report, /, **quoted: object) -> None:
        """Give it up; this is told once, however many of its pieces fail."""
        if self.failure is None:
            report.tell(problem, self.name, **quoted)
            self.failure = problem, quoted

    def finish(self, kind: Kind) -> Finished:
        """Put together what was said of its pieces."""
        parts = [(one, self._said[one.start]) for one in self._windows]
        if kind == "entities":
            spans = tuple(merge((window, said.spans) for window, said in parts))
            self.finished = Finished(self.key, self.name, spans)
        else:
            scored = [one.categories for _, one in parts]
            categories = merged(scored, single=kind == "single-label")
            self.finished = Finished(self.key, self.name, categories=categories)
        return self.finished

    def prediction(self, report: Report) -> Prediction | None:
        """Return the document as it was predicted; None if it wasn't."""
        if self._twin:
            self.finished = self._twin.finished
            if self._twin.failure:
                problem, quoted = self._twin.failure
                self.fail(problem, report, **quoted)
        if self.failure or self.finished is None:
            return None
        found, given = self.finished, self.document
        document = replace(
            given,
            spans=found.spans,
            categories=None if found.categories is None else tuple(n for n, _ in found.categories),
            language=self.language,
            dropped=(),
        )
        return Prediction(document, tuple(score for _, score in found.categories or ()))


def merged(scored: Iterable[Iterable[Scored]], *, single: bool) -> tuple[Scored, ...]:
    """Put together the categories of the windows of a text: each with its highest score.

    Of a text that has one category only (`single`), the one with the highest score stays.

    Example:
        >>> merged([[("Fire", 0.4)], [("Hail", 0.7), ("Fire", 0.6)]], single=False)
        (('Fire', 0.6), ('Hail', 0.7))
    """
    best: dict[str, float | None] = {}
    for name, score in chain.from_iterable(scored):
        if (score or 0.0) >= (best.get(name) or 0.0):
            best[name] = score
    found = tuple(best.items())
    return tuple(sorted(found, key=lambda one: -(one[1] or 0.0))[:1]) if single else found

"""What is worth knowing of labelled texts before they train a model, of whichever format."""

from __future__ import annotations

from ..report import Report
from .collection import Collection
from .edges import tell_edges
from .limits import tell_limits
from .subject import Mark, Subject

__all__ = ["Lints", "Mark", "Subject"]


class Lints:
    """Looks at one document after the other, then at all of them; problems go to the report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._collection = Collection(report)

    def see(self, subject: Subject) -> None:
        """Look at a document."""
        self._report.count_labels(subject.split, subject.labels)
        tell_limits(subject, self._report)
        if subject.text is not None:
            tell_edges(subject, subject.text, self._report)
        self._collection.see(subject)

    def finish(self, place: str, declared: list[str]) -> None:
        """Say what can be said only of all documents together."""
        self._collection.finish(place, declared)

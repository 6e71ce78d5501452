"""Turns the labels of a document into spans, and says what is wrong with the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..document import Span
from ..offsets import OffsetError, OffsetMap
from ..report import Report
from .labelled import Labelled
from .labels_file import Label


class Spans:
    """Makes spans of labels; tells each category that the project does not declare once."""

    def __init__(self, name: str, declared: list[str], report: Report) -> None:
        self._name = name
        self._declared = {*declared}
        self._report = report

    def of(
        self, labelled: Labelled, text: str, *, counts_utf16: bool
    ) -> Iterator[tuple[int, int, Span]]:
        """Yield the spans of a document in code points, each after the numbers of its label."""
        offsets = OffsetMap(text)
        self._tell_regions(labelled, offsets.utf16_length if counts_utf16 else offsets.length)
        point = offsets.from_utf16 if counts_utf16 else offsets.from_code_points
        for r, number, label in labelled.labels():
            try:
                span = _span(label, point)
            except OffsetError as error:
                where = labelled.where(r, number)
                self._report.tell("offset-refused", where, error=error, label=label.category)
                continue
            covered = text[span.start : span.end]
            if label.text is not None and label.text != covered:
                self._report.tell(
                    "quote-mismatch", labelled.where(r, number), label=label.category,
                    saved=label.text, covered=covered,
                )  # fmt: skip
                continue
            if label.category not in self._declared:
                self.know(label.category)
            yield r, number, span

    def know(self, category: str) -> None:
        """Tell a category, once, if the project does not declare it."""
        if category not in self._declared:
            self._declared.add(category)
            self._report.tell("category-undeclared", self._name, category=category)

    def _tell_regions(self, labelled: Labelled, length: int) -> None:
        """Tell of several regions, and of labels outside of theirs."""
        regions = labelled.document.entities
        if len(regions) == 1 and regions[0].region_offset == 0:
            if regions[0].region_length in (length, -1):
                return
        elif len(regions) > 1:
            self._report.tell("regions-several", labelled.place, count=len(regions))
        for r, number, label in labelled.labels():
            start, size = regions[r].region_offset, regions[r].region_length
            end = label.offset + label.length
            if size >= 0 and not start <= label.offset <= end <= start + size:
                where = labelled.where(r, number)
                self._report.tell("label-outside-region", where, label=label.category)


def _span(label: Label, point: Callable[[int], int]) -> Span:
    if label.length < 1:
        raise OffsetError(f"length {label.length} covers nothing")
    return Span(point(label.offset), point(label.offset + label.length), label.category or "?")

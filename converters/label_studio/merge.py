"""Brings Azure's labels back into the annotation that they came from.

The labels decide which spans exist: regions whose span is gone go, with what hangs on them; new
spans become new regions; regions that had not been sent don't come back. All of it is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from ..document import Document, Span
from ..report import Report
from ..spans import trim
from .controls import is_on, labels_of
from .layouts import Layout, RegionError
from .regions import checked
from .tasks import Region

Item = dict[str, Any]


Make = Callable[[Document, Span, Layout | None], Item | None]
"""Makes the region of a span."""


class Merge:
    """One document's labels against one annotation's result."""

    def __init__(
        self, document: Document, layout: Layout | None, make: Make, report: Report
    ) -> None:
        self._document = document
        self._layout = layout
        self._make = make
        self._report = report
        self._wanted = {(s.start, s.end, s.label): s for s in document.spans}
        self._dropped = {(s.start, s.end, s.label) for s in document.dropped}

    def into(self, result: list[Any]) -> list[Any]:
        """Return the result with the document's regions as the labels have them now."""
        items = [self._kept(item) for item in result]
        gone = {_id(item) for item, kept in zip(result, items, strict=True) if kept is None}
        present = [item for item in items if item is not None]
        there = {_id(item) for item in present if labels_of(item)}
        lost = gone - there
        hanging = [item for item in present if _hangs_on(item, lost)]
        for item in hanging:
            self._tell("result-gone", item.get("type", ""))
        made = (self._make(self._document, span, self._layout) for span in self._wanted.values())
        new = [item for item in made if item]
        for item in new:
            self._tell("region-new", item["value"]["text"])
        return [item for item in present if all(item is not other for other in hanging)] + new

    def _kept(self, item: Any) -> Any:
        """Return an item as it is now to be; None if its spans are gone."""
        labels = labels_of(item)
        if not labels or not is_on(item, self._document):
            return item
        kept = [label for label in labels if self._is_wanted(item, label)]
        if kept == labels:
            return item
        return {**item, "value": {**item["value"], item["type"]: kept}} if kept else None

    def _is_wanted(self, item: Item, label: str) -> bool:
        try:
            region = msgspec.convert(item, Region)
            start, end, _ = checked(region.value, self._document.text, self._layout)  # type: ignore[arg-type]
        except (msgspec.ValidationError, RegionError):
            self._tell("region-not-restored", label)
            return False
        given = Span(start, end, label)
        span = trim(self._document.text, given) or given
        if self._wanted.pop((span.start, span.end, label), None):
            return True
        was_sent = (span.start, span.end, label) not in self._dropped
        self._tell("region-gone" if was_sent else "region-not-restored", label)
        return False

    def _tell(self, code: str, what: str) -> None:
        self._report.tell(code, self._document.source.place, what=what)


def _hangs_on(item: Any, lost: set[Any]) -> bool:
    """Whether an item is a relation of a lost region, or a result given to one."""
    if not isinstance(item, dict) or labels_of(item):
        return False
    return any(_id(item, key) in lost - {None} for key in ("id", "from_id", "to_id"))


def _id(item: Any, key: str = "id") -> str | None:
    found = item.get(key) if isinstance(item, dict) else None
    return found if isinstance(found, str) else None

"""Knows the regions that somebody has drawn already, so that suggestions leave them alone."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from ...converters.document import Document, Kind, Span
from ...converters.label_studio.classified import choices_of
from ...converters.label_studio.fields import TextFields
from ...converters.label_studio.regions import shown_by, spans_of
from ...converters.label_studio.tasks import Task, annotations_of
from ...converters.report import Report


class Drawn:
    """The spans that are drawn on each field of a task; of choices, spans over all of its text."""

    def __init__(self, spans: Mapping[str, list[Span]]) -> None:
        self._spans = spans

    def without(self, document: Document) -> Document:
        """Return a document without the spans that overlap one that is drawn.

        One that is classified already keeps none of its categories.

        Example:
            >>> from ...converters.document import Source
            >>> found = (Span(0, 5, "Person"), Span(9, 14, "City"))
            >>> document = Document("Alice in Paris", found, source=Source(field="text"))
            >>> Drawn({"text": [Span(3, 5, "City")]}).without(document).spans
            (Span(start=9, end=14, label='City', score=None),)
        """
        taken = self._spans.get(document.source.field or "", [])
        if document.categories is not None:
            return replace(document, categories=()) if taken else document
        free = (one for one in document.spans if not any(_overlap(one, t) for t in taken))
        return replace(document, spans=tuple(free))


def drawn_in(result: object, task: Task, fields: TextFields, kind: Kind) -> Drawn:
    """Read the regions of a result; what is none, or covers nothing, takes no place."""
    unheard = Report()
    annotations = Raw(msgspec.json.encode([{"result": result}]))
    read = annotations_of(annotations, task.place, unheard)
    if not read or read[0] is None:
        return Drawn({})
    texts = {field: text for field in fields.tags if (text := task.text(field)) is not None}
    tags = shown_by(fields, texts, task.layouts)
    labelled = spans_of if kind == "entities" else choices_of
    return Drawn(labelled(read[0], texts, tags, task.place, unheard))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end

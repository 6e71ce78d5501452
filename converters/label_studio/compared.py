"""Makes of a record what its annotators say of each text, side by side."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ..agreement import Compared
from ..document import Document, Record
from .annotations import of_each
from .annotators import shown
from .tasks import Annotation


class _Annotated(msgspec.Struct):
    annotations: list[msgspec.Raw] = []


_TASK = msgspec.json.Decoder(_Annotated)
_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])


def compared(record: Record) -> Iterator[Compared]:
    """Yield each text of a task with the spans of each annotator, the latest answer of each.

    The record must have a document for each annotation, as the policy `all` makes them.
    """
    labelled = [d for d in record.documents if d.source.annotation is not None]
    if len(labelled) < 2 or not record.kept:  # noqa: PLR2004 (a pair)
        return
    raws = _TASK.decode(record.kept).annotations
    people = {d.source.annotation: _annotation(raws[d.source.annotation or 0]) for d in labelled}
    latest = {id(annotation) for annotation in of_each([*people.values()])}
    texts: dict[str | None, list[Document]] = {}
    for document in labelled:
        if id(people[document.source.annotation]) in latest:
            texts.setdefault(document.source.field, []).append(document)
    for field, documents in texts.items():
        first = documents[0]
        answers = {
            shown(people[d.source.annotation]) or f"annotation {d.source.annotation}": d.spans
            for d in documents
        }
        yield Compared(f"{first.source.place}.data.{field}", first.text, answers)


def _annotation(raw: msgspec.Raw) -> Annotation:
    """Decode an annotation but for its regions, which the documents have."""
    fields = {k: v for k, v in _FIELDS.decode(raw).items() if k != "result"}
    return msgspec.json.decode(msgspec.json.encode(fields), type=Annotation)

"""Brings documents back as the manifest knows them: joined, named, with their own labels."""

from __future__ import annotations

from hashlib import sha256

from msgspec.structs import replace

from ..document import Document, Source, Span
from ..manifest import DocumentEntry, fingerprint
from ..parts import BOM, MAX_TEXT
from ..spans import BY_PLACE


def left_out(entry: DocumentEntry) -> Document:
    """Bring back a document that had not been sent."""
    source = Source(
        "manifest", entry.field, entry.tags, entry.annotation, unchanged=True, layout=entry.layout
    )
    return Document(entry.text or "", name=entry.name, source=source)


def joined(pieces: list[Document], entry: DocumentEntry) -> Document:
    """Put the pieces of a text together, and back what they left out of its beginning."""
    if not entry.pieces:
        return pieces[0]
    text = BOM * min(entry.pieces[0].start, MAX_TEXT)  # whatever a manifest that was changed says
    spans: list[Span] = []
    for piece in pieces:
        moved = len(text)
        spans += [replace(s, start=s.start + moved, end=s.end + moved) for s in piece.spans]
        text += piece.text
    return replace(pieces[0], text=text, spans=tuple(spans), name=entry.name)


def with_entry(document: Document, entry: DocumentEntry, labels: dict[str, str]) -> Document:
    """Say of a document what the manifest knows of it, and give categories their labels back."""
    same_text = sha256(document.text.encode()).hexdigest() == entry.sha256
    ordered = tuple(sorted(document.spans, key=BY_PLACE))
    source = replace(
        document.source,
        field=entry.field,
        tags=entry.tags,
        annotation=entry.annotation,
        layout=entry.layout,
        unchanged=same_text and fingerprint(ordered, document.categories or ()) == entry.sent,
    )
    dropped = tuple(Span(start, end, label) for start, end, label in entry.dropped)
    if labels:
        ordered = tuple(replace(s, label=labels.get(s.label, s.label)) for s in ordered)
        dropped = tuple(replace(s, label=labels.get(s.label, s.label)) for s in dropped)
    categories = document.categories
    if categories is not None:
        categories = tuple(labels.get(one, one) for one in categories)
    return replace(document, source=source, spans=ordered, dropped=dropped, categories=categories)

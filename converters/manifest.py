"""The manifest: what Azure can't hold, a line an entry, so that the way back loses nothing.

A line holds one entry of the source, as it was but for the texts, which are in the files, and what
became of each of its documents:

    {"documents": [{"name": "task-324-text.txt", "field": "text", "tags": ["text"],
                    "annotation": 0, "language": "en-us", "split": "Train", "sha256": "9f86d08…",
                    "sent": "2c26b46b68ffc68f", "dropped": [[2, 13, "PER"]]}],
     "task": {"id": 324, "data": {"text": null}, "annotations": […]}}

Offsets are code points of the whole text. `sha256` is the text's, `sent` that of the spans (or of
the text's own categories) sent, by which the way back knows what has changed; `renamed` gives the
label of each category that Azure had to know by another name. `annotation` is the index of the one
that was used, -1 if the spans are those of none alone (a consensus, a prediction); `tags` are the
tags that show the field.
Task, annotation, annotator and region ids, relations, results for single regions and whatever else
an entry holds stand in `task`, verbatim.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import chain

import msgspec
from msgspec import Raw, Struct

from .document import BY_SEVERAL, Document, Span
from .document import Split as Part
from .json_stream import Readable, elements
from .parts import Part as Piece
from .problems import ProblemError


class DocumentEntry(Struct, frozen=True, omit_defaults=True, gc=False):
    """What became of one document.

    `pieces` are the files of a text that was cut; `text` is there only where no file holds it,
    because the document was left out; `layout` where the field holds more than the text.
    """

    name: str
    field: str | None = None
    tags: tuple[str, ...] = ()
    annotation: int | None = None
    language: str | None = None
    split: Part | None = None
    sha256: str = ""
    sent: str = ""
    renamed: dict[str, str] = {}
    dropped: list[tuple[int, int, str]] = []
    pieces: list[Piece] = []
    text: str | None = None
    layout: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no document can have, so that a manifest that was changed is told as such."""
        for start, end, label in self.dropped:
            Span(start, end, label)
        if not all(self.renamed.values()):
            raise ValueError("a label has no name")
        if self.text and "\0" in self.text:
            raise ValueError("a text has a NUL")

    @property
    def files(self) -> list[str]:
        """The names of the files that together hold the text."""
        return [piece.name for piece in self.pieces] or [self.name]


class Entry(Struct, frozen=True, omit_defaults=True):
    """One line of the manifest; `task` is empty where the source keeps nothing but documents."""

    documents: list[DocumentEntry]
    task: Raw = Raw()


_ENTRY = msgspec.json.Decoder(Entry)
_ENCODER = msgspec.json.Encoder()


def encode(documents: list[DocumentEntry], kept: bytes | None) -> bytes:
    """Write one line."""
    if kept and b"\n" in kept:  # as it stood, over several lines
        kept = msgspec.json.format(kept, indent=-1)
    entry = Entry(documents, Raw(kept)) if kept else Entry(documents)
    return _ENCODER.encode(entry) + b"\n"


def entry_of(document: Document, digest: str, renamed: dict[str, str]) -> DocumentEntry:
    """Describe a document that was written under its name, and whose text has this SHA-256."""
    source, spans = document.source, document.spans
    if source.annotation == BY_SEVERAL:  # a prediction's spans have scores, which Azure can't hold
        spans = tuple(Span(span.start, span.end, span.label) for span in spans)
    return DocumentEntry(
        document.name,
        source.field,
        source.tags,
        source.annotation,
        document.language,
        document.split,
        digest,
        fingerprint(spans, document.categories or ()),
        renamed,
        [(span.start, span.end, span.label) for span in document.dropped],
        layout=source.layout,
    )


def fingerprint(spans: tuple[Span, ...], categories: tuple[str, ...] = ()) -> str:
    """Hash sorted spans and a text's own categories, to tell whether they are the same later."""
    labels = (spans, sorted(categories)) if categories else spans
    return sha256(_ENCODER.encode(labels)).hexdigest()[:16]


def read(file: Readable, name: str = "manifest.jsonl") -> Iterator[Entry]:
    """Read the entries of a manifest; an empty one has none.

    Raises:
        ProblemError: it is no manifest.
    """
    try:
        found = chain.from_iterable(elements(file, name, kind=Entry))
        for number, entry in enumerate(found, start=1):
            yield entry if isinstance(entry, Entry) else _entry(entry, f"{name}:{number}")
    except ProblemError as error:
        if error.problem.code != "input-empty":
            raise


def _entry(raw: Raw, place: str) -> Entry:
    try:
        return _ENTRY.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProblemError.of("manifest-malformed", place, error=error) from error


def splits(entries: Iterator[Entry]) -> dict[str, Part]:
    """Return the split of each document that has one, by its name."""
    documents = (document for entry in entries for document in entry.documents)
    return {document.name: document.split for document in documents if document.split}

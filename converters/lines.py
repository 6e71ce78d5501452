"""Reads JSON Lines of documents with what was found in them, as `azure predict` writes them.

{"id": "7", "language": "en-us", "text": "Alice left.",
 "spans": [{"start": 0, "end": 5, "label": "Person", "score": 0.98, "text": "Alice"}]}

Offsets are code points. A document that is classified as a whole has `categories` in place of
`spans`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import msgspec
from msgspec import Struct

from .document import Document, Source, Span
from .json_stream import Readable, elements
from .report import Report


class _Span(Struct, frozen=True):
    start: int
    end: int
    label: str
    score: float | None = None


class _Category(Struct, frozen=True):
    category: str
    score: float | None = None


class _Line(Struct, frozen=True):
    text: str
    id: int | str | None = None
    language: str | None = None
    spans: list[_Span] = []
    categories: list[_Category] | None = None


class _Head(Struct, frozen=True):
    text: str
    spans: msgspec.Raw = msgspec.Raw()
    categories: msgspec.Raw = msgspec.Raw()


def begins_lines(head: bytes) -> bool:
    r"""Tell by its first bytes whether a file is such JSON Lines; its first line is to be whole.

    Example:
        >>> begins_lines(b'{"text": "Hi", "spans": []}\n')
        True
        >>> begins_lines(b'{"data": {"text": "Hi"}}\n')
        False
    """
    try:
        first = msgspec.json.decode(head.partition(b"\n")[0], type=_Head)
    except msgspec.DecodeError:
        return False
    return bool(bytes(first.spans) or bytes(first.categories))


def documents_in(file: Readable, name: str, report: Report) -> Iterator[Document]:
    """Yield the documents; what is none is told."""
    for number, raw in enumerate(chain.from_iterable(elements(file, name))):
        place = f"{name} $[{number}]"
        try:
            yield _document(msgspec.json.decode(raw, type=_Line), place)
        except ValueError as error:
            report.tell("document-malformed", place, error=error)


def _document(line: _Line, place: str) -> Document:
    return Document(
        line.text,
        tuple(Span(one.start, one.end, one.label, one.score) for one in line.spans),
        "" if line.id is None else str(line.id),
        line.language,
        source=Source(place),
        categories=None
        if line.categories is None
        else tuple(one.category for one in line.categories),
    )

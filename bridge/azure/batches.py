"""Packs texts into requests that the runtime takes: 25 documents, 125,000 units, 900 kB. Pure.

Custom NER's service limits say 25 documents and 125,000 characters a request, without saying which
characters; UTF-16 code units are the careful reading, since no other unit gives a larger number.
The 1 MB of a request is counted as it is sent: the SDK escapes all but ASCII (`\\u00e9`), so that a
letter can take six bytes and an emoji twelve.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from msgspec import Struct

from ...converters.offsets import OffsetMap

MAX_DOCUMENTS = 25
MAX_UNITS = 125_000
MAX_BODY = 900_000
_ENVELOPE = 2_000
"""Bytes for what is around the documents: the task, its project and its deployment."""
_SEPARATOR = 2


class Piece(Struct, frozen=True):
    """What is sent as one document: a text, or a window of it, and its language.

    `document` numbers the document that it is of, `start` is where it begins in it, in code points.
    """

    document: int
    start: int
    text: str
    language: str


class Limits(Struct, frozen=True):
    """What a request may hold at most: documents, UTF-16 code units, bytes as sent."""

    documents: int = MAX_DOCUMENTS
    units: int = MAX_UNITS
    body: int = MAX_BODY


LIMITS = Limits()


def batches(pieces: Iterable[Piece], limits: Limits = LIMITS) -> Iterator[list[Piece]]:
    """Yield the pieces in their order, as many together as a request takes.

    A piece that is over a limit by itself (`merging.windows` makes none) comes alone.

    Example:
        >>> pieces = [Piece(n, 0, "Hi 😀", "en") for n in range(30)]
        >>> [len(batch) for batch in batches(pieces)]
        [25, 5]
    """
    batch: list[Piece] = []
    units, body = 0, _ENVELOPE
    for piece in pieces:
        more_units, more_body = OffsetMap(piece.text).utf16_length, body_of(piece)
        full = len(batch) == limits.documents or units + more_units > limits.units
        if batch and (full or body + more_body > limits.body):
            yield batch
            batch, units, body = [], 0, _ENVELOPE
        batch.append(piece)
        units, body = units + more_units, body + more_body
    if batch:
        yield batch


def as_sent(number: int, piece: Piece) -> dict[str, str]:
    """Return what the SDK takes for the piece of that number in its batch."""
    return {"id": str(number), "text": piece.text, "language": piece.language}


def body_of(piece: Piece) -> int:
    """Count the bytes that a piece takes in the body of a request, as the SDK writes it."""
    return len(json.dumps(as_sent(MAX_DOCUMENTS, piece))) + _SEPARATOR

r"""Packs texts into requests that the runtime takes: 25 documents, 125,000 units, 900 kB. Pure.

Custom NER's service limits say 25 documents and 125,000 characters a request, without saying which
characters; UTF-16 code units are the careful reading, since no other unit gives a larger number.
The 1 MB of a request is counted as it is sent: the SDK escapes all but ASCII (`\u00e9`), so that a
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


class Packer:
    """Packs pieces as they come; a piece that is over a limit by itself is packed alone.

    Example:
        >>> packer = Packer(Limits(documents=2))
        >>> [len(packer.add(Piece(n, 0, "Hi", "en"))) for n in range(3)], len(packer.rest())
        ([0, 0, 2], 1)
    """

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._empty()

    def add(self, piece: Piece) -> list[Piece]:
        """Take a piece; return the batch that is full without it, or nothing."""
        units, body = OffsetMap(piece.text).utf16_length, body_of(piece)
        over = (
            len(self._batch) == self._limits.documents
            or self._units + units > self._limits.units
            or self._body + body > self._limits.body
        )
        full = self.rest() if over else []
        self._batch.append(piece)
        self._units += units
        self._body += body
        return full

    def rest(self) -> list[Piece]:
        """Return what is packed so far."""
        batch = self._batch
        self._empty()
        return batch

    def _empty(self) -> None:
        self._batch: list[Piece] = []
        self._units, self._body = 0, _ENVELOPE


def batches(pieces: Iterable[Piece], limits: Limits = LIMITS) -> Iterator[list[Piece]]:
    """Yield the pieces in their order, as many together as a request takes.

    Example:
        >>> pieces = [Piece(n, 0, "Hi 😀", "en") for n in range(30)]
        >>> [len(batch) for batch in batches(pieces)]
        [25, 5]
    """
    packer = Packer(limits)
    for piece in pieces:
        if full := packer.add(piece):
            yield full
    if rest := packer.rest():
        yield rest


def as_sent(number: int, piece: Piece) -> dict[str, str]:
    """Return what the SDK takes for the piece of that number in its batch."""
    return {"id": str(number), "text": piece.text, "language": piece.language}


def body_of(piece: Piece) -> int:
    """Count the bytes that a piece takes in the body of a request, as the SDK writes it."""
    return len(json.dumps(as_sent(MAX_DOCUMENTS, piece))) + _SEPARATOR

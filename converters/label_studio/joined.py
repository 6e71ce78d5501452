"""Joins the pieces of a text that were ingested as tasks of their own, on the way to Azure.

Each piece says of which text it is, and where it comes: `data.azure` with `location`, `piece`,
`pieces` and the `sha256` of the whole. Pieces are held back until all are there.
"""

from __future__ import annotations

from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from ..document import Document, Record, Span
from ..report import Report
from .tasks import Task


class Piece(Struct, frozen=True):
    """Which piece of which text a task is."""

    location: str
    number: int
    count: int
    sha256: str = ""


def piece_of(task: Task) -> Piece | None:
    """Tell which piece of a text a task is; None if it is a whole one."""
    azure = task.value("azure") if "azure" in task.data else None
    if not isinstance(azure, dict) or "piece" not in azure:
        return None
    location, number, count = azure.get("location"), azure.get("piece"), azure.get("pieces")
    if not (isinstance(location, str) and isinstance(number, int) and isinstance(count, int)):
        return None
    return Piece(location, number, count, str(azure.get("sha256") or ""))


Held = dict[int, tuple[Piece, Record]]


class Joined:
    """Holds pieces back until their text is whole; what never gets whole is told."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._held: dict[str, Held] = {}

    def add(self, piece: Piece, record: Record) -> list[Record]:
        """Take a piece; return what its text has become with the last one."""
        held = self._held.setdefault(piece.location, {})
        held[piece.number] = (piece, record)
        if len(held) < piece.count:
            return []
        del self._held[piece.location]
        return self._joined(held)

    def rest(self) -> list[Record]:
        """Tell of texts of which pieces are missing, and return what is kept of them."""
        found = [record for held in self._held.values() for record in self._joined(held)]
        self._held = {}
        return found

    def _joined(self, held: Held) -> list[Record]:
        """Return a record of the whole text, or the pieces without documents."""
        piece = next(iter(held.values()))[0]
        records = [held[number][1] for number in sorted(held)]
        documents = [one for record in records for one in record.documents]
        kept = [Record((), record.kept) for record in records]
        if not documents:
            return kept
        place, name, count = documents[0].source.place, piece.location, piece.count
        if len(documents) != count:
            missing = count - len(documents)
            self._report.tell("pieces-missing", place, name=name, count=count, missing=missing)
            return kept
        whole = join(documents)
        if piece.sha256 and sha256(whole.text.encode()).hexdigest() != piece.sha256:
            self._report.tell("pieces-differ", place, name=name)
            return kept
        self._report.tell("pieces-joined", place, count=count)
        return [Record((whole,))]


def join(documents: list[Document]) -> Document:
    """Put documents together, in their order, as one.

    Example:
        >>> from spanbridge import Span
        >>> whole = join([Document("One. "), Document("Two.", (Span(0, 3, "Number"),))])
        >>> whole.covered(whole.spans[0])
        'Two'
    """
    text = ""
    spans: list[Span] = []
    categories: tuple[str, ...] | None = None
    for one in documents:
        moved = len(text)
        spans += [replace(s, start=s.start + moved, end=s.end + moved) for s in one.spans]
        text += one.text
        if one.categories is not None:
            categories = tuple(dict.fromkeys([*(categories or ()), *one.categories]))
    return replace(documents[0], text=text, spans=tuple(spans), categories=categories)

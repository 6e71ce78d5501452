"""Tells Label Studio's dialects apart by their content, and makes tasks of what they hold.

Tasks with `data` come as they are; rows of JSON_MIN and of tables, and annotations with their task
inside, are put together to tasks where they follow each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby

from msgspec import Raw

from ..json_stream import WINDOW, Readable, elements
from ..report import Report
from .blobs import blob_key, task_of
from .rows import row_id, task_fields
from .tables import delimiter_of, rows
from .tasks import tell_undecoded

Entry = tuple[str, dict[str, Raw]]
"""A place, and the fields that stand there."""


def tasks_in(
    file: Readable, name: str, report: Report, *, classify: bool = False
) -> Iterator[Entry]:
    """Yield the place and the fields of each task; what is no entry at all is told.

    Rows are told and left out if texts are to be classified: their choices look like data.

    Raises:
        ProblemError: the file is of no dialect.
        UnicodeDecodeError: it is not UTF-8.
    """
    for (kind, _), group in groupby(entries_in(file, name, report), key=_key):
        place, fields = next(group)
        if kind == "blob":
            yield place, task_of([fields, *(more for _, more in group)])
        elif kind == "row" and classify:
            report.tell("choices-in-row", place)
        elif "data" in fields:
            yield place, fields
        else:
            yield place, task_fields([fields, *(more for _, more in group)])


def entries_in(file: Readable, name: str, report: Report) -> Iterator[Entry]:
    """Yield the place and the fields of each entry: a task, a row, an annotation."""
    begun = _Begun(file)
    delimiter = delimiter_of(begun.start)
    if delimiter:
        yield from rows(begun, delimiter, name, report)
        return
    prefix = f"{name} $" if name else "$"
    found = chain.from_iterable(elements(begun, name or "$", kind=dict[str, Raw]))
    for index, entry in enumerate(found):
        place = f"{prefix}[{index}]"
        if isinstance(entry, dict):
            yield place, entry
        else:
            tell_undecoded(entry, place, report)


class _Begun:
    """A file whose beginning was looked at."""

    def __init__(self, file: Readable) -> None:
        self.start = self._begin = file.read(WINDOW)
        self._file = file

    def read(self, size: int = -1, /) -> bytes:
        begin, self._begin = self._begin, b""
        return begin or self._file.read(size)


def _key(entry: Entry) -> tuple[str, bytes | str]:
    """Tell what is of one task: equal keys that follow each other."""
    place, fields = entry
    if "data" in fields:
        return "task", place
    if (key := blob_key(fields)) is not None:
        return "blob", key
    return ("row", key) if (key := row_id(fields)) else ("task", place)

"""Finds out whether offsets on Text tags count code points or UTF-16 units, and makes them points.

Label Studio 1.4 and newer count code points; 1.3 and older counted UTF-16 units, and no export says
which version made it. Where a text has a character beyond U+FFFF, the two differ, and the text that
a region quotes tells which is right. Such regions vote; from the first one on, tasks are held back
until one side leads by ten votes, up to a bound. Tasks before it read the same either way. The rest
of a file is taken as its beginning is: what fits the other unit only is the problem
`text-mismatch`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from ..checksum import agrees, readings
from ..offsets import OffsetMap
from ..report import Report
from .code_points import recounted
from .fields import TextFields
from .options import Unit
from .tasks import Task, Value

LEAD = 10
HELD_TASKS = 1_000
HELD_BYTES = 16 << 20
_UNREAD = ("drafts", "predictions")
_Text = tuple[str, int]
_BEYOND = (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")


class OffsetUnits:
    """The unit of one file's offsets."""

    def __init__(self, unit: Unit, fields: TextFields, report: Report, name: str) -> None:
        self._unit = unit
        self._fields = fields
        self._report = report
        self._name = name or "$"
        self._points = self._units = self._silent = 0

    def settle(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """Pass tasks on once the unit is known, with offsets in code points."""
        tasks = iter(tasks)
        held: list[Task] = []
        if self._unit == "auto":
            yield from self._undecided(tasks, held)
        is_utf16 = self._unit == "utf-16" or (self._unit == "auto" and self._units > self._points)
        self._tell(is_utf16=is_utf16)
        if not is_utf16:
            yield from held
            yield from tasks
            return
        for task in chain(held, tasks):
            yield recounted(task, self._fields) if has_beyond(task) else task

    def _undecided(self, tasks: Iterator[Task], held: list[Task]) -> Iterator[Task]:
        """Pass tasks on as long as either unit reads them alike, then hold them until decided."""
        size = 0
        for task in tasks:
            is_doubtful = has_beyond(task) and self._poll(task)
            if not (held or is_doubtful):
                yield task
                continue
            held.append(task)
            size += sum(len(bytes(raw)) for raw in task.fields.values())
            is_full = len(held) >= HELD_TASKS or size >= HELD_BYTES
            if is_full or abs(self._points - self._units) >= LEAD:
                return

    def _poll(self, task: Task) -> bool:
        """Count the votes of a task; tell whether the two units read it differently, or may."""
        texts = _texts(task, self._fields)
        is_doubtful = any(bytes(task.fields.get(k, b"")).startswith(b"[{") for k in _UNREAD)
        for annotation in task.annotations:
            for region in annotation.result if annotation else ():
                if region and region.type == "labels" and region.value:
                    field = self._fields.known.get(region.to_name or region.from_name)
                    on = [texts[field]] if field in texts else [*texts.values()]
                    is_fetched = field in task.fetched
                    is_doubtful |= self._vote(region.value, on, is_silent=not is_fetched)
        return is_doubtful

    def _vote(self, value: Value, on: list[_Text], *, is_silent: bool) -> bool:
        """Count the vote of a region; tell whether it could be read differently."""
        start, end, saved = value.start, value.end, value.text
        if type(start) is not int or type(end) is not int:
            return False
        pairs = [readings(text, start, end) for text, common in on if end > common]
        if not pairs:
            return False
        if not isinstance(saved, str) or not saved.strip():
            self._silent += is_silent
            return True
        points = any(agrees(saved, reading) for reading, _ in pairs)
        units = any(agrees(saved, reading) for _, reading in pairs)
        self._points += points > units
        self._units += units > points
        return True

    def _tell(self, *, is_utf16: bool) -> None:
        if self._unit != "auto":
            return
        if is_utf16:
            self._report.tell("offsets-utf16", self._name, units=self._units, points=self._points)
        elif self._points == self._units and self._points + self._silent:
            self._report.tell("offsets-undecided", self._name, count=self._silent)


def _texts(task: Task, fields: TextFields) -> dict[str, _Text]:
    """Return the texts that regions may be on, each with the offset up to which units agree."""
    found = {field: task.text(field) for field in fields.tags or task.strings()}
    return {field: (text, OffsetMap(text).common) for field, text in found.items() if text}


def has_beyond(task: Task) -> bool:
    """Whether the data of a task hold a character beyond U+FFFF, written out or escaped, or may."""
    data = bytes(task.fields["data"])
    if b"\\" in data and (b"\\ud" in data or b"\\uD" in data):
        return True
    if not data.isascii() and any(lead in data for lead in _BEYOND):
        return True
    return any(not OffsetMap(text).is_identity for text in task.fetched.values())

"""Imports tasks in pieces of bounded size, none twice: a run that broke off is simply run again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw, Struct

from ...converters.json_stream import elements
from ...converters.report import Report
from ..files import Source, opened
from ..progress import Progress, Step
from .batches import MOST, batches, send
from .client import Server
from .keys import Key, key_of
from .verifying import verified

_ANY = msgspec.json.Decoder()
_ANSWER = ("result", "model_version", "score", "was_cancelled", "ground_truth", "lead_time")
_SENT = ("data", "annotations", "predictions", "meta")


class Found(NamedTuple):
    """A task that is to go in: where it stands, and its fields."""

    place: str
    fields: dict[str, Raw]


class Imported(Struct, frozen=True):
    """What an import did."""

    project: int
    added: int
    there: int
    """Tasks that were in Label Studio already."""
    differing: int
    """Tasks that are there by their names, with other texts; they were left as they are."""
    report: Report

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "project": self.project,
            "added": self.added,
            "there_already": self.there,
            "differing": self.differing,
            "problems": self.report.as_dict()["problems"],
        }


def import_file(
    server: Server, project: int, source: Source, progress: Progress | None = None
) -> Imported:
    """Import a list of tasks, or an export, into a project.

    Raises:
        RegionsError: a region covers nothing or something else; nothing was sent.
        ProblemError: the file can't be read, or the project shows no text.
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    report = verified(server, project, source)
    return import_tasks(server, project, tasks_of(source), report, progress)


def tasks_of(source: Source) -> Iterator[Found]:
    """Yield the tasks of a file."""
    with opened(source) as file:
        index = 0
        for batch in elements(file, str(source), kind=dict[str, Raw]):
            for one in batch:
                if isinstance(one, dict):
                    yield Found(f"$[{index}]", one)
                index += 1


def import_tasks(
    server: Server,
    project: int,
    tasks: Iterable[Found],
    report: Report,
    progress: Progress | None = None,
) -> Imported:
    """Import those tasks that the project doesn't have; see `keys`.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached; run again, this goes on.
    """
    known = {key.name: key.content for key in map(key_of, server.tasks(project)) if key}
    new = New(known, report)
    step = Step("tasks", 0, report.tasks or None)
    pieces = batches(new.of(tasks), MOST)
    added = send(pieces, lambda piece: server.add_tasks(project, piece), step, progress)
    return Imported(project, added, new.there, new.differing, report)


class New:
    """Tells which tasks are new, and remembers them.

    Args:
        known: the contents of the tasks that are there, by their names.
        report: told of tasks whose name is there with another text, and of those given twice.
    """

    def __init__(self, known: dict[bytes, bytes], report: Report) -> None:
        self.there = self.differing = 0
        self._known = known
        self._given: set[bytes] = set()
        self._report = report

    def of(self, tasks: Iterable[Found]) -> Iterator[tuple[dict[str, Any], int]]:
        """Yield the bodies of those that are new, with their sizes in bytes."""
        for place, fields in tasks:
            key = key_of(fields)
            if key and self._is_new(key, place):
                yield body_of(fields), sum(len(bytes(fields.get(name, b""))) for name in _SENT)

    def _is_new(self, key: Key, place: str) -> bool:
        there = self._known.get(key.name)
        if key.name in self._given:
            self._report.tell("task-given-twice", place)
            return False
        self._given.add(key.name)
        if there is None:
            return True
        if there == key.content:
            self.there += 1
        else:
            self.differing += 1
            self._report.tell("task-there-differs", place)
        return False


def body_of(fields: dict[str, Raw]) -> dict[str, Any]:
    """Return what of a task can go in: what another server numbered stays behind.

    Predictions without a body, of which an export holds the ids only, are left out.

    Example:
        >>> body_of({"id": Raw(b"7"), "data": Raw(b'{"text": "Hi"}'), "predictions": Raw(b"[3]")})
        {'data': {'text': 'Hi'}}
    """
    body = {name: _ANY.decode(fields[name]) for name in _SENT if name in fields}
    for name in ("annotations", "predictions"):
        answers = body.pop(name, None)
        kept = [_answer(one, name) for one in answers or () if isinstance(one, dict)]
        if kept:
            body[name] = kept
    return {name: value for name, value in body.items() if value not in (None, {}, [])}


def _answer(one: dict[str, Any], name: str) -> dict[str, Any]:
    kept = {key: one[key] for key in _ANSWER if one.get(key) is not None}
    # Label Studio 1.23.2 takes an imported annotation without the key for ground truth
    return {"ground_truth": False, **kept} if name == "annotations" else kept

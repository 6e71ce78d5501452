"""Imports predictions to the tasks that are there: each once for a task and a model version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Raw, Struct

from ...converters.report import Report
from ..files import Source
from ..progress import Progress, Step
from .batches import batches, send
from .client import Server
from .importing import Found, tasks_of
from .keys import key_of
from .verifying import verified

_LIST = msgspec.json.Decoder(list[Any])
_SENT = ("result", "score", "model_version")
_ID = msgspec.json.Decoder(int)


class There(Struct, frozen=True):
    """A task that is there: its id, what it shows, and the model versions that it has."""

    id: int
    content: bytes
    versions: set[str]


class Predicted(Struct, frozen=True):
    """What an import of predictions did."""

    project: int
    added: int
    there: int
    """Predictions of a model version that their task had already."""
    report: Report

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "project": self.project,
            "added": self.added,
            "there_already": self.there,
            "problems": self.report.as_dict()["problems"],
        }


def import_predictions(
    server: Server, project: int, source: Source, progress: Progress | None = None
) -> Predicted:
    """Import the predictions of a list of tasks to the same tasks of a project.

    A task is found by what it is known by (`keys`), so the file needs no ids.

    Raises:
        RegionsError: a region covers nothing or something else; nothing was sent.
        ProblemError: the file can't be read, or the project shows no text.
        ServiceError: Label Studio refused, failed or can't be reached; run again, this goes on.
    """
    report = verified(server, project, source)
    there = known(server.tasks(project, with_predictions=True))
    new = NewPredictions(there, report)
    step = Step("predictions", 0, report.tasks or None)
    pieces = batches(new.of(tasks_of(source)))
    added = send(pieces, lambda piece: server.add_predictions(project, piece), step, progress)
    return Predicted(project, added, new.there, report)


def known(tasks: Iterator[dict[str, Raw]]) -> dict[bytes, There]:
    """Return the tasks that are there, by the names of their keys."""
    found = {}
    for fields in tasks:
        key = key_of(fields)
        if key and "id" in fields:
            versions = {str(one.get("model_version") or "") for one in _predictions(fields)}
            found[key.name] = There(_ID.decode(fields["id"]), key.content, versions)
    return found


class NewPredictions:
    """Tells which predictions are new, and remembers them.

    Args:
        there: the tasks that are there.
        report: told of tasks that aren't, or show something else.
    """

    def __init__(self, there: dict[bytes, There], report: Report) -> None:
        self.there = 0
        self._tasks = there
        self._report = report

    def of(self, tasks: Iterator[Found]) -> Iterator[tuple[dict[str, Any], int]]:
        """Yield the bodies of those that are new, with their sizes in bytes."""
        for place, fields in tasks:
            predictions = _predictions(fields)
            task = self._task(fields, place) if predictions else None
            for one in predictions if task else ():
                version = str(one.get("model_version") or "")
                if task is None or version in task.versions:
                    self.there += 1
                    continue
                task.versions.add(version)
                body: dict[str, Any] = {name: one[name] for name in _SENT if name in one}
                yield body | {"task": task.id}, len(bytes(fields["predictions"]))

    def _task(self, fields: dict[str, Raw], place: str) -> There | None:
        key = key_of(fields)
        found = self._tasks.get(key.name) if key else None
        if found is None:
            self._report.tell("prediction-without-task", place)
        elif key and key.content != found.content:
            self._report.tell("task-there-differs", place)
            return None
        return found


def _predictions(fields: dict[str, Raw]) -> list[dict[str, Any]]:
    """Return those that have a body; exports may hold ids only."""
    held = _LIST.decode(fields["predictions"]) if "predictions" in fields else []
    return [one for one in held if isinstance(one, dict) and isinstance(one.get("result"), list)]

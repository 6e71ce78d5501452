"""Finds the annotations of each task in a folder of target storage, and files of other kinds.

A file there is named by the id of its annotation, so those of one task are spread over the folder.
A pass of its own finds them; it remembers each task's id and its files' names, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msgspec import Raw

from ..folder import Files
from ..problems import ProblemError
from ..report import Report
from .blobs import blob_key, task_of
from .entries import Entry, entries_in


class Index:
    """Which files hold an annotation with its task inside, by task, and the names of the others."""

    def __init__(self, files: Files, name: str, report: Report) -> None:
        self._files = files
        self._name = name
        self._blobs: dict[bytes, list[str]] = {}
        self.others: list[str] = []
        for file in files.names:
            if cause := self._added(file):
                report.tell("file-unusable", f"{name}/{file}", error=ValueError(cause))

    def tasks(self) -> Iterator[Entry]:
        """Yield the place and the fields of each task, in the order of their first files."""
        for names in self._blobs.values():
            blobs = [found for file in names if (found := self._only(file))]
            yield f"{self._name}/{names[0]} $", task_of(blobs)

    def _added(self, file: str) -> str:
        """Find out what a file holds; return why it can't be told, if so."""
        try:
            only = self._only(file)
        except ProblemError as error:
            if error.problem.code != "input-cut-off":
                return error.problem.cause.removesuffix(".")
            only = None  # reading it will say so
        except UnicodeDecodeError as error:
            return str(error)
        key = blob_key(only) if only else None
        if key is None:
            self.others.append(file)
        else:
            self._blobs.setdefault(key, []).append(file)
        return ""

    def _only(self, file: str) -> dict[str, Raw] | None:
        """Return what a file holds if that is a single entry."""
        with self._files.open(file) as opened:
            found = [*islice(entries_in(opened, file, Report()), 2)]
        return found[0][1] if len(found) == 1 else None

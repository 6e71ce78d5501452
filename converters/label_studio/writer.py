"""Writes documents as tasks that Label Studio imports: tasks.json and label_config.xml."""

from __future__ import annotations

from typing import Any

import msgspec

from ..document import Document, Record
from ..folder import Folder
from ..report import Report
from .answering import As, TaskOptions
from .restorer import Restorer
from .results import Results

__all__ = ["As", "LabelStudioWriter", "TaskOptions"]

_ENCODER = msgspec.json.Encoder()


class LabelStudioWriter:
    """Takes records one by one; `close` completes the output."""

    def __init__(self, folder: Folder, options: TaskOptions, report: Report) -> None:
        self._folder = folder
        self._options = options
        self._report = report
        self._results = Results(options.label_config, report)
        self._restorer = Restorer(self._results, options, report)
        self._tasks = folder.open("tasks.json")
        self._count = 0

    def write(self, record: Record) -> None:
        """Write the task of a record, or one for each document that comes without a task."""
        if record.kept:
            tasks = [self._restorer.task(record)]
        else:
            tasks = [self._new(document) for document in record.documents]
        for task in tasks:
            if task is not None:
                self._tasks.write((b",\n" if self._count else b"[\n") + _ENCODER.encode(task))
                self._count += 1
        if any(tasks):
            for document in record.documents:
                self._report.count(document)

    def close(self) -> None:
        """Close the list of tasks and write the configuration."""
        self._tasks.write(b"\n]\n" if self._count else b"[]\n")
        self._tasks.close()
        self._folder.write("label_config.xml", self._results.xml().encode())

    def _new(self, document: Document) -> dict[str, Any]:
        azure = {"location": document.name, "language": document.language}
        if document.split:
            azure["dataset"] = document.split
        data = {self._results.controls.field: document.text, "azure": azure}
        if document.source.annotation is None:
            return {"data": data}
        return {"data": data, **self._options.answer(self._results.of(document), [document])}

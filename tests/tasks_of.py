"""Makes small tasks, and says what reading them gives."""

from __future__ import annotations

from typing import Any

from fixtures_of import read_tasks
from spanbridge.converters.document import Document
from spanbridge.converters.report import Report


def region(text: str, words: str, label: str = "Person", /, **value: Any) -> dict[str, Any]:
    """Make a region on the first place of some words; `value` changes what it says."""
    start = text.index(words)
    whole = {"start": start, "end": start + len(words), "text": words, "labels": [label]} | value
    return {"from_name": "label", "to_name": "text", "type": "labels", "value": whole}


def task(text: Any, *result: Any, **more: Any) -> dict[str, Any]:
    """Make a task with one annotation; `more` are further fields of its data."""
    return {"data": {"text": text, **more}, "annotations": [{"result": [*result]}]}


ALICE = task("Alice left", region("Alice left", "Alice"))


def covered(document: Document) -> list[tuple[str, str]]:
    """Return the labels of a document with what they cover."""
    return [(span.label, document.covered(span)) for span in document.spans]


def documents(tasks: Any, **options: Any) -> tuple[list[Document], Report]:
    """Read tasks; return their documents, and the report."""
    records, report = read_tasks(tasks, **options)
    return [document for record in records for document in record.documents], report


def told(tasks: Any, **options: Any) -> dict[str, int]:
    """Read tasks; return the problems by code."""
    return dict(documents(tasks, **options)[1].problems)


def places(report: Report) -> list[str]:
    """Return where the problems are."""
    return [problem.where for problems in report.examples.values() for problem in problems]

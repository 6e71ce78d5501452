"""Writes predictions as they come: tasks of Label Studio, or JSON Lines.

{"id": "7", "language": "en-us", "text": "Alice left.",
 "spans": [{"start": 0, "end": 5, "label": "Person", "score": 0.98, "text": "Alice"}]}

A document that is classified as a whole has `categories` in place of `spans`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO, Protocol

import msgspec

from ...converters.label_studio.predicted import PredictedTasks
from .predicting_inputs import Entry
from .predicting_open import Prediction

_ENCODER = msgspec.json.Encoder()


class Output(Protocol):
    """Takes each entry with what was predicted of its documents, None where nothing was."""

    def add(self, entry: Entry, found: list[Prediction | None]) -> None:
        """Write an entry."""

    def close(self) -> None:
        """Complete the output."""


class Lines:
    """JSON Lines: a document a line; what could not be predicted has none."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def add(self, entry: Entry, found: list[Prediction | None]) -> None:  # noqa: ARG002 (the protocol's)
        """Write the documents of an entry."""
        for one in found:
            if one:
                self._file.write(_ENCODER.encode(line_of(one)) + b"\n")
        self._file.flush()

    def close(self) -> None:
        """Do nothing: each line is whole."""


class Tasks:
    """A list of tasks, those that came as tasks with all that they had.

    Args:
        file: to write to.
        tasks: makes them.
        version: tells the model version, once it is known.
    """

    def __init__(self, file: BinaryIO, tasks: PredictedTasks, version: Callable[[], str]) -> None:
        self._file, self._tasks, self._version = file, tasks, version
        self._count = 0

    def add(self, entry: Entry, found: list[Prediction | None]) -> None:
        """Write a task; with a prediction, unless one of its texts has none."""
        pairs = [(one.document, one.scores) for one in found if one]
        if entry.kept is not None:
            task = self._tasks.restored(entry.kept, entry.documents)
        else:
            task = self._tasks.new(entry.documents[0])
        if pairs and len(pairs) == len(found):
            self._tasks.add(task, pairs, self._version())
        self._file.write((b",\n" if self._count else b"[\n") + _ENCODER.encode(task))
        self._count += 1

    def close(self) -> None:
        """Close the list."""
        self._file.write(b"\n]\n" if self._count else b"[]\n")


def line_of(one: Prediction) -> dict[str, Any]:
    """Give a prediction as plain data.

    Example:
        >>> from ...converters.document import Document, Span
        >>> found = Document("Hi 😀 Alice", (Span(5, 10, "Person", 0.98),), name="7")
        >>> line_of(Prediction(found))["spans"]
        [{'start': 5, 'end': 10, 'label': 'Person', 'score': 0.98, 'text': 'Alice'}]
    """
    document = one.document
    found: dict[str, Any] = {
        "id": document.name or document.source.place,
        "language": document.language,
        "text": document.text,
    }
    if document.categories is not None:
        pairs = zip(document.categories, one.scores, strict=True)
        return found | {"categories": [{"category": c, "score": score} for c, score in pairs]}
    spans = [
        {
            "start": span.start,
            "end": span.end,
            "label": span.label,
            "score": span.score,
            "text": document.covered(span),
        }
        for span in document.spans
    ]
    return found | {"spans": spans}

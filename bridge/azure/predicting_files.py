"""Predicts what is in files and writes what is found: the command `azure predict`, without words.

The output appears whole, when all is predicted, or not at all; what was found until a kill is in
the journal.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from ...converters.document import Document
from .predicting import Predictor
from .predicting_inputs import Entry
from .predicting_open import Prediction
from .predicting_outputs import Output


class HasDocuments(Protocol):
    """What documents come of: an entry of a file, a task of Label Studio."""

    @property
    def documents(self) -> Sequence[Document]:
        """Its documents, in their order."""


E = TypeVar("E", bound=HasDocuments)


def predict_entries(
    run: Predictor, found: Iterable[E]
) -> Iterator[tuple[E, list[Prediction | None]]]:
    """Yield each entry with what was predicted of its documents, None where nothing was."""
    waiting: deque[E] = deque()

    def documents() -> Iterator[Document]:
        for entry in found:
            waiting.append(entry)
            yield from entry.documents

    held: list[Prediction | None] = []
    for one in run.outcomes(documents()):
        while not waiting[0].documents:
            yield waiting.popleft(), []
        held.append(one)
        if len(held) == len(waiting[0].documents):
            yield waiting.popleft(), held
            held = []
    for entry in waiting:
        yield entry, []


def write_predictions(run: Predictor, found: Iterable[Entry], output: Output) -> int:
    """Write what is predicted; return the number of documents that have a prediction.

    Raises:
        ProblemError: the budget doesn't allow it, or an input can't be read.
        ServiceError: the service can't be reached, refuses all, or lets all come to nothing.
    """
    count = 0
    for entry, ones in predict_entries(run, found):
        output.add(entry, ones)
        count += sum(one is not None for one in ones)
    output.close()
    return count

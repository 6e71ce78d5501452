"""The emulator's learner, for simulations: trains on documents, predicts texts.

In this process and not over HTTP: the same learning without a server, a project and a container
for each of some hundred trainings. It stands here since the command line alone may use the emulator
(pyproject.toml, "Only the command line starts the emulator").
"""

from __future__ import annotations

from collections.abc import Sequence

from ...converters.document import Document, Kind, Span
from ..emulator.learner import Example, train
from ..emulator.learner import Model as Trained
from ..emulator.learning.labels import LabelledSpan
from ..emulator.learning.ner import NerModel
from ..emulator.models import MULTI, NER, SINGLE

_KINDS: dict[Kind, str] = {"entities": NER, "single-label": SINGLE, "multi-label": MULTI}


class LearnerModel:
    """A trained model, whose predictions are documents."""

    def __init__(self, trained: Trained) -> None:
        self._trained = trained

    def predict(self, text: str) -> tuple[Document, list[float]]:
        """Predict a text: with what was found, and how sure it is of each."""
        if isinstance(self._trained, NerModel):
            spans = tuple(Span(*found) for found in self._trained.predict(text))
            return Document(text, spans), [span.score or 0.0 for span in spans]
        classes = self._trained.predict(text)
        return Document(text, categories=tuple(c for c, _ in classes)), [
            sure for _, sure in classes
        ]


def learn(kind: Kind, documents: Sequence[Document]) -> LearnerModel:
    """Train on spans, or on the categories of texts as a whole, by what the project labels."""
    examples = [
        Example(
            one.text,
            tuple(LabelledSpan(span.start, span.end, span.label) for span in one.spans),
            frozenset(one.categories or ()),
        )
        for one in documents
    ]
    return LearnerModel(train(_KINDS[kind], examples, jitter=None))

"""Makes predictions of what a model found in the texts of tasks.

{"model_version": "production@v2", "score": 0.71, "result": [{"id": "a1b2c3d4e5",
   "from_name": "label", "to_name": "text", "type": "labels", "score": 0.98,
   "value": {"start": 2, "end": 7, "text": "Alice", "labels": ["Person"]}}]}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypedDict

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from ...converters.document import Document
from ...converters.label_studio.label_config import LabelConfig
from ...converters.label_studio.predicted import confidences_of, result_of
from ...converters.label_studio.results import Results
from ...converters.report import Report
from ..active_learning.scores import random_score, sampling_score, tokens
from .drawn import drawn_in
from .options import SuggestOptions
from .texts import Fetch, TaskTexts

Fields = Mapping[str, Raw]
"""A task: its fields, undecoded."""
Scores = Sequence[float | None]
"""The confidences of a document's categories, in their order; spans have theirs themselves."""
Found = Sequence[tuple[Document, Scores]]
_FIELDS: Final = msgspec.json.Decoder(dict[str, Raw])


class Prediction(TypedDict):
    """A prediction as Label Studio takes it."""

    model_version: str
    score: float
    result: list[dict[str, Any]]


class Suggester:
    """Knows a labeling configuration; may be used by many threads.

    Args:
        config: the labeling configuration.
        options: what is shown, and in which order tasks come.
        fetch: how texts are had of which tasks hold the address only; without it there are none.

    Example:
        >>> from ...converters.document import Span
        >>> config = LabelConfig.parse('''<View><Text name="t" value="$text"/>
        ... <Labels name="l" toName="t"><Label value="Person"/></Labels></View>''')
        >>> suggester, task = Suggester(config), fields_of({"id": 7, "data": {"text": "😀 Alice"}})
        >>> [document] = suggester.documents(task)
        >>> found = replace(document, spans=(Span(2, 7, "Person", 0.98),))
        >>> prediction = suggester.prediction(task, [(found, ())], "production@v2")
        >>> prediction["result"][0]["value"]
        {'start': 2, 'end': 7, 'text': 'Alice', 'labels': ['Person']}
    """

    def __init__(
        self,
        config: LabelConfig,
        options: SuggestOptions | None = None,
        fetch: Fetch | None = None,
    ) -> None:
        self._config = config
        self._options = options or SuggestOptions()
        self._texts = TaskTexts(config, self._options, fetch)

    def documents(self, task: Fields, report: Report | None = None) -> list[Document]:
        """Return the texts of a task that a model can be asked about; what can't be is told."""
        report = report or Report()
        read = self._texts.task(task, report)
        return self._texts.documents(read, report) if read else []

    def is_withheld(self, documents: Iterable[Document]) -> bool:
        """Whether a task gets no suggestions, since one of its texts is for testing."""
        split = self._options.test
        keys = (document.source.group or document.text for document in documents)
        return split is not None and any(split.part_of(key) == "Test" for key in keys)

    def prediction(
        self,
        task: Fields,
        found: Found,
        version: str,
        *,
        drawn: object = None,
        report: Report | None = None,
    ) -> Prediction:
        """Make the prediction of a task.

        Args:
            task: the task, as it was given to `documents`.
            found: its documents with what was found in them; of a task that is withheld, and of
                texts that can't be analysed, without anything.
            version: of the model.
            drawn: a result of regions that somebody has drawn: what overlaps them isn't suggested.
            report: told of categories that the configuration has no label for.
        """
        report = report or Report()
        shown = [self._shown(document, scores) for document, scores in found]
        if drawn and (read := self._texts.task(task, report)):
            taken = drawn_in(drawn, read, self._texts.fields, self._options.kind)
            shown = [(taken.without(document), scores) for document, scores in shown]
        return {
            "model_version": version,
            "score": self._score(found, version),
            "result": self._result(task, shown, report),
        }

    def _result(self, task: Fields, shown: Found, report: Report) -> list[dict[str, Any]]:
        if not shown:
            return []
        results = Results(self._config, report)
        return result_of(results, _FIELDS.decode(task["data"]), shown, report)

    def _shown(self, document: Document, scores: Scores) -> tuple[Document, Scores]:
        """Leave out what isn't sure enough."""
        shows = self._options.shows
        if document.categories is None:
            sure = tuple(one for one in document.spans if shows(one.label, one.score))
            return replace(document, spans=sure), scores
        pairs = zip(document.categories, scores, strict=True)
        kept = [(category, score) for category, score in pairs if shows(category, score)]
        chosen = replace(document, categories=tuple(category for category, _ in kept))
        return chosen, tuple(score for _, score in kept)

    def _score(self, found: Found, version: str) -> float:
        """Score a task by all that was found, shown or not."""
        documents = [document for document, _ in found]
        key = "\0".join(document.text for document in documents)
        if self.is_withheld(documents):
            return random_score(key, version)
        options = self._options
        length = sum(tokens(one.text) for one in documents) if options.kind == "entities" else 1
        return sampling_score(
            confidences_of(found),
            length,
            key=key,
            version=version,
            strategy=options.strategy,
            share=options.explored,
        )


def fields_of(task: object) -> dict[str, Raw]:
    """Give a task that was decoded as `Suggester` takes it.

    Example:
        >>> bytes(fields_of({"id": 7})["id"])
        b'7'
    """
    return _FIELDS.decode(msgspec.json.encode(task))

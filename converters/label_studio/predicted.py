"""Makes tasks with predictions of documents that a model has labelled.

{"data": {"text": "😀 Alice works at Contoso"}, "predictions": [{"model_version": "v2",
   "score": 0.98, "result": [{"id": "a1b2c3d4e5", "from_name": "label", "to_name": "text",
     "type": "labels", "value": {"start": 2, "end": 7, "text": "Alice", "labels": ["Person"]},
     "score": 0.98}]}]}

A task that was read keeps all that it has; a prediction of the same model version is replaced. One
in which nothing was found has an empty result, so that it is seen to be predicted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Any

import msgspec
from msgspec import Raw

from ..document import Document, Span
from ..report import Report
from .label_config import LabelConfig
from .layouts import Layout, RegionError
from .restorer import layouts_of
from .results import Item, Results
from .tasks import decoded

Scores = Sequence[float | None]
_FIELDS = msgspec.json.Decoder(dict[str, Raw])


class PredictedTasks:
    """Puts predictions into tasks; labels that the configuration has not are told and left out.

    Args:
        config: the labeling configuration; without it tags are those of the task's annotations,
            or named `label`, `category` and like the field of the text.
        report: told of labels that go nowhere.
    """

    def __init__(self, config: LabelConfig | None, report: Report) -> None:
        self._results = Results(config, report)
        self._report = report

    def new(self, document: Document) -> dict[str, Any]:
        """Make the task of a document that was none; `azure` is as `convert` writes it."""
        azure = {"language": document.language} if document.language else {}
        name = "location" if document.name.endswith(".txt") else "id"
        if document.name:
            azure[name] = document.name
        return {"data": {self._results.controls.field: document.text, "azure": azure}}

    def restored(self, kept: bytes, documents: Iterable[Document]) -> dict[str, Any]:
        """Return a task as it was, with its texts; what lays a text out is there already."""
        fields: dict[str, Any] = dict(_FIELDS.decode(kept))
        data: dict[str, Any] = dict(_FIELDS.decode(fields["data"]))
        for document in documents:
            self._learn(fields, document)
            if document.source.field in data and not document.source.layout:
                data[document.source.field] = document.text
        return {**fields, "data": data}

    def add(
        self, task: dict[str, Any], found: Iterable[tuple[Document, Scores]], version: str
    ) -> None:
        """Add what was found in the texts of a task, as one prediction."""
        found = [*found]
        prediction: dict[str, Any] = {"model_version": version}
        prediction["result"] = result_of(self._results, task["data"], found, self._report)
        if scores := confidences_of(found):
            prediction["score"] = fmean(scores)
        task["predictions"] = [*_others(task, version), prediction]

    def _learn(self, fields: dict[str, Any], document: Document) -> None:
        annotations = decoded(fields["annotations"]) if "annotations" in fields else []
        for annotation in annotations if isinstance(annotations, list) else []:
            result = annotation.get("result") if isinstance(annotation, dict) else None
            if isinstance(result, list):
                self._results.controls.learn(result, document)
                self._results.choices.learn(result, document)


def result_of(
    results: Results,
    data: Mapping[str, Raw],
    found: Iterable[tuple[Document, Scores]],
    report: Report,
) -> list[Item]:
    """Return the items that say what was found in the texts of a task with these data.

    A span that the task's tag can't mark is told and left out: a line break alone in HTML, say.

    Raises:
        RegionError: a text is laid out otherwise than its document was.
    """
    pairs = [*found]
    layouts = layouts_of(data, [document for document, _ in pairs])
    items: list[Item] = []
    for document, given in pairs:
        if document.categories is not None:
            items += _scored(results.chosen(document), given)
            continue
        layout = layouts.get(document.source.field)
        made = (_region(results, document, span, layout, report) for span in document.spans)
        items += [region for region in made if region]
    return items


def _region(
    results: Results, document: Document, span: Span, layout: Layout | None, report: Report
) -> Item | None:
    try:
        return results.region(document, span, layout)
    except RegionError as error:
        report.tell(error.code, document.source.place, **error.quoted)
        return None


def confidences_of(found: Iterable[tuple[Document, Scores]]) -> list[float]:
    """Return the confidences of all that was found, where there are any."""
    both = ((*(span.score for span in document.spans), *given) for document, given in found)
    return [score for scores in both for score in scores if score is not None]


def _scored(result: list[Item], scores: Scores) -> list[Item]:
    """Give choices the score of the surest category."""
    known = [score for score in scores if score is not None]
    return [item | {"score": max(known)} for item in result] if known else result


def _others(task: dict[str, Any], version: str) -> list[Any]:
    """Return the predictions of other model versions."""
    held = decoded(task["predictions"]) if isinstance(task.get("predictions"), Raw) else []
    return [
        one
        for one in (held if isinstance(held, list) else [])
        if isinstance(one, dict) and one.get("model_version") != version
    ]

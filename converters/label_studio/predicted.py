"""Makes tasks with predictions of documents that a model has labelled.

{"data": {"text": "😀 Alice works at Contoso"}, "predictions": [{"model_version": "v2",
   "score": 0.98, "result": [{"id": "a1b2c3d4e5", "from_name": "label", "to_name": "text",
     "type": "labels", "value": {"start": 2, "end": 7, "text": "Alice", "labels": ["Person"]},
     "score": 0.98}]}]}

A task that was read keeps all that it has; a prediction of the same model version is replaced. One
in which nothing was found has an empty result, so that it is seen to be predicted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from statistics import fmean
from typing import Any

import msgspec
from msgspec import Raw

from ..document import Document, Span
from ..report import Report
from .choices import ChoiceTags
from .controls import Controls, Given, Learned, Target
from .label_config import LabelConfig
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
        self._controls: Controls = Given(config) if config else Learned()
        self._choices = ChoiceTags(config)
        self._report = report

    def new(self, document: Document) -> dict[str, Any]:
        """Make the task of a document that was none; `azure` is as `convert` writes it."""
        azure = {"language": document.language} if document.language else {}
        name = "location" if document.name.endswith(".txt") else "id"
        if document.name:
            azure[name] = document.name
        return {"data": {self._controls.field: document.text, "azure": azure}}

    def restored(self, kept: bytes, documents: Iterable[Document]) -> dict[str, Any]:
        """Return a task as it was, with its texts."""
        fields: dict[str, Any] = dict(_FIELDS.decode(kept))
        data: dict[str, Any] = dict(_FIELDS.decode(fields["data"]))
        for document in documents:
            self._learn(fields, document)
            if document.source.field in data:
                data[document.source.field] = document.text
        return {**fields, "data": data}

    def add(
        self, task: dict[str, Any], found: Iterable[tuple[Document, Scores]], version: str
    ) -> None:
        """Add what was found in the texts of a task, as one prediction."""
        result: list[dict[str, Any]] = []
        scores: list[float] = []
        for document, given in found:
            result += self._result(document, given)
            both = (*(span.score for span in document.spans), *given)
            scores += [score for score in both if score is not None]
        prediction: dict[str, Any] = {"model_version": version, "result": result}
        if scores:
            prediction["score"] = fmean(scores)
        task["predictions"] = [*_others(task, version), prediction]

    def _result(self, document: Document, scores: Scores) -> list[dict[str, Any]]:
        if document.categories is not None:
            return self._chosen(document, scores)
        targets = ((span, self._controls.target(span.label, document)) for span in document.spans)
        result = []
        for span, target in targets:
            if target is None:
                self._unmatched(span.label, document)
            else:
                result.append(region_of(document, span, target))
        return result

    def _chosen(self, document: Document, scores: Scores) -> list[dict[str, Any]]:
        found = self._choices.results(document, lambda name: self._unmatched(name, document))
        known = [score for score in scores if score is not None]
        return [
            {
                "id": _identifier(document.name, from_name),
                "from_name": from_name,
                "to_name": to_name,
                "type": "choices",
                "value": {"choices": choices},
                **({"score": max(known)} if known else {}),
            }
            for from_name, to_name, choices in found
        ]

    def _unmatched(self, category: str, document: Document) -> None:
        self._report.tell("category-unmatched", document.source.place, category=category)

    def _learn(self, fields: dict[str, Any], document: Document) -> None:
        annotations = decoded(fields["annotations"]) if "annotations" in fields else []
        for annotation in annotations if isinstance(annotations, list) else []:
            result = annotation.get("result") if isinstance(annotation, dict) else None
            if isinstance(result, list):
                self._controls.learn([one for one in result if isinstance(one, dict)], document)
                self._choices.learn(result, document)


def region_of(document: Document, span: Span, target: Target) -> dict[str, Any]:
    """Make the region of a span; its id is the same for the same span in each run."""
    region: dict[str, Any] = {
        "id": _identifier(document.name, span.start, span.end, span.label),
        "from_name": target.from_name,
        "to_name": target.to_name,
        "type": "labels",
        "value": {
            "start": span.start,
            "end": span.end,
            "text": document.covered(span),
            "labels": [target.label],
        },
    }
    return region if span.score is None else region | {"score": span.score}


def _others(task: dict[str, Any], version: str) -> list[Any]:
    """Return the predictions of other model versions."""
    held = decoded(task["predictions"]) if isinstance(task.get("predictions"), Raw) else []
    return [
        one
        for one in (held if isinstance(held, list) else [])
        if isinstance(one, dict) and one.get("model_version") != version
    ]


def _identifier(*parts: object) -> str:
    return blake2b(repr(parts).encode(), digest_size=5).hexdigest()

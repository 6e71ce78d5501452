"""Finds the prediction of a task whose regions are to become its spans.

Task lists, as one imports them or as the API lists them, hold predictions whole; exports hold their
ids only.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Raw

from ..document import Span
from ..report import Report
from .tasks import Annotation, Region, Task, is_given, lenient_annotation

_RAWS = msgspec.json.Decoder(list[Raw])


class PredictedRegion(Region, gc=False):
    """A region with the model's confidence in it."""

    score: Any = None


class Prediction(Annotation):
    """A model's answer to a task; `index` says which of its predictions it is."""

    model_version: Any = None
    index: int = -1


_REGION = msgspec.json.Decoder(PredictedRegion)


def with_predictions(task: Task, report: Report) -> Task:
    """Put the predictions of a task where its annotations are looked for; tell of malformed ones.

    What is kept of the task is as it was.
    """
    task.annotations = []
    for index, piece in enumerate(_pieces(task)):
        if _is_object(piece):
            where = f"{task.place}.predictions[{index}]"
            prediction = lenient_annotation(piece, where, report, Prediction, _REGION)
            if prediction:
                prediction.index = index
                task.annotations.append(prediction)
    return task


def prediction_of(task: Task, version: str, report: Report) -> Prediction | None:
    """Return the latest prediction of a model version, of any if that is empty.

    None, and a problem told, if there is none or only its id.
    """
    found = [p for p in task.annotations if isinstance(p, Prediction)]
    wanted = [p for p in found if not version or str(p.model_version) == version]
    if wanted:
        return max(reversed(wanted), key=lambda p: p.updated_at or p.created_at or "")
    if any(not _is_object(piece) for piece in _pieces(task)):
        report.tell("prediction-without-body", f"{task.place}.predictions")
    else:
        report.tell("prediction-absent", task.place, version=version or "any")
    return None


def with_scores(spans: list[Span], prediction: Prediction) -> list[Span]:
    """Give spans the scores of their regions."""
    scores = {
        (label, region.value.start, region.value.end): float(region.score)
        for region in prediction.result
        if isinstance(region, PredictedRegion) and region.value
        if isinstance(region.score, int | float)
        for label in region.value.labels or ()
    }
    return [Span(s.start, s.end, s.label, scores.get((s.label, s.start, s.end))) for s in spans]


def _pieces(task: Task) -> list[Raw]:
    raw = task.fields.get("predictions", Raw())
    try:
        return _RAWS.decode(raw) if is_given(raw) else []
    except msgspec.ValidationError:
        return [raw]


def _is_object(raw: Raw) -> bool:
    return bytes(raw).lstrip().startswith(b"{")

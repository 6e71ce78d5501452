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
from .tasks import Annotation, Region, Task, lenient_annotation

_RAWS = msgspec.json.Decoder(list[Raw])
_NOTHING = (b"", b"null", b"[]")


class PredictedRegion(Region, gc=False):
    """A region with the model's confidence in it."""

    score: Any = None


class Prediction(Annotation):
    """A model's answer to a task; `index` says which of its predictions it is."""

    model_version: Any = None
    index: int = -1


_REGION = msgspec.json.Decoder(PredictedRegion)


def prediction_of(task: Task, version: str, report: Report) -> Prediction | None:
    """Return the latest prediction of a model version, of any if that is empty.

    None, and a problem told, if there is none or only its id.
    """
    raw = task.fields.get("predictions", Raw())
    found = [] if bytes(raw) in _NOTHING else _predictions(raw, task.place, report)
    if found is None:
        report.tell("prediction-without-body", f"{task.place}.predictions")
        return None
    wanted = [p for p in found if not version or str(p.model_version) == version]
    if not wanted:
        report.tell("prediction-absent", task.place, version=version or "any version")
        return None
    return max(reversed(wanted), key=lambda p: p.updated_at or p.created_at or "")


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


def _predictions(raw: Raw, place: str, report: Report) -> list[Prediction] | None:
    """Decode all predictions; None if there are only ids."""
    try:
        pieces = _RAWS.decode(raw)
    except msgspec.ValidationError:
        return None
    if any(bytes(piece).lstrip()[:1] != b"{" for piece in pieces):
        return None
    found = []
    for index, piece in enumerate(pieces):
        where = f"{place}.predictions[{index}]"
        prediction = lenient_annotation(piece, where, report, Prediction, _REGION)
        if prediction:
            prediction.index = index
            found.append(prediction)
    return found

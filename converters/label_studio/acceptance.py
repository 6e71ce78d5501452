"""Tells annotations that people made from those that nobody has looked at.

"Create annotations from predictions", in the Data Manager, makes ordinary annotations: by whoever
clicked, with `parent_prediction` set. What tells them is that nobody spent time on them: the editor
saves a `lead_time` with each submission, the action none (1.23.2: predictions_to_annotations.py).
Where an export holds the prediction, one whose result differs has been worked on after all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import ValidationError, convert

from .annotators import is_by, was_updated_by
from .tasks import Annotation, Region, Value, decoded, is_given

HUMAN, REVIEWED, EVERY = "human", "reviewed", "all"
Accepts = Callable[[Annotation], bool]


def acceptance(name: str) -> Accepts:
    """Return what tells whether an annotation counts: `human`, `all`, `reviewed`, `reviewed:NAME`.

    Raises:
        ValueError: there is no such rule.
    """
    kind, colon, reviewer = name.partition(":")
    if kind == REVIEWED and bool(colon) == bool(reviewer):
        return lambda annotation: _is_reviewed(annotation, reviewer)
    if name not in (HUMAN, EVERY):
        raise ValueError(f"{name!r} is none of {HUMAN}, {REVIEWED}, {REVIEWED}:NAME, {EVERY}")
    return was_opened if name == HUMAN else lambda _: True


def was_opened(annotation: Annotation) -> bool:
    """Whether somebody made it or at least looked at it.

    Example:
        >>> from msgspec import Raw
        >>> was_opened(Annotation(parent_prediction=Raw(b"7"), lead_time=Raw(b"null")))
        False
    """
    if not is_given(annotation.parent_prediction):
        return True
    seconds = decoded(annotation.lead_time) if is_given(annotation.lead_time) else 0
    return bool(seconds) or _differs(annotation)


def _differs(annotation: Annotation) -> bool:
    """Whether the result is another than that of the prediction, where the export holds that."""
    prediction = decoded(annotation.prediction) if is_given(annotation.prediction) else None
    made = prediction.get("result") if isinstance(prediction, dict) else None
    if not isinstance(made, list):
        return False
    return [_essence(region) for region in annotation.result] != [_decoded(item) for item in made]


def _decoded(item: Any) -> tuple[str, Value | None] | None:
    try:
        return _essence(convert(item, Region))
    except ValidationError:
        return None


def _essence(region: Region | None) -> tuple[str, Value | None] | None:
    """Return what a region says; its id and origin say nothing."""
    return (region.type, region.value) if region else None


def _is_reviewed(annotation: Annotation, reviewer: str) -> bool:
    """Whether it is ground truth, or made or changed last by the reviewer, if one is named."""
    if annotation.ground_truth or not reviewer:
        return bool(annotation.ground_truth)
    return is_by(annotation, reviewer) or was_updated_by(annotation, reviewer)

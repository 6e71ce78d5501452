"""How well a model does: the summary, and what it predicted for each document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from . import learner
from .corpus import Part
from .exceptions import invalid
from .learner import Model
from .learning.ner import LabelledSpan, NerModel, Recognised
from .learning.units import UTF16, Units
from .models import SINGLE, EvaluationOptions

_SPLIT = (80, 20)
_ALL = 100


class Evaluation(NamedTuple):
    """The summary as the service answers it, and a result for each document."""

    summary: dict[str, Any]
    results: list[dict[str, Any]]


def checked(options: EvaluationOptions | None) -> EvaluationOptions:
    """Return the options with what they leave open filled in.

    Raises:
        ServiceError: the kind is unknown, or the percentages don't add up to 100.
    """
    options = options or EvaluationOptions()
    kind = options.kind or "percentage"
    if kind not in {"percentage", "manual"}:
        raise invalid(f"The kind of evaluation '{kind}' is unknown.", "evaluationOptions.kind")
    if kind == "manual":
        return EvaluationOptions(kind=kind)
    train, test = options.training_split_percentage, options.testing_split_percentage
    if train is None and test is None:
        train, test = _SPLIT
    if train is None or test is None or train + test != _ALL or not 0 < test < _ALL:
        message = "The percentages of training and testing must be over 0 and add up to 100."
        raise invalid(message, "evaluationOptions")
    return EvaluationOptions(
        kind=kind, training_split_percentage=train, testing_split_percentage=test
    )


def evaluate(
    kind: str, model: Model, parts: Sequence[Part], options: EvaluationOptions
) -> Evaluation:
    """Test a model on parts of documents."""
    tested = learner.test(kind, model, [part.example for part in parts])
    name = kind[0].lower() + kind[1:] + "Evaluation"
    summary = {"projectKind": kind, name: tested.summary, "evaluationOptions": _shape(options)}
    results: dict[str, dict[str, Any]] = {}
    for part, found in zip(parts, tested.predicted, strict=True):
        result = results.setdefault(part.document.location or "", _document(kind, part))
        _add(kind, result, part, found, model)
    return Evaluation(summary, [*results.values()])


def _shape(options: EvaluationOptions) -> dict[str, Any]:
    percentages = {
        "trainingSplitPercentage": options.training_split_percentage,
        "testingSplitPercentage": options.testing_split_percentage,
    }
    return {"kind": options.kind} | {n: p for n, p in percentages.items() if p is not None}


def _document(kind: str, part: Part) -> dict[str, Any]:
    document = part.document
    return {
        "location": document.location,
        "language": document.language or "",
        "projectKind": kind,
    }


def _add(kind: str, result: dict[str, Any], part: Part, found: Any, model: Model) -> None:
    """Add what was expected and predicted for a part of a document."""
    if isinstance(model, NerModel):
        region = _region(part, found)
        result.setdefault(_result_name(kind), {"entities": []})["entities"].append(region)
    elif kind == SINGLE:
        result[_result_name(kind)] = {
            "expectedClass": next(iter(part.example.classes), ""),
            "predictedClass": next(iter(found), ""),
        }
    else:
        result[_result_name(kind)] = {
            "expectedClasses": sorted(part.example.classes),
            "predictedClasses": found,
        }


def _result_name(kind: str) -> str:
    return kind[0].lower() + kind[1:] + "Result"


def _region(part: Part, found: Sequence[Recognised]) -> dict[str, Any]:
    """Give a region; offsets are of the document."""
    text, base = part.example.text, (part.region.region_offset or 0) if part.region else 0
    units = Units(text, UTF16)
    return {
        "expectedEntities": [_entity(span, units, base) for span in part.example.spans],
        "predictedEntities": [_entity(span, units, base) for span in found],
        "regionOffset": base,
        "regionLength": units.length,
    }


def _entity(span: LabelledSpan | Recognised, units: Units, base: int) -> dict[str, Any]:
    start, end = units.to_units(span.start), units.to_units(span.end)
    return {"category": span.category, "offset": base + start, "length": end - start}

"""The evaluation of the specification's example, and of a small project made up for tests.

The example: azure-rest-api-specs, SuccessfulGetModelEvaluationSummary and
SuccessfulGetModelEvaluation, shortened to the categories that are not perfect and one that is.
"""

from __future__ import annotations

from typing import Any

from spanbridge.bridge.azure.evaluating import Evaluated, Example
from spanbridge.bridge.azure.evaluation import Evaluation, Tested, evaluation_of
from spanbridge.bridge.azure.evaluation_mistakes import advice, mistakes
from spanbridge.bridge.azure.models import Model
from spanbridge.converters.comparing import Counts, Mark


def row(**cells: tuple[float, float]) -> dict[str, Any]:
    """Make a row of a confusion matrix, of per cent and weight; `none` is `$none`."""
    return {
        "$none" if name == "none" else name: {"normalizedValue": share, "rawValue": weight}
        for name, (share, weight) in cells.items()
    }


def metrics(right: int, wrong: int, missed: int) -> dict[str, Any]:
    """Make the numbers of a category as the service does, in 32 bits."""
    counts = Counts(right, wrong, missed)
    return {"f1": counts.f1, "precision": counts.precision, "recall": counts.recall,
            "truePositiveCount": right, "trueNegativeCount": 0, "falsePositiveCount": wrong,
            "falseNegativeCount": missed}  # fmt: skip


SUMMARY: dict[str, Any] = {
    "projectKind": "CustomEntityRecognition",
    "customEntityRecognitionEvaluation": {
        "confusionMatrix": {
            "BorrowerAddress": row(BorrowerAddress=(86.206894, 3.4482758),
                                   none=(13.793103, 0.55172414)),
            "Date": row(Date=(100.0, 4.0)),
            "Interest": row(Interest=(100.0, 4.0)),
            "$none": row(none=(99.81485, 51.90372), BorrowerAddress=(0.18315019, 0.0952381),
                         Interest=(0.002005294, 0.0010427529)),
        },
        "entities": {"Date": metrics(4, 0, 0), "BorrowerAddress": metrics(3, 2, 1),
                     "Interest": metrics(3, 1, 1)},
        "microF1": 0.94845366, "microPrecision": 0.93877554, "microRecall": 0.9583333,
        "macroF1": 0.9513889, "macroPrecision": 0.9458334, "macroRecall": 0.9583333,
    },
    "evaluationOptions": {"kind": "percentage", "trainingSplitPercentage": 80,
                          "testingSplitPercentage": 20},
}  # fmt: skip
RESULTS: list[dict[str, Any]] = [
    {
        "location": "11.txt", "language": "en-us", "projectKind": "CustomEntityRecognition",
        "customEntityRecognitionResult": {"entities": [{
            "expectedEntities": [{"category": "Date", "offset": 5, "length": 9},
                                 {"category": "BorrowerAddress", "offset": 181, "length": 34}],
            "predictedEntities": [{"category": "Date", "offset": 5, "length": 9},
                                  {"category": "BorrowerAddress", "offset": 200, "length": 15}],
            "regionOffset": 0, "regionLength": 1780}]},
    }
]  # fmt: skip


def example() -> Evaluation:
    """Read the specification's example."""
    return evaluation_of(SUMMARY, RESULTS)


def document_of(
    expected: list[tuple[int, int, str]], predicted: list[tuple[int, int, str]],
    location: str = "1.txt", language: str = "en",
) -> Tested:  # fmt: skip
    """Make a tested document of stretches in UTF-16 units."""
    found = (tuple(sorted(Mark(*one) for one in marks)) for marks in (expected, predicted))
    return Tested(location, language, *found)


def evaluated(
    examples: tuple[Example, ...] = (), evaluation: Evaluation | None = None
) -> Evaluated:
    """Make all that is known of a model."""
    found = evaluation or example()
    return Evaluated(
        "loans", Model("v2", last_trained_date_time="2026-11-23T10:11:12Z"), found,
        tuple(mistakes(found.documents)), examples, tuple(advice(found, None)),
    )  # fmt: skip

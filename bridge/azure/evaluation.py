"""An evaluation: how well a model did on the documents it was tested on, by category and language.

{"projectKind": "CustomEntityRecognition", "customEntityRecognitionEvaluation": {
   "confusionMatrix": {"City": {"City": {"normalizedValue": 86.2, "rawValue": 3.45}, …}, …},
   "entities": {"City": {"f1": 0.67, "precision": 0.6, "recall": 0.75, "truePositiveCount": 3,
     "trueNegativeCount": 0, "falsePositiveCount": 2, "falseNegativeCount": 1}},
   "microF1": 0.95, …}, "evaluationOptions": {"kind": "percentage", …}}
{"location": "11.txt", "language": "en-us", "projectKind": "CustomEntityRecognition",
 "customEntityRecognitionResult": {"entities": [{"regionOffset": 0, "regionLength": 1780,
    "expectedEntities": [{"category": "Date", "offset": 5, "length": 9}],
    "predictedEntities": […]}]}}

Format: Azure/azure-rest-api-specs, Language.AnalyzeText-authoring 2023-04-01; offsets are UTF-16
code units of the document. Outer keys of the matrix are what was labelled, inner ones what was
predicted, `$none` is no category. What counts as right is what converters/comparing.py says
(measured, azure-rest-api-specs' example). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from ...converters.azure.labels_file import KIND_OF
from ...converters.comparing import Counts, Mark, counts_of
from ...converters.document import Kind
from ...converters.problems import ProblemError

NONE = "$none"
_PARTS: dict[Kind, tuple[str, str]] = {
    "entities": ("customEntityRecognition", "entities"),
    "single-label": ("customSingleLabelClassification", "classes"),
    "multi-label": ("customMultiLabelClassification", "classes"),
}


class Tested(Struct, frozen=True):
    """A document that the model was tested on; its marks are in UTF-16 code units."""

    location: str
    language: str
    expected: tuple[Mark, ...]
    predicted: tuple[Mark, ...]

    def counts(self) -> Counts:
        """Count what is right, by exact stretch and category."""
        return counts_of(self.expected, self.predicted)


class Cell(Struct, frozen=True):
    """One cell of the confusion matrix: so much of what is labelled one was taken for another.

    `share` is of all that is labelled so, from 0 to 1; `weight` the service's raw value, in which
    each entity counts 1, parted by its characters.
    """

    expected: str
    predicted: str
    weight: float
    share: float


class Evaluation(Struct, frozen=True):
    """A model's evaluation; `averages` are the service's own numbers (`microF1`, …)."""

    kind: Kind
    categories: dict[str, Counts]
    averages: dict[str, float]
    cells: tuple[Cell, ...]
    documents: tuple[Tested, ...]
    options: dict[str, Any]

    @property
    def f1(self) -> float:
        """The F1 of all categories together (micro)."""
        return self.averages["microF1"]

    @property
    def total(self) -> Counts:
        """The counts of all categories."""
        return sum(self.categories.values(), Counts())

    def languages(self) -> dict[str, Counts]:
        """Count by language, from the documents."""
        found: dict[str, Counts] = {}
        for document in self.documents:
            counts = found.get(document.language, Counts()) + document.counts()
            found[document.language] = counts
        return dict(sorted(found.items()))

    def confusions(self, least: float = 0.5) -> list[Cell]:
        """Return what was taken for another category, or for none, the weightiest first."""
        found = [
            c for c in self.cells
            if c.expected not in (c.predicted, NONE) and c.weight >= least
        ]  # fmt: skip
        return sorted(found, key=lambda cell: (-cell.weight, cell.expected, cell.predicted))


def evaluation_of(summary: Any, results: Iterable[Any]) -> Evaluation:
    """Read an evaluation's summary and its detailed results.

    Raises:
        ProblemError: they are not what the specification says.
    """
    try:
        kind = KIND_OF[summary["projectKind"].lower()]
        part, names = _PARTS[kind]
        whole = summary[f"{part}Evaluation"]
        return Evaluation(
            kind,
            {name: _counts(one) for name, one in whole[names].items()},
            {name: float(v) for name, v in whole.items() if name.startswith(("micro", "macro"))},
            tuple(_cells(whole.get("confusionMatrix") or {})),
            tuple(_tested(one, kind, part) for one in results),
            summary.get("evaluationOptions") or {},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise ProblemError.of("evaluation-malformed", "evaluation", error=reason) from error


def _counts(one: dict[str, Any]) -> Counts:
    names = ("truePositiveCount", "falsePositiveCount", "falseNegativeCount")
    return Counts(*(int(one[name]) for name in names))


def _cells(matrix: dict[str, dict[str, dict[str, float]]]) -> Iterable[Cell]:
    for expected, row in matrix.items():
        for predicted, cell in row.items():
            yield Cell(expected, predicted, cell["rawValue"], cell["normalizedValue"] / 100)


def _tested(one: dict[str, Any], kind: Kind, part: str) -> Tested:
    result = one[f"{part}Result"]
    if kind == "entities":
        marks = [
            [_mark(entity) for region in result["entities"] for entity in region.get(name) or ()]
            for name in ("expectedEntities", "predictedEntities")
        ]
    else:
        marks = [_classes(result, "expectedClass"), _classes(result, "predictedClass")]
    expected, predicted = (tuple(sorted(found)) for found in marks)
    return Tested(one["location"], one.get("language") or "", expected, predicted)


def _mark(entity: dict[str, Any]) -> Mark:
    start = entity["offset"]
    return Mark(start, start + entity["length"], entity["category"])


def _classes(result: dict[str, Any], name: str) -> list[Mark]:
    found = result[name] if name in result else result[f"{name}es"]
    names = found if isinstance(found, list) else [found]
    return [Mark(0, 0, category) for category in names if category]

"""Wraps results as the annotation or the prediction of a task, whichever is to be written."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import fmean
from typing import Any, Literal

from msgspec import Struct

from ..document import Document
from .label_config import LabelConfig

As = Literal["annotations", "predictions"]


class TaskOptions(Struct, frozen=True):
    """How to write tasks: as what, into which configuration."""

    written_as: As = "annotations"
    label_config: LabelConfig | None = None
    model_version: str = "azure"

    def answer(self, result: list[Any], documents: Iterable[Document]) -> dict[str, Any]:
        """Return the field of a task that holds a result about these documents."""
        if self.written_as == "annotations":
            # Label Studio 1.23.2 takes an imported annotation without the key for ground truth
            return {"annotations": [{"result": result, "ground_truth": False}]}
        prediction = {"model_version": self.model_version, "result": result}
        spans = [span for document in documents for span in document.spans]
        scores = [span.score for span in spans if span.score is not None]
        return {"predictions": [prediction | ({"score": fmean(scores)} if scores else {})]}

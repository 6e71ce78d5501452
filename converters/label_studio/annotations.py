"""Chooses the annotation of a task that speaks for it. Skipped ones never count."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .tasks import Annotation


def ground_truth_or_latest(annotations: Sequence[Annotation]) -> Annotation:
    """Choose the latest annotation marked as ground truth, else the latest."""
    truths = [annotation for annotation in annotations if annotation.ground_truth]
    return latest(truths or annotations)


def latest(annotations: Sequence[Annotation]) -> Annotation:
    """Choose the annotation updated last; of several at the same time the last one given."""
    return max(reversed(annotations), key=lambda a: a.updated_at or a.created_at or "")


POLICIES: dict[str, Callable[[Sequence[Annotation]], Annotation]] = {
    "ground-truth-or-latest": ground_truth_or_latest,
    "latest": latest,
}

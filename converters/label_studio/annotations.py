"""Chooses the annotations of a task that speak for it. Skipped ones are none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from .annotators import annotator_of, is_by
from .tasks import Annotation

Choice = Callable[[Sequence[Annotation]], list[Annotation]]
BY = "by:"
CONSENSUS = "consensus"
ALL = "all"


def ground_truth_or_latest(annotations: Sequence[Annotation]) -> list[Annotation]:
    """Choose the latest annotation marked as ground truth, else the latest."""
    truths = [annotation for annotation in annotations if annotation.ground_truth]
    return latest(truths or annotations)


def latest(annotations: Sequence[Annotation]) -> list[Annotation]:
    """Choose the annotation updated last; of several at the same time the last one given."""
    return [max(reversed(annotations), key=lambda a: a.updated_at or a.created_at or "")]


def first(annotations: Sequence[Annotation]) -> list[Annotation]:
    """Choose the annotation made first; of several at the same time the first one given."""
    return [min(annotations, key=lambda a: a.created_at or a.updated_at or "")]


def of_each(annotations: Sequence[Annotation]) -> list[Annotation]:
    """Choose the latest annotation of each annotator; one that says of nobody is its own."""
    people: dict[object, list[Annotation]] = {}
    for number, annotation in enumerate(annotations):
        people.setdefault(annotator_of(annotation) or number, []).append(annotation)
    return [choice for theirs in people.values() for choice in latest(theirs)]


def _by(annotator: str, annotations: Sequence[Annotation]) -> list[Annotation]:
    theirs = [annotation for annotation in annotations if is_by(annotation, annotator)]
    return latest(theirs) if theirs else []


POLICIES: dict[str, Choice] = {
    "ground-truth-or-latest": ground_truth_or_latest,
    "latest": latest,
    "first": first,
    ALL: list,
    CONSENSUS: of_each,
}


def policy(name: str) -> Choice:
    """Return what chooses by the policy of this name, or `by:` and an annotator.

    Raises:
        ValueError: there is no such policy.

    Example:
        >>> policy("by:7")([Annotation(id=1)])
        []
    """
    if name.startswith(BY) and name != BY:
        return partial(_by, name.removeprefix(BY))
    if name not in POLICIES:
        raise ValueError(f"{name!r} is none of {', '.join(POLICIES)}, {BY}ANNOTATOR")
    return POLICIES[name]

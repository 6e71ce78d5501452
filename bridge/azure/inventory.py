"""Inventory: what each project of a resource is, and what of it can't be moved, and why.

Nothing is changed; an export of the labels is asked for, which Azure allows ten times a minute.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, Final

from msgspec import Struct

from ...converters.azure.decode import Project, decode
from ...converters.azure.labels_file import KIND_OF, LabelledDocument
from ...converters.report import UNSPLIT, Report
from .difference import labels_of
from .errors import NotFoundError
from .expiry import Expiry, expiries
from .models import Deployment, Model, ProjectInfo
from .session import Session

_SCORE: Final = "microF1"


class Scored(Struct, frozen=True):
    """A model, and how well it did on its test documents: the micro-averaged F1."""

    model: Model
    f1: float | None = None


class Inventory(Struct, frozen=True):
    """One project, as it is.

    `labels` counts by category and by split; `missing_texts` is None where nobody looked, since
    no storage is set; `stays` says what can't move, and why.
    """

    endpoint: str
    project: ProjectInfo
    languages: dict[str, int] = {}
    categories: list[str] = []
    labels: dict[str, dict[str, int]] = {}
    documents: int = 0
    labelled: int = 0
    missing_texts: list[str] | None = None
    models: list[Scored] = []
    deployments: list[Deployment] = []
    expiring: list[Expiry] = []
    stays: list[str] = []


def inventory(session: Session, today: date) -> list[Inventory]:
    """Look at all projects of a resource.

    Raises:
        ServiceError: Azure refused, failed or can't be reached.
    """
    return [look(session.on(one.project_name), one, today) for one in session.authoring.projects()]


def look(session: Session, info: ProjectInfo, today: date) -> Inventory:
    """Look at one project.

    Raises:
        ServiceError: Azure refused, failed or can't be reached.
    """
    name, authoring = info.project_name, session.authoring
    if info.project_kind.lower() not in KIND_OF:
        stays = [f"The whole project: its kind, {info.project_kind}, is not one that is moved."]
        return Inventory(session.settings.endpoint or "", info, stays=stays)
    models, deployments = authoring.models(name), authoring.deployments(name)
    labels = session.export()
    documents = [*labels_of(labels)]
    missing = _missing(session, info, [one.location for one in documents])
    return Inventory(
        session.settings.endpoint or "",
        info,
        dict(Counter(one.language or info.language for one in documents)),
        _declared(labels).declared,
        _labels(documents),
        len(documents),
        sum(one.is_labelled for one in documents),
        missing,
        [Scored(model, _f1(session, name, model)) for model in models],
        deployments,
        expiries([*models, *deployments], today),
        _stays(missing, models, deployments),
    )


def _missing(session: Session, info: ProjectInfo, names: list[str]) -> list[str] | None:
    if session.settings.storage is None:
        return None
    there = session.storage(info.storage_input_container_name).look(names)
    return [name for name in names if name not in there]


def _labels(documents: list[LabelledDocument]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for one in documents:
        spans = [label.category for region in one.entities for label in region.labels]
        for category in (*spans, *one.categories):
            found.setdefault(category, Counter())[one.dataset or UNSPLIT] += 1
    return {category: dict(counts) for category, counts in sorted(found.items())}


def _f1(session: Session, name: str, model: Model) -> float | None:
    """Ask how well a model did; None where there is no evaluation."""
    try:
        summary = session.authoring.summary(name, model.label)
    except NotFoundError:
        return None
    return score_of(summary)


def score_of(summary: dict[str, Any]) -> float | None:
    """Return the micro-averaged F1 of an evaluation of whichever kind.

    Example:
        >>> score_of({"projectKind": "…", "customEntityRecognitionEvaluation": {"microF1": 0.5}})
        0.5
    """
    held = (part for part in summary.values() if isinstance(part, dict))
    return next((part[_SCORE] for part in held if isinstance(part.get(_SCORE), float | int)), None)


def _stays(
    missing: list[str] | None, models: list[Model], deployments: list[Deployment]
) -> list[str]:
    """Say what can't go into Label Studio."""
    found = []
    if missing is None:
        found.append("Texts: no storage is set, so nobody looked whether they are there.")
    if missing:
        found.append(f"{len(missing):,} documents, whose texts are not in the container.")
    if models or deployments:
        found.append("Models and deployments: they stay in Azure, and go on working.")
    return found


def _declared(labels: bytes) -> Project:
    return decode(labels, "labels.json", Report())

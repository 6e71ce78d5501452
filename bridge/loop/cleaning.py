"""Removes what is of no use any more: old models, never one that serves; old predictions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from ...converters.label_studio.acceptance import was_opened
from ...converters.label_studio.tasks import Annotation, decoded
from ..azure import deploying
from ..azure.models import Deployment, Model
from ..azure.serving import parts_of
from ..azure.training import MODELS
from ..label_studio import versions
from .place import Place
from .record import RoundRow


class _Prediction(Struct):
    id: int | None = None
    model_version: str | None = None


class _Answers(Struct):
    annotations: list[Annotation | None] = []
    predictions: list[_Prediction] = []


_TASK: Final = msgspec.json.Decoder(_Answers)


def old_models(
    models: Sequence[Model],
    deployments: Iterable[Deployment],
    ours: Sequence[str],
    keep: int,
    *,
    spare: Iterable[str] = (),
) -> list[str]:
    """Return the labels of the models to delete, oldest first.

    Args:
        models: all of the project.
        deployments: what they serve stays.
        ours: labels of the loop's own models, oldest first; no other model is ever deleted.
        keep: how many of the project's models may stay.
        spare: labels that stay too.

    Example:
        >>> models = [Model("r0001-a"), Model("r0002-b", "2"), Model("v1")]
        >>> old_models(models, [Deployment("production", "2")], ["r0001-a", "r0002-b"], 1)
        ['r0001-a']
    """
    serving = {one.model_id for one in deployments}
    there = {one.label: one for one in models}
    free = [
        label for label in ours
        if label in there and there[label].model_id not in serving and label not in {*spare}
    ]  # fmt: skip
    return free[: max(0, len(models) - keep)]


def make_room(place: Place) -> list[str]:
    """Delete old models, so that there is room for another one; return their labels."""
    return _delete(place, min(place.options.keep_models, MODELS - 1))


def clean(place: Place, now: RoundRow) -> None:
    """Delete old models and the predictions of old versions, and forget what rounds were made of.

    Of each version so many stay as the options say, the one that is shown among them.
    """
    deleted = _delete(place, place.options.keep_models)
    shown = _versions(place)
    kept = shown[-place.options.keep_versions :]
    there = versions.counts(place.server, place.ls_project)
    old = {version for version in shown if version in there} - {*kept}
    gone = {
        version: versions.forget(place.server, place.ls_project, version)
        for version in sorted(old - _still_needed(place, old))
    }
    place.record.forget(now.number - 1)
    place.record.put(now.number, "cleaned", {
        "models": deleted, "predictions": gone, "kept": kept,
    })  # fmt: skip


def _delete(place: Place, keep: int) -> list[str]:
    session = place.session
    rounds = place.record.rounds()
    ours = [str(label) for one in rounds if (label := one.fact("label").get("label"))]
    old = [str(label) for one in rounds[-1:] if (label := one.fact("old").get("label"))]
    models = session.authoring.models(session.project)
    deployments = session.authoring.deployments(session.project)
    chosen = old_models(models, deployments, ours[:-1], keep, spare=old)
    for label in chosen:
        deploying.delete_model(session, label)
        place.tell(f"deleted the model {label}")
    return chosen


def _still_needed(place: Place, old: set[str]) -> set[str]:
    """Return the versions of which there are annotations that nobody has opened.

    Once its prediction is gone, such an annotation looks as if somebody had made it.
    """
    found: set[str] = set()
    for fields in place.server.tasks(place.ls_project, with_predictions=True) if old else ():
        answers = _TASK.decode(msgspec.json.encode(fields))
        of = {one.id: one.model_version for one in answers.predictions if one.id}
        unopened = (one for one in answers.annotations if one and not was_opened(one))
        parents = {decoded(one.parent_prediction) for one in unopened}
        found |= {version for id_, version in of.items() if version and id_ in parents}
    return found


def _versions(place: Place) -> list[str]:
    """Return the versions that rounds have shown, oldest first, each once."""
    shown = [one.fact("version").get("version") for one in place.record.rounds()]
    ordered = dict.fromkeys(str(one) for one in reversed(shown) if one and parts_of(str(one)))
    return [*reversed(ordered)]

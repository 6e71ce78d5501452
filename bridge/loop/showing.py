"""The actions refresh and version: annotators see what the new model says.

The predictions come first: Label Studio 1.23.2 takes no model_version that no prediction has, and
annotators never see a version of which there is nothing yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Raw

from ...converters.label_studio.label_config import LabelConfig
from ..azure.cost import records_of
from ..azure.serving import version_of
from ..errors import RefusedError
from ..label_studio import versions
from ..prelabelling.showing import show as show_version
from ..suggesting.options import SuggestOptions
from ..suggesting.suggester import Suggester
from .choosing import Open, chosen
from .collecting import config_of
from .place import Place
from .record import RoundRow
from .seen import annotated


class _Prediction(msgspec.Struct):
    model_version: str | None = None
    score: float | None = None


_PREDICTIONS = msgspec.json.Decoder(list[_Prediction])


def version_for(place: Place, label: str) -> str:
    """Name the version of predictions that a model gives in production."""
    return version_of(place.options.production, label)


def refresh(place: Place, now: RoundRow) -> None:
    """Predict open tasks with the new model, those that it may change most first."""
    version = version_for(place, str(now.fact("label")["label"]))
    done = refreshed(place, version)
    place.record.put(now.number, "refreshed", done)


def refreshed(place: Place, version: str) -> dict[str, int]:
    """Predict the open tasks that have no prediction of a version; return how many there were."""
    options = place.options
    tasks = [*_open(place, config_of(place), version)]
    ids = chosen(tasks, options.records_a_round, options.random_share, version)
    records = {one.id: one.records for one in tasks}
    added = place.refresh(place, ids)
    return {
        "open": len(tasks), "chosen": len(ids), "added": added,
        "records": sum(records[one] for one in ids),
    }  # fmt: skip


def set_version(place: Place, now: RoundRow) -> None:
    """Let Label Studio show the new model's predictions, and sort tasks by their scores."""
    version = version_for(place, str(now.fact("label")["label"]))
    shown = show(place, version)
    place.record.put(now.number, "version", {"version": version, "shown": shown})


def show(place: Place, version: str) -> bool:
    """Let the project show a version; False where nothing has it, so that it can't be.

    A project that shows something that no deployment of ours says is left as it is.
    """
    number = place.ls_project
    try:
        shown = show_version(place.server, number, version, place.session.settings)
    except RefusedError:
        if version in versions.counts(place.server, number):
            raise
        return False
    return shown.version == version


def _open(place: Place, config: LabelConfig, version: str) -> Iterator[Open]:
    """Yield the tasks that nobody has annotated, with the score that they had before."""
    suggester = Suggester(config, SuggestOptions(kind=place.options.kind))
    for fields in place.server.tasks(place.ls_project, with_predictions=True):
        if annotated([fields], "all"):
            continue
        texts = [document.text for document in suggester.documents(fields)]
        before = [one for one in _predictions(fields) if one.model_version != version]
        score = before[-1].score if before else None
        yield Open(
            msgspec.json.decode(fields["id"], type=int), score,
            max(1, sum(map(records_of, texts))),
        )  # fmt: skip


def _predictions(fields: dict[str, Raw]) -> list[Any]:
    try:
        return _PREDICTIONS.decode(fields.get("predictions") or b"[]")
    except msgspec.ValidationError:  # ids only
        return []

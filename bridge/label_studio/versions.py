"""The model versions that a project has predictions of: counted, looked up by task, deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Raw

from . import chosen
from .calls import Calls


class Held(msgspec.Struct, frozen=True):
    """A prediction that a task has."""

    id: int
    model_version: str | None = None


_HELD = msgspec.json.Decoder(list[Held])
_ID = msgspec.json.Decoder(int)


def counts(server: Calls, project: int) -> dict[str, int]:
    """Return how many predictions there are of each model version, the latest version first.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    found = server.call("GET", f"projects/{project}/model-versions/")
    return {str(version): int(count) for version, count in found.items() if count}


def having(server: Calls, project: int, version: str, ids: Iterable[int]) -> dict[int, list[int]]:
    """Return those of some tasks that have a prediction of a version, with its ids.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    wanted: dict[str, Any] = {
        "filter": "filter:tasks:predictions_model_versions",
        "operator": "contains",  # what contains it, such as v10, comes too
        "type": "List",
        "value": [version],
    }
    found = chosen.tasks(server, project, ids, wanted)
    held = ((_ID.decode(task["id"]), of_version(task, version)) for task in found)
    return {task: numbers for task, numbers in held if numbers}


def of_version(task: dict[str, Raw], version: str) -> list[int]:
    """Return the ids of a task's predictions of a version.

    Example:
        >>> of_version({"predictions": Raw(b'[{"id": 3, "model_version": "d@v1"}]')}, "d@v1")
        [3]
    """
    held = _HELD.decode(task.get("predictions", b"[]"))
    return [one.id for one in held if one.model_version == version]


def delete(server: Calls, number: int) -> None:
    """Delete a single prediction.

    Raises:
        ServiceError: there is none, or Label Studio can't be reached.
    """
    server.call("DELETE", f"predictions/{number}/")


def forget(server: Calls, project: int, version: str) -> int:
    """Delete all predictions of a model version; return how many there were.

    Annotations that were made of them stay. A project that showed this version shows none then.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    body = {"model_version": version}
    done = server.call("DELETE", f"projects/{project}/model-versions/", json=body)
    return int(done["deleted_predictions"])

"""The model versions that a project has predictions of: counted, and deleted."""

from __future__ import annotations

from .calls import Calls


def counts(server: Calls, project: int) -> dict[str, int]:
    """Return how many predictions there are of each model version, the latest version first.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    found = server.call("GET", f"projects/{project}/model-versions/")
    return {str(version): int(count) for version, count in found.items() if count}


def forget(server: Calls, project: int, version: str) -> int:
    """Delete all predictions of a model version; return how many there were.

    Annotations that were made of them stay. A project that showed this version shows none then.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    body = {"model_version": version}
    done = server.call("DELETE", f"projects/{project}/model-versions/", json=body)
    return int(done["deleted_predictions"])

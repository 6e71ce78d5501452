"""Speaks to a Label Studio server: projects, tasks, annotations and exports."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any

import requests

_SECONDS = 60
_MINUTES = 1_800


class Api:
    """Label Studio's HTTP interface, with the token that the server was started with."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self._seconds = address, _SECONDS
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy of this machine is not asked for 127.0.0.1
        self._session.headers["Authorization"] = f"Token {token}"

    @property
    def patient(self) -> Api:
        """The same, for calls that take minutes."""
        found = copy(self)
        found._seconds = _MINUTES
        return found

    def call(self, method: str, path: str, **arguments: Any) -> Any:
        """Call a path below `/api/`; return the answer's JSON.

        Raises:
            AssertionError: the server refused; says with what words.
        """
        answer = self._session.request(
            method, f"{self.address}/api/{path}", timeout=self._seconds, **arguments
        )
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text[:2000]}"
        return answer.json() if answer.content else None

    def project(self, label_config: str, title: str = "end to end") -> int:
        """Create a project; return its id."""
        return self.call("POST", "projects/", json={"title": title, "label_config": label_config})[
            "id"
        ]

    def import_tasks(self, project: int, tasks: Sequence[Any]) -> list[int]:
        """Import tasks; return their ids, in their order."""
        path = f"projects/{project}/import?return_task_ids=true"
        return self.call("POST", path, json=[*tasks])["task_ids"]

    def export(self, project: int, kind: str = "JSON") -> list[dict[str, Any]]:
        """Export a project as the export page does; tasks come in the order of their ids."""
        tasks = self.call("GET", f"projects/{project}/export", params={"exportType": kind})
        return sorted(tasks, key=lambda task: task["id"])

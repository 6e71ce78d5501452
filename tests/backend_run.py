"""A running ML backend over a running emulator, asked as Label Studio asks it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from predict_of import settings_for
from spanbridge.bridge.emulator import AzureLanguageEmulator
from spanbridge.ml_backend.options import BackendOptions
from spanbridge.ml_backend.running import MlBackend

CONFIG = (
    '<View><Text name="text" value="$text"/><Labels name="label" toName="text">'
    '<Label value="Person"/><Label value="City"/></Labels></View>'
)
PROJECT = "3.1795449724"


@dataclass
class Client:
    """Asks a backend as Label Studio does."""

    address: str
    project: str = PROJECT
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Any = None) -> requests.Response:
        """Call a route."""
        return requests.request(
            method, self.address + path, headers=self.headers, timeout=100,
            **({"data": body} if isinstance(body, bytes) else {"json": body}),
        )  # fmt: skip

    def setup(self, **extra: Any) -> requests.Response:
        """Make the connection known."""
        body = {"project": self.project, "schema": CONFIG, "hostname": "http://localhost:8080",
                "access_token": "canary-token", "extra_params": extra}  # fmt: skip
        return self.call("POST", "/setup", body)

    def predict(self, *tasks: dict[str, Any] | str, config: str = CONFIG, context: Any = None
                ) -> requests.Response:  # fmt: skip
        """Ask for predictions of tasks, or of texts."""
        made = [
            {"id": number, "data": {"text": one}, "annotations": [], "project": 3}
            if isinstance(one, str) else one
            for number, one in enumerate(tasks, 1)
        ]  # fmt: skip
        params = {"login": None, "password": None, "context": context}
        body = {"tasks": made, "project": self.project, "label_config": config, "params": params}
        return self.call("POST", "/predict", body)

    def results(self, *tasks: dict[str, Any] | str, **more: Any) -> list[Any]:
        """Return what is said of each task."""
        answer = self.predict(*tasks, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()["results"]


@contextmanager
def backend(
    server: AzureLanguageEmulator, folder: Path, options: BackendOptions | None = None, **given: Any
) -> Iterator[tuple[MlBackend, Client]]:
    """Run a backend."""
    settings = settings_for(server, folder, **given)
    with MlBackend(settings, options=options or BackendOptions(refresh=600)) as running:
        yield running, Client(running.address)


def words(result: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the words that a result marks, with their labels."""
    return [(one["value"]["text"], one["value"]["labels"][0]) for one in result["result"]]


def shown(value: Any) -> str:
    """Show a value in a failure."""
    return json.dumps(value, ensure_ascii=False)[:2000]

"""A running ML backend over a running emulator, asked as Label Studio asks it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from azure_of import QUICK
from predict_of import settings_for
from spanbridge.bridge.azure.session import Session
from spanbridge.bridge.database import opened
from spanbridge.bridge.emulator import AzureLanguageEmulator
from spanbridge.ml_backend.metrics import Metrics
from spanbridge.ml_backend.model import Backend, Parts
from spanbridge.ml_backend.options import BackendOptions
from spanbridge.ml_backend.protocol import Predict, predict_of
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


@contextmanager
def model(
    server: AzureLanguageEmulator, folder: Path, options: BackendOptions | None = None,
    label_studio: Any = None, fetch: Any = None, **given: Any,
) -> Iterator[Backend]:  # fmt: skip
    """Make a backend without HTTP, over a Label Studio of a test's own."""
    settings = settings_for(server, folder, **given)
    session = Session(settings, patience=QUICK)
    parts = Parts(session, opened(settings), Metrics(), label_studio, fetch, QUICK)
    made = Backend(parts, options or BackendOptions(refresh=600))
    try:
        yield made
    finally:
        made.close()


def request(*tasks: dict[str, Any] | str, context: Any = None) -> Predict:
    """Make a request of tasks, or of texts, which are numbered from 1."""
    made = [
        one if isinstance(one, dict) else {"id": number, "data": {"text": one}}
        for number, one in enumerate(tasks, 1)
    ]
    params = {"params": {"context": context}} if context else {}
    body = {"tasks": made, "project": PROJECT, "label_config": CONFIG, **params}
    return predict_of(json.dumps(body).encode())


def held(texts: list[str]) -> list[dict[str, Any]]:
    """Make the tasks that a Label Studio in memory holds."""
    return [{"id": n, "data": {"text": text}} for n, text in enumerate(texts, 1)]


def versions(server: Any) -> list[list[str]]:
    """Return the model versions that each task of a Label Studio in memory has predictions of."""
    return [[one["model_version"] for one in task.get("predictions", ())] for task in server.held]


def until(condition: Any, seconds: float = 30.0) -> None:
    """Wait for a condition."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.02)

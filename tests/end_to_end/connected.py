"""A trained deployment of an emulator, an ML backend over it, and projects that are connected."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emulator_of import PROJECTS, TRAIN, Rest, analysis, project_file, write_texts
from end_to_end.label_studio import LabelStudio
from end_to_end.texts import TEXTS
from spanbridge.bridge.emulator import AzureLanguageEmulator
from spanbridge.bridge.settings import load
from spanbridge.ml_backend.options import BackendOptions
from spanbridge.ml_backend.running import MlBackend

_AROUND = ("{}", "{} And so on.", "Again: {}", "{}\nThat was it.", "One. {} Two.", "Now {}")
_JOBS = "/language/analyze-text/jobs"


@dataclass
class Connected:
    """Azure, the backend, and Label Studio."""

    azure: AzureLanguageEmulator
    backend: MlBackend
    label_studio: LabelStudio

    def project(self, label_config: str, title: str) -> int:
        """Create a project, and connect it as `connect` does."""
        api = self.label_studio.api
        project = api.project(label_config, title)
        version = self.backend.backend.versions()[0]
        body = {"project": project, "url": self.backend.address, "title": version}
        api.call("POST", "ml", json=body)
        api.call("PATCH", f"projects/{project}/", json={"model_version": version})
        return project

    def retrieve(self, project: int, tasks: list[int]) -> None:
        """Let the Data Manager retrieve predictions of tasks."""
        chosen = {"selectedItems": {"all": False, "included": tasks}}
        path = f"dm/actions/?project={project}&id=retrieve_tasks_predictions"
        answer = self.label_studio.api.patient.call("POST", path, json=chosen)
        assert answer["processed_items"] == len(tasks)

    def versions(self, project: int) -> dict[int, list[str]]:
        """Return the model versions that each task has predictions of, by the tasks' numbers."""
        found: dict[int, list[str]] = {}
        path = f"projects/{project}/export?exportType=JSON&download_all_tasks=true"
        for task in self.label_studio.api.patient.call("GET", path):
            found[task["id"]] = []
        for one in self.label_studio.api.patient.call("GET", f"predictions/?project={project}"):
            found[one["task"]].append(one["model_version"])
        return found

    def entities(self, text: str) -> list[tuple[str, str]]:
        """Ask Azure itself what it finds in a text; return words with their categories."""
        rest = Rest(self.azure.endpoint, self.azure.key)
        state = rest.job("POST", _JOBS, analysis(text, stringIndexType="UnicodeCodePoint"))
        [document] = state["tasks"]["items"][0]["results"]["documents"]
        return [(one["text"], one["category"]) for one in document["entities"]]


@contextmanager
def connected(
    folder: Path, label_studio: LabelStudio, options: BackendOptions | None = None, **emulator: Any
) -> Iterator[Connected]:
    """Run all of it but Label Studio."""
    held = {
        f"{name}-{number}.txt".replace(" ", "-"): (around.format(one.text), [
            (words, label) for label, words in one.words
        ])
        for name, one in TEXTS.items()
        for number, around in enumerate(_AROUND)
    }  # fmt: skip
    write_texts(folder / "storage" / "texts", held)
    file = project_file(held, categories=("Person", "Org"))
    with AzureLanguageEmulator(storage=folder / "storage", **emulator) as azure:
        rest = Rest(azure.endpoint, azure.key)
        project = f"{PROJECTS}/p"
        for method, path, body in (
            ("POST", f"{project}/:import", file),
            ("POST", f"{project}/:train", TRAIN),
            ("PUT", f"{project}/deployments/d", {"trainedModelLabel": "m"}),
        ):
            state = rest.job(method, path, body)
            assert state["status"] == "succeeded", json.dumps(state)
        settings = load(
            {
                "endpoint": azure.endpoint, "key": azure.key, "project": "p", "deployment": "d",
                "state": str(folder / "state"), "authoring_gets": 60_000,
                "label_studio_url": label_studio.address,
                "label_studio_api_key": label_studio.token,
            },
            environment={},
        )  # fmt: skip
        with MlBackend(settings, options=options) as backend:
            until(lambda: not backend.backend.ready())
            yield Connected(azure, backend, label_studio)


def until(condition: Any, seconds: float = 120.0) -> None:
    """Wait for a condition."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.1)

"""A Label Studio in memory beside a deployment of the emulator, to be brought together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from predict_of import deployment, settings_for
from server_of import MemoryServer, task
from spanbridge.bridge.emulator import AzureLanguageEmulator
from spanbridge.bridge.settings import Settings

FRAMES = ("😀 Ada Lovelace lives in Paris ({}).", "The office of Alan Turing is in New York ({}).")
VERSION = "d@m"


def texts(count: int) -> list[str]:
    """Make texts, all different."""
    return [FRAMES[number % 2].format(number) for number in range(count)]


def server_with(count: int) -> MemoryServer:
    """Make a server that holds tasks of texts."""
    server = MemoryServer()
    server.add_tasks(1, [task(text) for text in texts(count)])
    return server


@contextmanager
def azure(folder: Path, **options: Any) -> Iterator[AzureLanguageEmulator]:
    """Run an emulator on which the project `p` is deployed as `d`, of the model `m`."""
    with deployment(folder, **options) as server:
        yield server


def settings(server: AzureLanguageEmulator, folder: Path, **given: Any) -> Settings:
    """Make settings; `backend` is the table of that name."""
    table = given.pop("backend", {})
    return replace(settings_for(server, folder, **given), backend=table)


def versions_of(server: MemoryServer) -> list[list[str]]:
    """Tell the versions of the predictions of each task, in the order of tasks."""
    return [[one["model_version"] for one in held.get("predictions", ())] for held in server.held]


def words_of(held: dict[str, Any]) -> set[tuple[str, str]]:
    """Tell what the predictions of a task cover, by the characters that they name."""
    text = held["data"]["text"]
    results = [one for prediction in held["predictions"] for one in prediction["result"]]
    values = [json.loads(json.dumps(one))["value"] for one in results]
    return {(text[v["start"] : v["end"]], v["labels"][0]) for v in values}

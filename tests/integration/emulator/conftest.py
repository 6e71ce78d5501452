"""The service that the tests of this folder speak to: the emulator, or with `-m azure` Azure's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from emulator_of import Rest, deployed, project_file, texts, upload_texts, write_texts
from spanbridge.bridge.emulator import AzureLanguageEmulator

ENDPOINT, KEY, CONTAINER = (
    f"SPANBRIDGE_AZURE_{name}" for name in ("ENDPOINT", "KEY", "CONTAINER")
)  # fmt: skip


@dataclass
class Service:
    """A service with a project of texts, trained and deployed as `d`."""

    rest: Rest
    project: str
    name: str


@pytest.fixture(scope="session")
def service(tmp_path_factory) -> Iterator[Service]:
    if os.environ.get(ENDPOINT):
        yield from _azure()
        return
    folder = tmp_path_factory.mktemp("storage")
    write_texts(folder / "texts", texts())
    with AzureLanguageEmulator(storage=folder) as server:
        rest = Rest(server.endpoint, server.key)
        yield Service(rest, deployed(rest, project_file(texts())), "p")


@pytest.fixture
def server(tmp_path) -> Iterator[AzureLanguageEmulator]:
    """Give an emulator with the texts in its storage, and nothing else."""
    write_texts(tmp_path / "texts", texts())
    with AzureLanguageEmulator(storage=tmp_path) as server:
        yield server


@pytest.fixture
def rest(server) -> Rest:
    return Rest(server.endpoint, server.key)


def _azure() -> Iterator[Service]:
    """Make, train and deploy a project there; delete it at the end."""
    rest = Rest(os.environ[ENDPOINT].rstrip("/"), os.environ[KEY])
    upload_texts(os.environ[CONTAINER])
    name = f"spanbridge-{uuid4().hex[:12]}"
    file = project_file(texts(), name, urlsplit(os.environ[CONTAINER]).path.strip("/"))
    project = deployed(rest, file)
    yield Service(rest, project, name)
    for path in (f"{project}/deployments/d", project):
        rest.job("DELETE", path)

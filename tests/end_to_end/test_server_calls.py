"""Settings, ML connections, webhooks, versions, tabs: on the real Label Studio."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from backend_of import Backend, backend
from both_servers import BEHAVIOURS, VERSION, World, predictions
from server_of import CONFIG, task
from spanbridge.bridge.label_studio.client import Server
from spanbridge.bridge.settings import load


@pytest.fixture(scope="module")
def running() -> Iterator[Backend]:
    with backend(version=VERSION) as one:
        yield one


@pytest.fixture
def world(label_studio, running) -> Iterator[World]:
    server = Server(
        load(
            environment={
                "LABEL_STUDIO_URL": label_studio.address,
                "LABEL_STUDIO_API_KEY": label_studio.token,
            }
        )
    )
    project = server.create("calls", CONFIG).id
    tasks = server.add_tasks(project, [task(f"Ada {number}") for number in range(10)])
    server.add_predictions(project, predictions(tasks))
    label_studio.api.call("PATCH", f"projects/{project}/", json={"model_version": ""})
    yield World(server, project, tasks, running.address)
    server.close()


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda behaviour: behaviour.__name__)
def test_the_real_label_studio_does_as_the_one_in_memory(behaviour, world):
    behaviour(world)

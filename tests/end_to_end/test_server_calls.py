"""Settings, ML connections, webhooks, versions, tabs: on the real Label Studio."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from backend_of import Backend, backend
from both_servers import BEHAVIOURS, VERSION, World, predictions
from server_of import CONFIG, task
from spanbridge.bridge.label_studio import tabs
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


def test_a_browser_shows_the_tasks_of_a_tab(world, browser):
    tab = tabs.keep(world.server, world.project, "Doubtful", [*world.tasks[:2], world.tasks[7]])
    browser.page.goto(f"{browser.server.address}/projects/{world.project}/data?tab={tab}")
    rows = browser.page.get_by_text(re.compile(r"^Ada \d$"))
    rows.nth(2).wait_for()
    assert [rows.nth(n).inner_text() for n in range(rows.count())] == ["Ada 0", "Ada 1", "Ada 7"]

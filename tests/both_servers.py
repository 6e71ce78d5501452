"""What is true of the real Label Studio and of the one in memory: each is asked by its own test."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from spanbridge.bridge.errors import RefusedError, ServiceError
from spanbridge.bridge.label_studio import (
    chosen,
    connections,
    project_settings,
    tabs,
    versions,
    webhooks,
)
from spanbridge.bridge.label_studio.connections import Wanted
from spanbridge.bridge.secret import Secret

VERSION = "production@v1"


@dataclass
class World:
    """A server, a project of ten tasks, half of them with a prediction, and a backend's address."""

    server: Any
    project: int
    tasks: list[int]
    backend: str

    @property
    def shown(self) -> str:
        """Tell the model version that the project shows."""
        return project_settings.read(self.server, self.project).model_version or ""


def predictions(tasks: list[int]) -> list[dict[str, Any]]:
    """Make the predictions that a world has."""
    return [
        {"task": task, "result": [], "score": 0.5, "model_version": VERSION} for task in tasks[:5]
    ]


def shown_in(world: World, tab: int) -> list[int]:
    """Tell which tasks a tab shows."""
    found = world.server.call("GET", "tasks", params={"view": tab, "page_size": 100})
    return sorted(one["id"] for one in found["tasks"])


def settings_are_read_and_changed(world: World) -> None:
    """Change what is asked for, and nothing else."""
    before = project_settings.read(world.server, world.project)
    assert (before.sampling, before.maximum_annotations) == (project_settings.SEQUENTIAL, 1)
    done = project_settings.change(
        world.server, world.project, sampling=project_settings.UNCERTAINTY, maximum_annotations=2
    )
    assert done == project_settings.read(world.server, world.project)
    assert (done.sampling, done.maximum_annotations) == (project_settings.UNCERTAINTY, 2)
    assert done.overlap_cohort_percentage == before.overlap_cohort_percentage


def a_model_version_that_nothing_has_is_refused(world: World) -> None:
    """Take only a version that predictions or an ML connection have."""
    project_settings.change(world.server, world.project, model_version=VERSION)
    with pytest.raises(RefusedError, match="Model version"):
        project_settings.change(world.server, world.project, model_version="v9")
    assert world.shown == VERSION


def predictions_are_counted_and_deleted_by_their_version(world: World) -> None:
    """Delete those of one version, and show none where that was shown."""
    project_settings.change(world.server, world.project, model_version=VERSION)
    assert versions.counts(world.server, world.project) == {VERSION: 5}
    assert versions.forget(world.server, world.project, "v9") == 0
    assert versions.forget(world.server, world.project, VERSION) == 5
    assert versions.counts(world.server, world.project) == {}
    assert world.shown == ""


def tasks_that_have_a_version_are_known_exactly(world: World) -> None:
    """Tell a version from one that it is the beginning of; delete single predictions."""
    longer = {"result": [], "score": 0.5, "model_version": f"{VERSION}0"}
    world.server.add_predictions(world.project, [{"task": world.tasks[9], **longer}])
    found = versions.having(world.server, world.project, VERSION, world.tasks)
    assert [*found] == world.tasks[:5]
    ((number,), *_) = found.values()
    versions.delete(world.server, number)
    assert [*versions.having(world.server, world.project, VERSION, world.tasks)] == world.tasks[1:5]


def tasks_are_fetched_by_their_ids_with_their_predictions(world: World) -> None:
    """Keep the order of the ids, and leave out what isn't there."""
    wanted = [world.tasks[7], 10**6, world.tasks[0]]
    found = list(chosen.tasks(world.server, world.project, wanted))
    assert [int(bytes(one["id"])) for one in found] == [world.tasks[7], world.tasks[0]]
    held = [json.loads(bytes(one["predictions"])) for one in found]
    assert [[p["model_version"] for p in each] for each in held] == [[], [VERSION]]


def a_tab_is_known_by_its_title_and_shows_the_tasks_of_its_ids(world: World) -> None:
    """Change a tab that is there instead of making a second."""
    first = tabs.keep(world.server, world.project, "Doubtful", world.tasks[:3])
    assert tabs.keep(world.server, world.project, "Doubtful", world.tasks[4:6]) == first
    other = tabs.keep(world.server, world.project, "Other", [])
    some = tabs.keep(world.server, world.project, "Some", [world.tasks[2], world.tasks[8]])
    assert shown_in(world, first) == world.tasks[4:6]
    assert shown_in(world, other) == []
    assert shown_in(world, some) == [world.tasks[2], world.tasks[8]]
    tabs.remove(world.server, world.project, "Some")
    tabs.remove(world.server, world.project, "Other")
    held = world.server.call("GET", "dm/views/", params={"project": world.project})
    assert [one["data"]["title"] for one in held] == ["Doubtful"]


def a_connection_brings_a_webhook_which_stays_when_it_goes(world: World) -> None:
    """Let Label Studio make the webhook; it makes no second one."""
    made = connections.add(world.server, world.project, Wanted(world.backend, "first title"))
    assert connections.of(world.server, world.project) == [made]
    assert (made.state, made.model_version) == ("CO", VERSION)
    assert world.shown == "first title"
    (hook,) = webhooks.of(world.server, world.project)
    assert (hook.url, hook.headers) == (f"{world.backend}/webhook", {})
    webhooks.change(world.server, hook.id, headers={"X-Secret": "hunter2"})
    connections.delete(world.server, made.id)
    assert world.shown == ""
    again = connections.add(world.server, world.project, Wanted(world.backend, "again"))
    (kept,) = webhooks.of(world.server, world.project)
    assert (kept.id, kept.headers) == (hook.id, {"X-Secret": "hunter2"})
    assert "hunter2" not in repr(kept)
    connections.delete(world.server, again.id)
    webhooks.delete(world.server, kept.id)
    assert webhooks.of(world.server, world.project) == []


def a_project_follows_the_title_of_its_connection(world: World) -> None:
    """Move the project's model version along with the title."""
    made = connections.add(world.server, world.project, Wanted(world.backend, "one"))
    wanted = Wanted(world.backend, "two", {"project": "p"}, "me", Secret("hunter2"))
    done = connections.update(world.server, made.id, world.project, wanted)
    assert (done.id, done.title, done.extra_params) == (made.id, "two", {"project": "p"})
    assert (done.auth_method, done.basic_auth_user) == ("BASIC_AUTH", "me")
    assert world.shown == "two"


def a_webhook_is_added_by_hand_with_its_headers(world: World) -> None:
    """Add one where Label Studio made none."""
    url = f"{world.backend}/webhook"
    made = webhooks.add(world.server, world.project, url, {"X-Secret": "hunter2"})
    assert webhooks.of(world.server, world.project) == [made]
    assert (made.url, made.headers, made.is_active) == (url, {"X-Secret": "hunter2"}, True)


def a_backend_that_is_not_there_is_refused_with_the_reason(world: World) -> None:
    """Keep no connection of it."""
    with pytest.raises(ServiceError, match="health check failed"):
        connections.add(world.server, world.project, Wanted("http://127.0.0.1:1", "nobody"))
    assert connections.of(world.server, world.project) == []


BEHAVIOURS = [
    settings_are_read_and_changed,
    a_model_version_that_nothing_has_is_refused,
    predictions_are_counted_and_deleted_by_their_version,
    tasks_that_have_a_version_are_known_exactly,
    tasks_are_fetched_by_their_ids_with_their_predictions,
    a_tab_is_known_by_its_title_and_shows_the_tasks_of_its_ids,
    a_connection_brings_a_webhook_which_stays_when_it_goes,
    a_project_follows_the_title_of_its_connection,
    a_webhook_is_added_by_hand_with_its_headers,
    a_backend_that_is_not_there_is_refused_with_the_reason,
]

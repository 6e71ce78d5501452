"""Whatever goes wrong, what reads gives what it would have, and jobs that fail say how to go on.

`test_faults.py` has those that begin trainings, deployments, swaps, deletions.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from azure_of import add_faults, client, counted, emulator, write_folder
from projects import project
from spanbridge import JobError, ServiceError
from spanbridge.bridge.azure import backing_up
from spanbridge.bridge.azure.inventory import inventory
from spanbridge.bridge.azure.patience import Patience
from spanbridge.bridge.azure.project import AzureProject

FAULTS = {
    "429": {"fault": "answer", "status": 429, "retryAfter": 0},
    "500": {"fault": "answer", "status": 500},
    "503 with Retry-After": {"fault": "answer", "status": 503, "retryAfter": 0},
    "cut": {"fault": "cut"},
    "lost answer": {"fault": "lost-answer"},
    "malformed": {"fault": "malformed"},
    "slow": {"fault": "slow", "seconds": 0.2},
}
TODAY = date(2026, 11, 23)


def files(folder: Path) -> dict[str, Any]:
    """Read a folder; JSON as data, but for what an export says anew each time."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            data = file.read_bytes()
            name = str(file.relative_to(folder))
            found[name] = json.loads(data) if file.suffix == ".json" else data
    return found


def pulled(people: AzureProject, folder: Path) -> Any:
    people.pull(folder / "out")
    return files(folder / "out")


def backed_up(people: AzureProject, folder: Path) -> Any:
    backing_up.backup(people.session, folder / "backup")
    return files(folder / "backup")


def dumped(value: Any) -> Any:
    return msgspec.to_builtins(value)


READING: dict[str, tuple[Callable[[AzureProject, Path], Any], tuple[str, ...]]] = {
    "projects": (lambda one, _: dumped(one.projects()), ("list_projects",)),
    "models": (lambda one, _: dumped(one.models()), ("list_models",)),
    "deployments": (lambda one, _: dumped(one.deployments()), ("list_deployments",)),
    "jobs": (lambda one, _: dumped(one.jobs()), ("list_trainings",)),
    "lineage": (lambda one, _: dumped(one.lineage("v1")), ()),
    "evaluate": (
        lambda one, _: dumped(one.evaluate("v1").evaluation),
        ("get_model", "get_summary", "list_results"),
    ),
    "inventory": (
        lambda one, _: dumped(inventory(one.session, TODAY)),
        ("list_projects", "list_models", "list_deployments", "get_summary"),
    ),
    "pull": (pulled, ("get_project", "export", "get_export", "get_exported", "list_models")),
    "backup": (backed_up, ("export", "get_export", "get_exported", "get_summary")),
}


@pytest.fixture(scope="module")
def deployed(tmp_path_factory):
    """A project with a model that is deployed, which nothing here changes."""
    folder = tmp_path_factory.mktemp("deployed")
    with emulator(folder) as server, client(server, folder) as people:
        people.push(write_folder(folder / "azure"))
        people.train("v1")
        people.deploy("v1", "production")
        yield server, people


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", READING)
def test_what_reads_gives_what_it_would_have_given(command, fault, deployed, tmp_path):
    server, people = deployed
    act, operations = READING[command]
    (tmp_path / "before").mkdir()
    (tmp_path / "after").mkdir()
    before = act(people, tmp_path / "before")
    for operation in operations or ("*",):
        add_faults(server, FAULTS[fault] | {"operation": operation})
    assert act(people, tmp_path / "after") == before
    if operations:
        assert server.resource.faults.waiting() == []
    server.resource.faults.clear()


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize("status", [500, 503, 429, 401, 403, 404])
def test_what_stays_wrong_ends_in_one_clear_error_and_a_way_to_go_on(
    command, status, deployed, tmp_path
):
    server, people = deployed
    hasty = Patience(first=0.001, most=0.01, throttled=0.05)
    with client(server, tmp_path, state=people.session.settings.state, patience=hasty) as one:
        add_faults(server, {"fault": "answer", "operation": "*", "status": status, "times": None})
        act, _ = READING[command]
        try:
            with pytest.raises(ServiceError) as error:
                act(one, tmp_path)
        finally:
            server.resource.faults.clear()
    assert error.value.status == status
    assert error.value.failure.remedy
    assert "\n" not in str(error.value)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_backup_is_restored_once_whatever_is_answered(fault, people, folder, server):
    people.push(folder)
    file = project()
    del file["assets"]["documents"][0]["entities"][0]["labels"][0]
    people.push(write_folder(folder, file), replace=True)
    add_faults(server, FAULTS[fault] | {"operation": "import"})
    people.restore()
    assert not people.push(write_folder(folder)).imported


def delete(people: AzureProject, name: str) -> None:
    """Delete a deployment, unless a job that was done in part has done it."""
    if name in [one.deployment_name for one in people.deployments()]:
        people.delete_deployment(name)


KINDS = {
    "import": lambda one, folder: one.push(folder, replace=True),
    "export": lambda one, folder: one.pull(folder.parent / "pulled", force=True),
    "deploy": lambda one, _: one.deploy("v1", "staging"),
    "swap": lambda one, _: one.swap("production", "other"),
    "undeploy": lambda one, _: delete(one, "other"),
}


@pytest.mark.parametrize("status", ["failed", "cancelled", "partiallyCompleted"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_job_that_ends_badly_says_why_and_is_simply_begun_again(
    kind, status, people, folder, server
):
    people.push(folder)
    for model, name in (("v1", "production"), ("v2", "other")):
        people.train(model)
        people.deploy(model, name)
    file = project()
    del file["assets"]["documents"][0]["entities"][0]["labels"][0]
    write_folder(folder, file)
    errors = [{"code": "InternalServerError", "message": "It broke."}]
    add_faults(server, {"fault": "job", "kind": kind, "status": status, "errors": errors})
    with pytest.raises(JobError, match="It broke") as error:
        KINDS[kind](people, folder)
    assert error.value.failure.remedy
    KINDS[kind](people, folder)
    assert counted(server)["trainings"] == 2

"""Whatever goes wrong on the way, a command does its thing once, or says how to go on.

Each fault of the emulator against each call that starts something; its counters are the proof.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from azure_of import add_faults, client, counted, emulator, write_folder
from projects import project
from spanbridge import LeftRunning, ServiceError
from spanbridge.bridge.azure import training
from spanbridge.bridge.azure.errors import (
    RefusedError,
    StillRunningError,
    UncertainError,
    UnreachableError,
)
from spanbridge.bridge.azure.patience import Patience
from spanbridge.bridge.azure.project import AzureProject

FAULTS = {
    "429": {"fault": "answer", "status": 429, "retryAfter": 0},
    "429 without Retry-After": {"fault": "answer", "status": 429},
    "500": {"fault": "answer", "status": 500},
    "503": {"fault": "answer", "status": 503},
    "cut": {"fault": "cut"},
    "lost answer": {"fault": "lost-answer"},
    "malformed": {"fault": "malformed"},
}
TWICE = {f"{name}, twice": fault | {"times": 2} for name, fault in FAULTS.items()}
ALL = FAULTS | TWICE
LOST = {"lost answer", "malformed"}


@pytest.fixture
def trained(people, folder):
    """Give a project with the models v1 and v2, the first of them deployed."""
    people.push(folder)
    people.train("v1")
    people.train("v2")
    people.deploy("v1", "production")
    return people


def fails(server, operation: str, fault: str) -> None:
    add_faults(server, ALL[fault] | {"operation": operation})


@pytest.mark.parametrize("fault", ALL)
def test_one_training_is_begun(fault, people, folder, server):
    people.push(folder)
    fails(server, "train", fault)
    assert people.train("v1").status == "succeeded"
    assert counted(server)["trainings"] == 1
    assert [model.label for model in people.models()] == ["v1"]
    assert len(people.jobs()) == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_one_training_is_begun_though_it_runs_on(fault, tmp_path, folder):
    with emulator(tmp_path, jobs="polls:2") as server, client(server, tmp_path) as people:
        people.push(folder)
        fails(server, "train", fault)
        assert people.train("v1").status == "succeeded"
        assert counted(server)["trainings"] == 1


@pytest.mark.parametrize("fault", ALL)
def test_an_import_ends_with_the_labels_that_were_sent(fault, people, folder, server):
    fails(server, "import", fault)
    people.push(folder)
    assert not people.push(folder).imported
    assert [one.project_name for one in people.projects()] == ["people"]


@pytest.mark.parametrize("fault", ALL)
def test_a_deployment_serves_what_it_should(fault, trained, server):
    fails(server, "put_deployment", fault)
    assert trained.deploy("v2", "production").model_id.startswith("v2-")
    fails(server, "put_deployment", fault)
    assert trained.deploy("v2", "staging").model_id.startswith("v2-")


@pytest.mark.parametrize("fault", ALL)
def test_two_deployments_are_swapped_once_or_it_is_said_how_to_look(fault, trained, server):
    trained.deploy("v2", "staging")
    before = {one.deployment_name: one.model_id for one in trained.deployments()}
    fails(server, "swap", fault)
    if fault.startswith(("429", *LOST)):
        trained.swap("production", "staging")
        assert counted(server)["swaps"] == 1
    else:
        with pytest.raises(UncertainError, match="may have taken effect") as error:
            trained.swap("production", "staging")
        assert "azure deployments" in (error.value.failure.remedy or "")
        assert counted(server)["swaps"] == 0
        server.resource.faults.clear()
        trained.swap("production", "staging")
    after = {one.deployment_name: one.model_id for one in trained.deployments()}
    assert after == {"production": before["staging"], "staging": before["production"]}
    assert counted(server)["swaps"] == 1


def test_a_swap_whose_effect_comes_late_is_not_done_twice(tmp_path, folder):
    with (
        emulator(tmp_path) as server,
        client(server, tmp_path, patience=Patience(first=0.1, most=0.1, looks=30)) as people,
    ):
        people.push(folder)
        for model, name in (("v1", "a"), ("v2", "b")):
            people.train(model)
            people.deploy(model, name)
        add_faults(
            server,
            {"fault": "lost-answer", "operation": "swap"},
            {"fault": "job", "kind": "swap", "seconds": 1},
        )
        people.swap("a", "b")
        assert counted(server)["swaps"] == 1
        assert [one.model_id[:2] for one in people.deployments()] == ["v2", "v1"]


DELETIONS: dict[str, tuple[str, Callable[[AzureProject], object]]] = {
    "deployment": ("delete_deployment", lambda one: one.delete_deployment("production")),
    "model": ("delete_model", lambda one: one.delete_model("v2")),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("what", DELETIONS)
def test_what_is_deleted_is_gone(what, fault, trained, server):
    operation, act = DELETIONS[what]
    fails(server, operation, fault)
    act(trained)
    left = [one.deployment_name for one in trained.deployments()]
    assert left == ([] if what == "deployment" else ["production"])
    labels = [one.label for one in trained.models()]
    assert labels == (["v1"] if what == "model" else ["v1", "v2"])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_deleted_project_is_gone(fault, people, folder, server):
    people.push(folder)
    fails(server, "delete_project", fault)
    people.delete_project()
    assert people.projects() == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_cancelled_training_is_cancelled(fault, people, folder, server):
    people.push(folder)
    add_faults(server, {"fault": "job", "kind": "train", "seconds": 60})
    job = people.train("v1", wait=False).job
    fails(server, "cancel_training", fault)
    assert people.cancel(job).status in {"cancelling", "cancelled"}
    assert counted(server)["trainings"] == 0


READS = (
    "get_project", "export", "get_export", "get_exported", "get_import", "list_trainings",
    "list_configs", "list_models", "get_training",
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_only_reads_is_read_again(fault, people, folder, server):
    people.push(folder)
    for operation in READS:
        fails(server, operation, f"{fault}, twice")
    write_folder(folder, project() | {"metadata": project()["metadata"] | {"description": "d"}})
    people.push(folder)
    people.train("v1")
    assert counted(server)["trainings"] == 1
    assert server.resource.faults.waiting() == []


def test_a_service_that_stays_down_ends_in_one_clear_error(people, folder, server):
    people.push(folder)
    add_faults(server, {"fault": "answer", "operation": "*", "status": 503, "times": None})
    with pytest.raises(ServiceError) as error:
        people.train("v1")
    assert (error.value.status, error.value.code) == (503, "ServiceUnavailable")


def test_a_training_whose_fate_can_not_be_told_is_not_begun_again(people, folder, server):
    people.push(folder)
    people.jobs()
    plan = training.prepare(people.session, model="v1")
    add_faults(
        server,
        {"fault": "lost-answer", "operation": "train"},
        {"fault": "answer", "operation": "list_trainings", "status": 500, "times": None},
    )
    with pytest.raises(UncertainError, match="may have taken effect") as error:
        training.begin(people.session, plan)
    assert "azure jobs" in (error.value.failure.remedy or "")
    assert counted(server)["trainings"] == 1
    assert people.session.state.audit.entries()[-1].result.startswith("failed")


def test_a_container_that_refuses_fails_the_import_with_the_role_that_it_needs(
    people, folder, server
):
    add_faults(server, {"fault": "storage", "status": 403})
    with pytest.raises(ServiceError, match="Storage Blob Data Contributor"):
        people.push(folder)
    assert people.push(folder).imported


def test_an_expired_training_configuration_is_refused_in_the_service_s_words(
    people, folder, server
):
    people.push(folder)
    add_faults(server, {"fault": "expired-training-config"})
    with pytest.raises(RefusedError, match="has expired"):
        people.train("v1")
    assert counted(server)["trainings"] == 0


def test_a_wrong_key_is_said_to_be(tmp_path, server):
    with (
        client(server, tmp_path, key="wrong") as people,
        pytest.raises(ServiceError, match="invalid subscription key") as error,
    ):
        people.projects()
    assert error.value.status == 401
    assert "Check the key" in (error.value.failure.remedy or "")


def test_where_nothing_listens_nothing_is_sent_and_that_is_said(tmp_path, folder):
    with emulator(tmp_path) as server:
        gone = client(server, tmp_path)
    with gone as people, pytest.raises(UnreachableError, match="can't be reached"):
        people.push(folder)


def test_the_limits_of_the_service_are_kept_and_nothing_is_refused(tmp_path, folder):
    with (
        emulator(tmp_path, limits=True) as server,
        client(server, tmp_path, authoring_posts=600, authoring_gets=600) as people,
    ):
        people.push(folder)
        people.train("v1")
        people.deploy("v1", "a")
        assert all("429" not in calls for calls in counted(server)["calls"].values())


def test_an_interrupted_wait_leaves_the_job_and_says_how_to_go_on(tmp_path, folder):
    def interrupt(step):
        if step.what == "train":
            raise KeyboardInterrupt

    with emulator(tmp_path, jobs="polls:4") as server, client(server, tmp_path) as people:
        people.push(folder)
        people.session.progress = interrupt
        with pytest.raises(LeftRunning) as error:
            people.train("v1")
        people.session.progress = None
        [job] = people.jobs()
        assert f"azure jobs train/jobs/{job.job_id} --wait -p people" in str(error.value)
        assert f"azure cancel {job.job_id} -p people" in str(error.value)
        assert people.wait(job.job_id).status == "succeeded"
        assert counted(server)["trainings"] == 1


def test_a_job_that_never_ends_is_left_running_and_it_is_said_how_to_go_on(
    tmp_path, folder, people, server
):
    people.push(folder)
    with client(server, tmp_path, max_wait=0.3) as hasty:
        add_faults(server, {"fault": "job", "kind": "train", "seconds": 600})
        with pytest.raises(StillRunningError, match=r"After 0.3 s the job train/jobs/") as error:
            hasty.train("v1")
        [job] = hasty.jobs()
        assert f"azure jobs train/jobs/{job.job_id} --wait -p people" in error.value.remedy
        assert f"azure cancel {job.job_id} -p people" in error.value.remedy
        assert counted(server)["calls"]["train"] == {"202": 1}
        hasty.cancel(job.job_id)
        hasty.train("v2")
        add_faults(server, {"fault": "job", "kind": "deploy", "seconds": 600})
        with pytest.raises(StillRunningError, match="deployments/production/jobs"):
            hasty.deploy("v2", "production")
        assert hasty.session.state.audit.entries()[-1].result == "left running"


def test_a_push_that_failed_half_way_goes_on_from_there(folder, people, server):
    add_faults(server, {"fault": "answer", "operation": "import", "status": 400})
    with pytest.raises(RefusedError):
        people.push(folder)
    assert people.session.state.audit.entries()[-1].result == "failed: InvalidRequest"
    done = people.push(folder)
    assert (done.uploaded, done.unchanged, done.imported) == (0, 10, True)


def test_patience_ends(tmp_path, server):
    tired = Patience(first=0.01, most=0.01, throttled=0.05)
    with client(server, tmp_path, patience=tired) as people:
        add_faults(server, {"fault": "answer", "operation": "*", "status": 429, "times": None})
        with pytest.raises(ServiceError) as error:
            people.projects()
    assert error.value.status == 429


def test_a_job_is_not_asked_for_more_often_than_the_service_says(tmp_path, folder):
    heeding = Patience(first=0.01, most=30)
    with (
        emulator(tmp_path, jobs="polls:1") as server,
        client(server, tmp_path, patience=heeding) as people,
    ):
        began = time.monotonic()
        people.push(folder)  # one import, which tells Retry-After: 1 once
        assert time.monotonic() - began >= 1
        assert counted(server)["calls"]["get_import"] == {"200": 2}

"""Where the later clients are wrong; each of these is why spanbridge speaks REST itself."""

from __future__ import annotations

import json

import pytest
from azure.ai.textanalytics.authoring import TextAuthoringClient
from azure.ai.textanalytics.authoring import models as authoring
from azure.core.exceptions import HttpResponseError
from emulator_of import PROJECTS, Rest, project_file, texts

NOW = {"polling_interval": 1}


@pytest.fixture
def rest(service):
    rest = Rest(service.endpoint, service.key, "2025-05-15-preview")
    rest.control("POST", "/reset")
    return rest


@pytest.fixture
def project(service, rest):
    assert rest.get(PROJECTS)["value"] == []
    client = TextAuthoringClient(service.endpoint, service.credential).get_project_client("p")
    client.project.begin_import(body=project_file(texts()), **NOW).result()
    return client


def training():
    return authoring.TrainingJobDetails(model_label="m", training_config_version="2022-05-01")


@pytest.mark.parametrize("status", ["cancelled", "partiallyCompleted"])
def test_a_job_that_is_over_is_polled_for_ever(status, project, rest):
    fault = {"fault": "job", "kind": "train", "status": status}
    rest.control("POST", "/emulator/faults", fault)
    poller = project.project.begin_train(body=training(), **NOW)
    while polls(rest) < 3:  # the first of them told that the job is over
        poller.wait(0.1)
    assert poller.status() == status
    assert not poller.done()
    rest.control("POST", "/reset")  # the job is gone: this ends the poller
    with pytest.raises(HttpResponseError, match="OperationNotFound"):
        poller.wait()


def polls(rest):
    calls = rest.control("GET", "/emulator/counters")["calls"]
    return sum(calls.get("get_training", {}).values())


def test_the_reason_of_a_failure_is_lost(project, rest):
    why = {"code": "InternalServerError", "message": "Out of luck."}
    fault = {"fault": "job", "kind": "train", "status": "failed", "errors": [why]}
    rest.control("POST", "/emulator/faults", fault)
    with pytest.raises(HttpResponseError) as raised:
        project.project.begin_train(body=training(), **NOW).result()
    assert raised.value.error is None
    assert "invalid status 'OK'" in raised.value.message


def test_an_export_gives_nothing_and_its_file_is_never_fetched(project, rest):
    poller = project.project.begin_export(string_index_type="Utf16CodeUnit", **NOW)
    assert poller.result() is None
    calls = rest.control("GET", "/emulator/counters")["calls"]
    assert "get_export" in calls
    assert "get_exported" not in calls


def test_a_project_client_forgets_the_version_and_the_interval(service):
    client = TextAuthoringClient(
        service.endpoint, service.credential, api_version="2023-04-01", polling_interval=1
    )
    config = client.get_project_client("p")._config
    assert config.api_version == "2025-05-15-preview"
    assert config.polling_interval == 30


def test_a_deployment_names_its_resources_as_an_older_version_did():
    body = authoring.CreateDeploymentDetails(trained_model_label="m", assigned_resource_ids=["r"])
    assert json.loads(json.dumps(dict(body))) == {
        "trainedModelLabel": "m",
        "assignedResourceIds": ["r"],
    }


def test_the_resources_of_a_deployment_are_taken_under_that_name(project):
    project.project.begin_train(body=training(), **NOW).result()
    body = authoring.CreateDeploymentDetails(trained_model_label="m", assigned_resource_ids=["r"])
    project.deployment.begin_deploy_project("d", body=body, **NOW).result()
    assert project.deployment.get_deployment("d").assigned_resources == []


def test_the_prebuilt_entities_cannot_be_asked_for_a_language(service):
    client = TextAuthoringClient(service.endpoint, service.credential)
    with pytest.raises(TypeError):
        [*client.list_supported_prebuilt_entities(language="en", multilingual=False)]


def test_exported_models_and_snapshots_are_refused_in_the_services_shape(project):
    project.project.begin_train(body=training(), **NOW).result()
    with pytest.raises(HttpResponseError) as raised:
        project.trained_model.begin_load_snapshot("m", **NOW)
    assert raised.value.status_code == 501
    assert raised.value.error.code == "NotImplemented"

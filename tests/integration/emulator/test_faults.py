"""Faults on demand: refused, cut, lost, slow and malformed answers; jobs and documents that err."""

from __future__ import annotations

import time

import pytest
from azure.core.exceptions import ServiceResponseError
from emulator_of import JOBS, PROJECTS, TRAIN, analysis, deployed, project_file, texts

P = f"{PROJECTS}/p"


@pytest.fixture
def fault(rest):
    return lambda **what: rest.control("POST", "/emulator/faults", what)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_operation_fails_so_many_times(status, rest, fault):
    fault(fault="answer", operation="list_projects", status=status, retryAfter=7, times=2)
    answers = [rest.call("GET", PROJECTS) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [status, status, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert answers[0].json()["error"]["code"] == answers[0].headers["x-ms-error-code"]


def test_a_429_can_come_without_a_time(rest, fault):
    fault(fault="answer", operation="list_projects", status=429)
    assert "Retry-After" not in rest.call("GET", PROJECTS).headers


def test_only_the_named_operation_fails(rest, fault):
    fault(fault="answer", operation="train", status=500)
    assert rest.call("GET", PROJECTS).status_code == 200


def test_a_connection_is_cut_before_anything_is_done(rest, fault):
    fault(fault="cut", operation="import")
    with pytest.raises(ServiceResponseError):
        rest.call("POST", f"{P}/:import", project_file(texts()))
    assert rest.get(PROJECTS)["value"] == []
    assert rest.control("GET", "/emulator/counters")["calls"]["import"] == {"cut": 1}


def test_an_answer_is_lost_after_all_is_done(rest, fault):
    fault(fault="lost-answer", operation="import")
    with pytest.raises(ServiceResponseError):
        rest.call("POST", f"{P}/:import", project_file(texts()))
    assert [project["projectName"] for project in rest.get(PROJECTS)["value"]] == ["p"]


def test_an_answer_is_slow(rest, fault):
    fault(fault="slow", operation="list_projects", seconds=0.2)
    began = time.monotonic()
    rest.get(PROJECTS)
    assert time.monotonic() - began >= 0.2


def test_an_answer_is_malformed(rest, fault):
    fault(fault="malformed", operation="list_projects")
    with pytest.raises(ValueError):  # noqa: PT011 (the words are the decoder's)
        rest.call("GET", PROJECTS).json()


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_a_training_ends_without_a_model_and_tells_why(status, rest, fault):
    rest.job("POST", f"{P}/:import", project_file(texts()))
    why = {"code": "InternalServerError", "message": "Out of luck."}
    fault(fault="job", kind="train", status=status, errors=[why])
    state = rest.job("POST", f"{P}/:train", TRAIN)
    assert (state["status"], state["errors"]) == (status, [why])
    assert rest.get(f"{P}/models")["value"] == []


def test_a_training_ends_partly(rest, fault):
    rest.job("POST", f"{P}/:import", project_file(texts()))
    fault(fault="job", kind="train", status="partiallyCompleted")
    assert rest.job("POST", f"{P}/:train", TRAIN)["status"] == "partiallyCompleted"
    assert [model["label"] for model in rest.get(f"{P}/models")["value"]] == ["m"]


def test_a_training_takes_so_many_seconds(rest, fault):
    rest.job("POST", f"{P}/:import", project_file(texts()))
    fault(fault="job", kind="train", seconds=0.3)
    began = time.monotonic()
    assert rest.job("POST", f"{P}/:train", TRAIN)["status"] == "succeeded"
    assert time.monotonic() - began >= 0.3


def test_a_document_errs_and_the_others_do_not(rest, fault):
    deployed(rest, project_file(texts()))
    fault(fault="document", id="1", code="InvalidArgument", message="No.")
    [item] = rest.job("POST", JOBS, analysis("a", "b", "c"))["tasks"]["items"]
    assert [one["id"] for one in item["results"]["documents"]] == ["0", "2"]
    [error] = item["results"]["errors"]
    assert (error["id"], error["error"]["message"]) == ("1", "No.")


def test_the_storage_refuses(rest, fault):
    fault(fault="storage", container="texts", times=1)
    state = rest.job("POST", f"{P}/:import", project_file(texts()))
    assert state["status"] == "failed"
    assert state["errors"][0]["code"] == "Forbidden"


def test_a_training_configuration_has_expired(rest, fault):
    rest.job("POST", f"{P}/:import", project_file(texts()))
    fault(fault="expired-training-config", version="2022-05-01")
    answer = rest.call("POST", f"{P}/:train", TRAIN)
    assert answer.status_code == 400
    assert "expired" in answer.json()["error"]["message"]


def test_one_of_two_tasks_fails_when_its_deployment_has_expired(rest, fault):
    deployed(rest, project_file(texts()))
    rest.job("PUT", f"{P}/deployments/old", {"trainedModelLabel": "m"})
    fault(fault="expired-deployment", deployment="old")
    body = analysis("Ada Lovelace lives in Paris.")
    old = body["tasks"][0]["parameters"] | {"deploymentName": "old"}
    body["tasks"].append(body["tasks"][0] | {"parameters": old, "taskName": "u"})
    state = rest.job("POST", JOBS, body)
    assert state["status"] == "partiallyCompleted"
    assert [item["status"] for item in state["tasks"]["items"]] == ["succeeded", "failed"]
    assert state["errors"][0]["target"] == "#/tasks/items/1"
    assert (state["tasks"]["completed"], state["tasks"]["failed"]) == (1, 1)


def test_faults_to_come_are_told_and_can_be_taken_back(rest, fault):
    fault(fault="cut", operation="train", times=None)
    [told] = rest.control("GET", "/emulator/faults")
    assert (told["fault"], told["operation"], told["times"]) == ("cut", "train", None)
    rest.control("DELETE", "/emulator/faults")
    assert rest.control("GET", "/emulator/faults") == []


def test_what_is_no_fault_is_refused(rest):
    assert rest.call("POST", "/emulator/faults", {"fault": "flood"}).status_code == 400
    assert rest.call("POST", "/emulator/faults", {"fault": "cut", "x": 1}).status_code == 400


def test_calls_trainings_swaps_and_text_records_are_counted(rest):
    deployed(rest, project_file(texts()))
    rest.job("POST", JOBS, analysis("a" * 1001, "b"))
    counts = rest.control("GET", "/emulator/counters")
    assert (counts["trainings"], counts["swaps"], counts["textRecords"]) == (1, 0, 3)
    assert counts["calls"]["train"] == {"202": 1}
    assert counts["calls"]["get_training"] == {"200": 1}


def test_a_reset_forgets_everything_but_the_texts(rest, fault):
    deployed(rest, project_file(texts()))
    fault(fault="cut", operation="train")
    rest.control("POST", "/reset")
    assert rest.get(PROJECTS)["value"] == []
    assert rest.control("GET", "/emulator/faults") == []
    assert rest.control("GET", "/emulator/counters")["trainings"] == 0
    deployed(rest, project_file(texts()))


def test_control_needs_the_key_and_health_does_not(rest, server):
    stranger = type(rest)(server.endpoint, "wrong")
    assert stranger.call("GET", "/health").status_code == 200
    for method, path in (
        ("POST", "/reset"),
        ("GET", "/emulator/faults"),
        ("GET", "/emulator/counters"),
    ):
        assert stranger.call(method, path).status_code == 401

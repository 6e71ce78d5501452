"""What Label Studio 1.23.2 was seen to make of a backend's failures can't happen here.

Each test is a row of what was observed: results that don't match tasks are dropped, scores that are
no numbers lose a batch, an empty result is for ever, nothing is tried again.
"""

from __future__ import annotations

import time

import pytest
from backend_run import backend, shown, words
from predict_of import ADA, ALAN, counted, fault
from spanbridge.ml_backend.options import BackendOptions

ONLY_CITIES = (
    '<View><Text name="text" value="$text"/><Labels name="label" toName="text">'
    '<Label value="City"/></Labels></View>'
)


def test_there_is_one_result_a_task_in_order_also_where_nothing_is_found_or_analysed(client):
    tasks = [ADA, "Nothing at all.", " ", ALAN, "", {"id": 6, "data": {}}, "", {"id": 8}, ADA]
    made = [
        one if isinstance(one, dict) else {"id": number, "data": {"text": one}}
        for number, one in enumerate(tasks, 1)
    ]
    made[6]["data"]["azure"] = {"language": "tlh-no-such-language"}
    results = client.results(*made)
    assert len(results) == len(tasks)
    found = [words(one) for one in results]
    assert found[0] == found[8] == [("Ada Lovelace", "Person"), ("Paris", "City")]
    assert found[3] == [("Alan Turing", "Person"), ("New York", "City")]
    assert all(not one for index, one in enumerate(found) if index not in {0, 3, 8})


def test_as_many_results_come_as_tasks_however_many_jobs_they_take(client, azure):
    before = counted(azure)[0]
    texts = [f"{ADA} Number {number}." for number in range(60)]
    results = client.results(*texts)
    assert [words(one)[0][0] for one in results] == ["Ada Lovelace"] * 60
    assert counted(azure)[0] - before <= 4


@pytest.mark.parametrize(
    "what",
    [
        {"fault": "answer", "operation": "submit_job", "status": 500},
        {"fault": "answer", "operation": "submit_job", "status": 503},
        {"fault": "cut", "operation": "submit_job"},
        {"fault": "lost-answer", "operation": "submit_job"},
        {"fault": "malformed", "operation": "submit_job"},
        {"fault": "job", "kind": "analysis", "status": "failed"},
        {"fault": "document", "code": "InternalServerError", "message": "Try later."},
    ],
)
def test_what_passes_is_answered_503_with_its_reason_and_nothing_is_stored(client, azure, what):
    fault(azure, what)
    answer = client.predict(f"{ADA} {what}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json()["error"]
    assert "results" not in answer.json()
    assert words(client.results(f"{ADA} {what}")[0])


def test_a_text_that_azure_refuses_for_good_has_an_empty_result_and_is_not_asked_again(
    client, azure
):
    fault(azure, {"fault": "document", "code": "InvalidArgument", "message": "Not this one."})
    [result] = client.results(f"{ADA} Refused.")
    assert result["result"] == []
    assert result["score"] == 0.5


def test_labels_that_the_configuration_has_not_never_leave(client):
    [result] = client.results(ADA, config=ONLY_CITIES)
    assert words(result) == [("Paris", "City")]


def test_scores_are_numbers_from_0_to_1_and_versions_are_those_of_setup(client):
    version = client.setup().json()["model_version"]
    results = client.results(ADA, "Nothing.", ALAN)
    assert version == "d@m"
    assert all(isinstance(one["score"], float) and 0 <= one["score"] <= 1 for one in results)
    assert {one["model_version"] for one in results} == {version}


def test_a_request_is_answered_within_its_deadline(azure, tmp_path):
    fault(azure, {"fault": "job", "kind": "analysis", "seconds": 30})
    with backend(azure, tmp_path, BackendOptions(deadline=1.5)) as (_, client):
        began = time.monotonic()
        answer = client.predict(f"{ADA} Slow.")
        assert time.monotonic() - began < 3
    assert answer.status_code == 503
    assert "LABEL_STUDIO_API_KEY" in answer.json()["error"], shown(answer.json())


def test_health_and_setup_are_answered_in_time_while_azure_is_slow(azure, tmp_path):
    with backend(azure, tmp_path, BackendOptions(refresh=0.1)) as (_, client):
        client.setup()
        fault(azure, {"fault": "slow", "operation": "get_deployment", "seconds": 4, "times": None})
        fault(azure, {"fault": "slow", "operation": "submit_job", "seconds": 4, "times": None})
        for call, most in ((lambda: client.call("GET", "/health"), 1), (client.setup, 3)) * 3:
            began = time.monotonic()
            assert call().status_code == 200
            assert time.monotonic() - began < most


def test_a_target_that_was_never_seen_is_waited_for_less_than_label_studio_waits(azure, tmp_path):
    fault(azure, {"fault": "slow", "operation": "get_deployment", "seconds": 4, "times": None})
    with backend(azure, tmp_path) as (_, client):
        began = time.monotonic()
        answer = client.setup()
        assert time.monotonic() - began < 3
        assert answer.status_code == 503
        azure.resource.faults.clear()


def test_health_and_setup_are_answered_while_every_thread_waits_for_azure(azure, tmp_path):
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 (beside its use)

    fault(azure, {"fault": "job", "kind": "analysis", "seconds": 4, "times": None})
    options = BackendOptions(threads=8, refresh=600)
    with backend(azure, tmp_path, options) as (running, client), ThreadPoolExecutor(12) as many:
        client.setup()
        asked = [many.submit(client.predict, f"{ADA} {number}") for number in range(12)]
        while running.backend.busy < 8:
            time.sleep(0.01)
        for call, most in ((lambda: client.call("GET", "/health"), 1), (client.setup, 3)):
            began = time.monotonic()
            assert call().status_code == 200
            assert time.monotonic() - began < most
        statuses = sorted(one.result().status_code for one in asked)
    assert statuses == [200] * 8 + [503] * 4


def test_events_are_noted_by_whatever_name_they_come(client, tmp_path):
    from spanbridge.bridge.database import opened  # noqa: PLC0415 (beside its use)
    from spanbridge.bridge.nudges import Nudges  # noqa: PLC0415
    from spanbridge.bridge.settings import load  # noqa: PLC0415

    events = ("START_TRAINING", "ANNOTATION_CREATED", "ANNOTATIONS_DELETED", "ANNOTATIONS_CREATED",
              "TASKS_CREATED", "TASKS_DELETED", "PROJECT_UPDATED", "SOMETHING_NEW")  # fmt: skip
    for event in events:
        body = {"action": event, "project": {"id": 3, "title": "x"}, "annotations": [{"id": 1}]}
        assert client.call("POST", "/webhook", body).status_code == 200
    noted = Nudges(opened(load({"state": str(tmp_path / "state")}, environment={}))).of(3)
    assert [one.kind for one in noted] == ["train"] + ["changed"] * (len(events) - 1)


def test_versions_are_told_to_a_get(client):
    client.setup()
    assert client.call("GET", "/versions").json() == {"versions": ["d@m"]}


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"[]", 400), (b'"x"', 400), (b"\xff", 400), (b'{"tasks": 3}', 400), (b"", 400)],
)
def test_a_body_that_is_none_is_told_without_a_traceback(client, body, status):
    for path in ("/predict", "/setup", "/webhook"):
        answer = client.call("POST", path, body)
        assert answer.status_code == status
        assert "Traceback" not in answer.text
        assert answer.json()["error"]


@pytest.mark.parametrize("config", ["", "<View/>", "<View", "<!DOCTYPE x><View/>"])
def test_a_configuration_that_shows_no_text_is_told(client, config):
    answer = client.predict(ADA, config=config)
    assert answer.status_code == 400
    assert answer.json()["error"]

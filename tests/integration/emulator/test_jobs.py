"""Jobs end at once, after polls or after a time; a cancelled one does nothing."""

from __future__ import annotations

import pytest
from emulator_of import (
    JOBS,
    PROJECTS,
    TRAIN,
    Rest,
    analysis,
    deployed,
    project_file,
    texts,
    write_texts,
)  # fmt: skip
from spanbridge.bridge.emulator import AzureLanguageEmulator

P = f"{PROJECTS}/p"


@pytest.fixture
def started(tmp_path):
    """Start emulators on the same texts."""
    servers = []

    def start(**settings):
        write_texts(tmp_path / "texts", texts())
        servers.append(AzureLanguageEmulator(storage=tmp_path, **settings))
        servers[-1].start()
        return Rest(servers[-1].endpoint, servers[-1].key)

    yield start
    for server in servers:
        server.stop()


def statuses(rest, response):
    """Poll a job to its end; return all that was seen."""
    seen = []
    while not seen or seen[-1] in {"notStarted", "running", "cancelling"}:
        seen.append(rest.get(response.headers["operation-location"])["status"])
    return seen


def test_an_immediate_job_is_over_when_its_call_is_answered(started):
    rest = started()
    answer = rest.call("POST", f"{P}/:import", project_file(texts()))
    assert statuses(rest, answer) == ["succeeded"]
    assert answer.text() == ""
    assert answer.headers["operation-location"].startswith(rest.endpoint)


def test_polls_move_a_job_and_nothing_is_true_before_its_end(started):
    rest = started(jobs="polls:2")
    answer = rest.call("POST", f"{P}/:import", project_file(texts()))
    assert rest.call("GET", P).status_code == 404
    assert statuses(rest, answer) == ["running", "running", "succeeded"]
    assert rest.get(P)["projectName"] == "p"


def test_a_job_that_runs_says_when_to_ask_again(started):
    rest = started(jobs="polls:1")
    answer = rest.call("POST", f"{P}/:import", project_file(texts()))
    location = answer.headers["operation-location"]
    assert answer.headers["Retry-After"] == "1"
    assert rest.call("GET", location).headers["Retry-After"] == "1"
    assert "Retry-After" not in rest.call("GET", location).headers


def test_time_moves_a_job_without_polls(started):
    rest = started(jobs="seconds:0.05")
    rest.call("POST", f"{P}/:import", project_file(texts()))
    while rest.call("GET", P).status_code != 200:
        pass
    assert rest.get(P)["projectName"] == "p"


def test_a_training_tells_how_far_it_is(started):
    rest = started(jobs="polls:3")
    rest.job("POST", f"{P}/:import", project_file(texts()))
    answer = rest.call("POST", f"{P}/:train", TRAIN)
    seen = [rest.get(answer.headers["operation-location"]) for _ in range(4)]
    percents = [state["result"]["trainingStatus"]["percentComplete"] for state in seen]
    assert percents == sorted(percents)
    assert percents[0] < 100 == percents[-1]
    assert seen[-1]["result"]["evaluationStatus"]["status"] == "succeeded"


def test_one_training_a_project_runs_at_a_time(started):
    rest = started(jobs="polls:1")
    rest.job("POST", f"{P}/:import", project_file(texts()))
    first = rest.call("POST", f"{P}/:train", TRAIN)
    assert rest.call("POST", f"{P}/:train", TRAIN).status_code == 409
    rest.finished(first)
    assert rest.call("POST", f"{P}/:train", TRAIN).status_code == 202


def test_a_cancelled_training_leaves_no_model(started):
    rest = started(jobs="seconds:600")
    with_import = {"fault": "job", "kind": "import", "seconds": 0}
    rest.control("POST", "/emulator/faults", with_import)
    rest.job("POST", f"{P}/:import", project_file(texts()))
    answer = rest.call("POST", f"{P}/:train", TRAIN)
    job = answer.headers["operation-location"].partition("?")[0]
    cancelled = rest.call("POST", f"{job}/:cancel")
    assert cancelled.status_code == 202
    assert rest.finished(cancelled)["status"] == "cancelled"
    assert rest.get(f"{P}/models")["value"] == []
    assert rest.call("POST", f"{job}/:cancel").status_code == 400


def test_an_analysis_can_be_cancelled(started):
    rest = started()
    deployed(rest, project_file(texts()))
    rest.control("POST", "/emulator/faults", {"fault": "job", "kind": "analysis", "seconds": 600})
    answer = rest.call("POST", JOBS, analysis("Ada Lovelace lives in Paris."))
    job = answer.headers["operation-location"].partition("?")[0]
    assert rest.call("POST", f"{job}:cancel").status_code == 202
    state = rest.get(job)
    assert (state["status"], state["tasks"]["inProgress"]) == ("cancelled", 0)


def test_two_deployments_swap_their_models(started):
    rest = started()
    deployed(rest, project_file(texts()))
    rest.job("POST", f"{P}/:train", TRAIN | {"modelLabel": "other"})
    rest.job("PUT", f"{P}/deployments/e", {"trainedModelLabel": "other"})
    before = {
        one["deploymentName"]: one["modelId"] for one in rest.get(f"{P}/deployments")["value"]
    }
    names = {"firstDeploymentName": "d", "secondDeploymentName": "e"}
    assert rest.job("POST", f"{P}/deployments/:swap", names)["status"] == "succeeded"
    after = {one["deploymentName"]: one["modelId"] for one in rest.get(f"{P}/deployments")["value"]}
    assert after == {"d": before["e"], "e": before["d"]}


def test_a_deployment_serves_its_model_after_a_training_of_the_same_name(started):
    rest = started()
    deployed(rest, project_file(texts()))
    served = rest.get(f"{P}/deployments/d")["modelId"]
    rest.job("POST", f"{P}/:train", TRAIN)
    assert rest.get(f"{P}/models/m")["modelId"] != served
    assert rest.get(f"{P}/deployments/d")["modelId"] == served
    state = rest.job("POST", JOBS, analysis("Ada Lovelace lives in Paris."))
    assert state["tasks"]["items"][0]["results"]["documents"][0]["entities"]


def test_a_deleted_project_is_gone_with_all_it_had(started):
    rest = started()
    deployed(rest, project_file(texts()))
    assert rest.job("DELETE", P)["status"] == "succeeded"
    assert rest.call("GET", P).status_code == 404
    body = analysis("Ada Lovelace lives in Paris.")
    assert rest.call("POST", JOBS, body).json()["error"]["code"] == "ProjectNotFound"
    rest.job("POST", f"{P}/:import", project_file(texts()))
    assert rest.get(f"{P}/models")["value"] == []


def test_a_deployed_model_is_kept_and_another_deleted(started):
    rest = started()
    deployed(rest, project_file(texts()))
    assert rest.call("DELETE", f"{P}/models/m").status_code == 409
    rest.job("DELETE", f"{P}/deployments/d")
    assert rest.call("DELETE", f"{P}/models/m").status_code == 204
    assert rest.call("GET", f"{P}/models/m").status_code == 404


def test_an_evaluation_can_be_made_again_with_another_split(started):
    rest = started()
    deployed(rest, project_file(texts()))
    options = {"kind": "percentage", "trainingSplitPercentage": 50, "testingSplitPercentage": 50}
    state = rest.job("POST", f"{P}/models/m/:evaluate", options, version="2025-05-15-preview")
    assert state["result"]["percentComplete"] == 100
    results = rest.get(f"{P}/models/m/evaluation/result", stringIndexType="Utf16CodeUnit")["value"]
    assert len(results) == len(texts()) / 2
    assert rest.get(f"{P}/models/m/evaluation/summary-result")["evaluationOptions"] == options


def test_retraining_is_repeatable_and_with_jitter_unequal(started):
    for jitter in (False, True):
        rest = started(jitter=jitter)
        deployed(rest, project_file(texts()))
        body = analysis("Grace Hopper met Ada Lovelace in Osaka, they say.")
        seen = []
        for _ in range(3):
            rest.job("POST", f"{P}/:train", TRAIN)
            rest.job("PUT", f"{P}/deployments/d", {"trainedModelLabel": "m"})
            items = rest.job("POST", JOBS, body)["tasks"]["items"]
            seen.append(str(items[0]["results"]["documents"]))
        assert (len({*seen}) > 1) == jitter

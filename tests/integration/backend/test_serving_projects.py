"""One backend serves many projects: whom it asks, what it tells whom, what it remembers."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from backend_run import Client, backend, model, request, until, words
from emulator_of import PROJECTS, TRAIN, Rest, project_file, texts, write_texts
from msgspec.structs import replace
from predict_of import ADA, ALAN, counted, deployment, fault, settings_for
from spanbridge.bridge.database import opened
from spanbridge.bridge.emulator import AzureLanguageEmulator
from spanbridge.bridge.nudges import Nudges
from spanbridge.bridge.settings import load
from spanbridge.bridge.suggesting import SuggestOptions
from spanbridge.converters.problems import ProblemError
from spanbridge.converters.split import Split
from spanbridge.ml_backend.options import BackendOptions, options_of
from spanbridge.ml_backend.running import MlBackend

USER = {"backend_user": "label-studio", "backend_password": "hunter2-canary"}


def test_a_connection_says_which_project_and_deployment_are_asked(azure, tmp_path):
    rest = Rest(azure.endpoint, azure.key)
    rest.job("POST", f"{PROJECTS}/p/:train", TRAIN | {"modelLabel": "v7"})
    rest.job("PUT", f"{PROJECTS}/p/deployments/other", {"trainedModelLabel": "v7"})
    with backend(azure, tmp_path) as (_, client):
        another = Client(client.address, "4.1700000000")
        assert client.setup().json() == {"model_version": "d@m"}
        assert another.setup(deployment="other", unknown=1).json() == {"model_version": "other@v7"}
        assert client.results(ADA)[0]["model_version"] == "d@m"
        assert another.results(ADA)[0]["model_version"] == "other@v7"
        assert client.call("GET", "/versions").json() == {"versions": ["d@m", "other@v7"]}
        assert another.setup(deployment="../x").status_code == 400
    with backend(azure, tmp_path) as (_, client):  # another replica, or the same one later
        assert (
            Client(client.address, "4.1700000000").results(ALAN)[0]["model_version"] == "other@v7"
        )


def test_a_connection_says_of_which_language_texts_are(client, azure):
    fault(azure, {"fault": "job", "kind": "analysis", "seconds": 0})
    client.setup(language="tlh")
    [result] = client.results(ADA)
    assert result["result"] == []  # Azure has no Klingon, and says so of each text


def test_before_the_first_deployment_tasks_are_refused_and_setup_is_not(tmp_path):
    write_texts(tmp_path / "texts", texts())
    with AzureLanguageEmulator(storage=tmp_path) as azure:
        rest = Rest(azure.endpoint, azure.key)
        rest.job("POST", f"{PROJECTS}/p/:import", project_file(texts()))
        with backend(azure, tmp_path, BackendOptions(refresh=0.2)) as (_, client):
            assert client.setup().json() == {"model_version": "d@not-deployed"}
            assert client.predict(ADA).status_code == 503
            assert "deployed" in client.call("GET", "/ready").json()["error"]
            rest.job("POST", f"{PROJECTS}/p/:train", TRAIN)
            rest.job("PUT", f"{PROJECTS}/p/deployments/d", {"trainedModelLabel": "m"})
            until(lambda: client.call("GET", "/ready").status_code == 200)
            assert client.setup().json() == {"model_version": "d@m"}
            assert words(client.results(ADA)[0])


def test_a_wrong_key_is_told_and_serves_nothing(azure, tmp_path):
    with backend(azure, tmp_path, key="wrong") as (_, client):
        assert client.setup().status_code == 503
        answer = client.predict(ADA)
        assert answer.status_code == 503
        assert "key" in answer.json()["error"]


def test_a_key_that_may_not_author_gives_the_day_it_was_first_used_and_a_warning(tmp_path, caplog):
    with deployment(tmp_path) as azure:
        refused = {"fault": "answer", "status": 403, "times": None}
        fault(azure, refused | {"operation": "get_deployment"})
        with backend(azure, tmp_path) as (_, client):
            until(lambda: client.call("GET", "/ready").status_code == 200)
            version = client.setup().json()["model_version"]
            assert version == f"d@{time.strftime('%Y-%m-%d')}"
            [result] = client.results(ADA)
            assert (result["model_version"], words(result)[0][0]) == (version, "Ada Lovelace")
        assert caplog.text.count("a swap will go unnoticed") == 1


def test_what_was_said_is_remembered_by_text_and_model(azure, tmp_path):
    with backend(azure, tmp_path, BackendOptions(refresh=0.2)) as (_, client):
        client.results(f"{ADA} Known.")
        time.sleep(0.5)
    before = counted(azure)[2]
    with backend(azure, tmp_path) as (_, client):
        assert words(client.results(f"{ADA} Known.")[0])[0] == ("Ada Lovelace", "Person")
    assert counted(azure)[2] == before


def test_the_test_part_gets_no_suggestions_and_is_not_sent(azure, tmp_path):
    before = counted(azure)[2]
    with backend(azure, tmp_path, BackendOptions(test="50/50", refresh=600)) as (_, client):
        asked = [f"{ADA} Split {number}." for number in range(12)]
        results = client.results(*asked)
    tested = [Split(50, 50).part_of(text) == "Test" for text in asked]
    assert [one["result"] == [] for one in results] == tested
    assert counted(azure)[2] - before == tested.count(False)
    assert 0 < tested.count(True) < 12


def test_suggestions_that_are_not_sure_enough_are_not_shown(azure, tmp_path):
    options = BackendOptions(thresholds={"City": 1.0}, refresh=600)
    with backend(azure, tmp_path, options) as (_, client):
        assert words(client.results(ADA)[0]) == [("Ada Lovelace", "Person")]


def test_who_has_not_the_password_is_told_nothing(azure, tmp_path):
    with backend(azure, tmp_path, **USER) as (_, client):
        for method, path in (("POST", "/predict"), ("POST", "/setup"), ("GET", "/versions"),
                             ("GET", "/metrics")):  # fmt: skip
            answer = client.call(method, path, {})
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"].startswith("Basic")
        assert client.call("GET", "/health").status_code == 200
        assert client.call("POST", "/webhook", {"action": "X"}).status_code == 403
        address = client.address.replace("://", "://label-studio:hunter2-canary@")
        assert requests.get(f"{address}/versions", timeout=5).status_code == 200
        trained = {"action": "START_TRAINING", "project": {"id": 3}}
        assert requests.post(f"{address}/webhook", json=trained, timeout=5).status_code == 200


def test_webhooks_bring_the_secret_that_is_set(azure, tmp_path):
    with backend(azure, tmp_path, webhook_secret="s3cret-canary") as (_, client):  # noqa: S106 (a test's)
        event = {"action": "ANNOTATION_CREATED", "project": {"id": 3}}
        assert client.call("POST", "/webhook", event).status_code == 403
        for name in ("X-Spanbridge-Secret", "x-spanbridge-secret"):
            client.headers = {name: "s3cret-canary"}
            assert client.call("POST", "/webhook", event).status_code == 200
        client.headers = {"X-Spanbridge-Secret": "s3cret"}
        assert client.call("POST", "/webhook", event).status_code == 403


def test_no_text_no_token_and_no_traceback_is_logged_or_answered(azure, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    for name in ("azure", "urllib3", "waitress"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    text = "Canary Lovelace lives in Paris."
    fault(azure, {"fault": "answer", "operation": "submit_job", "status": 500})
    with backend(azure, tmp_path, **USER) as (_, client):
        client.headers = {"Authorization": "Basic bGFiZWwtc3R1ZGlvOmh1bnRlcjItY2FuYXJ5"}
        client.setup()
        answers = [client.predict(text), client.predict(text), client.predict(text, config="<"),
                   client.call("POST", "/predict", text.encode())]  # fmt: skip
    said = caplog.text + "".join(one.text for one in answers if one.status_code != 200)
    for secret in ("Canary", "canary", azure.key, "Traceback"):
        assert secret not in said


def test_a_fault_of_ours_is_told_by_its_place_alone(azure, tmp_path, caplog):
    with backend(azure, tmp_path) as (running, client):
        running.backend.versions = lambda: {}["canary"]
        answer = client.call("GET", "/versions")
    assert answer.status_code == 500
    assert "canary" not in answer.text + caplog.text
    assert "KeyError" in caplog.text


def test_requests_under_way_end_before_the_server_does(azure, tmp_path):
    fault(azure, {"fault": "job", "kind": "analysis", "seconds": 2})
    with ThreadPoolExecutor(1) as one:
        with backend(azure, tmp_path) as (running, client):
            asked = one.submit(client.results, f"{ADA} Draining.")
            until(lambda: running.backend.busy == 1)
        assert words(asked.result()[0])[0] == ("Ada Lovelace", "Person")


def test_once_it_stops_it_takes_no_more(azure, tmp_path):
    with model(azure, tmp_path) as made:
        made.drain()
        assert "stopped" in made.ready()
        with pytest.raises(Exception, match="stopped"):
            made.predict(request(ADA))


def test_webhooks_at_once_are_all_noted(client, tmp_path):
    def note(_):
        body = {"action": "ANNOTATION_CREATED", "project": {"id": 3}}
        return client.call("POST", "/webhook", body).status_code

    with ThreadPoolExecutor(8) as many:
        assert {*many.map(note, range(200))} == {200}
    state = load({"state": str(tmp_path / "state")}, environment={})
    assert len(Nudges(opened(state)).of(3)) == 200


def test_two_hundred_tasks_opened_at_once_are_answered_and_share_jobs(azure, tmp_path):
    before = counted(azure)[0]
    with (
        backend(azure, tmp_path, runtime_calls=1000) as (_, client),
        ThreadPoolExecutor(200) as many,
    ):
        asked = [{"id": n, "data": {"text": f"{ADA} At once {n}."}} for n in range(1, 201)]
        answers = [*many.map(client.results, asked)]
    assert {words(one)[0] for [one] in answers} == {("Ada Lovelace", "Person")}
    assert counted(azure)[0] - before < 60


def test_what_the_settings_lack_is_told_before_anything_is_served(azure, tmp_path):
    settings = settings_for(azure, tmp_path)
    for name in ("endpoint", "project", "deployment"):
        with pytest.raises(ProblemError, match="setting-missing"):
            MlBackend(replace(settings, **{name: None}))
    with pytest.raises(ProblemError, match="backend_password"):
        MlBackend(replace(settings, backend_user="label-studio"))


def test_options_that_are_none_are_told():
    for table in ({"deadline": 0}, {"test": "80"}, {"unknown": 1}, {"strategy": "x"}):
        with pytest.raises(Exception, match=r"\[backend\]"):
            options_of(table)
    assert options_of({"test": "80/20"}).suggest("entities") == SuggestOptions(test=Split(80, 20))


def test_two_replicas_on_one_database_know_the_same(azure, tmp_path):
    options, asked = BackendOptions(refresh=0.2), [f"{ADA} Replica {n}." for n in range(30)]
    database = {"database": f"sqlite:///{tmp_path / 'shared.sqlite'}"}
    with (
        backend(azure, tmp_path / "a", options, **database) as (_, one),
        backend(azure, tmp_path / "b", options, **database) as (_, other),
    ):
        one.setup(language="en")
        one.results(*asked)
        before = counted(azure)[2]
        time.sleep(0.6)
        assert [words(found)[0][0] for found in other.results(*asked)] == ["Ada Lovelace"] * 30
        assert counted(azure)[2] == before
        for client in (one, other):
            client.call("POST", "/webhook", {"action": "START_TRAINING", "project": {"id": 3}})
    noted = Nudges(opened(load(database, environment={}))).of(3)
    assert [nudge.kind for nudge in noted] == ["train"] * 2

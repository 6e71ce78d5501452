"""A project is connected with its backend, on the real Label Studio, and taken apart again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from backend_of import Backend, backend
from end_to_end.label_studio import label_studio as started
from msgspec.structs import replace
from server_of import CONFIG, task
from spanbridge.bridge.connecting import BlockedError, connect, disconnect, follow
from spanbridge.bridge.connecting.allowance import allowance
from spanbridge.bridge.label_studio import connections, project_settings, versions, webhooks
from spanbridge.bridge.label_studio.client import Server
from spanbridge.bridge.secret import Secret
from spanbridge.bridge.settings import Settings, load

VERSION = "production@v1"
HEADER = "x-spanbridge-secret"
GUARDED = {"ML_BLOCK_LOCAL_IP": "true", "SSRF_PROTECTION_ENABLED": "true"}


@pytest.fixture
def running() -> Iterator[Backend]:
    with backend(version=VERSION) as one:
        yield one


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address and the token of a Label Studio whose guard is on as it is by default."""
    with started(tmp_path_factory.mktemp("guarded"), **GUARDED) as server:
        yield server


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give one whose guard lets 127.0.0.1 through, and nothing else."""
    folder = tmp_path_factory.mktemp("narrow")
    with started(folder, **GUARDED, **allowance("127.0.0.1")) as server:
        yield server


def settings_for(studio, folder: Path) -> Settings:
    environment = {"LABEL_STUDIO_URL": studio.address, "LABEL_STUDIO_API_KEY": studio.token}
    given = {"state": str(folder / "state"), "project": "people", "deployment": "production"}
    return load(given, environment=environment)


def project_in(server: Server, count: int = 8) -> tuple[int, list[int]]:
    number = server.create("connecting", CONFIG).id
    return number, server.add_tasks(number, [task(f"Ada {one}") for one in range(count)])


def predict(server, project, tasks, version):
    """Give tasks predictions with scores that are in no order."""
    scores = [((7 * place) % len(tasks)) / len(tasks) for place in range(len(tasks))]
    server.add_predictions(
        project,
        [
            {"task": one, "result": [], "score": score, "model_version": version}
            for one, score in zip(tasks, scores, strict=True)
        ],
    )
    return [one for _, one in sorted(zip(scores, tasks, strict=True))]


def served(studio, project, count):
    """Annotate what comes next, that often; return the tasks in the order in which they came."""
    found = []
    for _ in range(count):
        found.append(studio.api.call("GET", f"projects/{project}/next")["id"])
        studio.api.call("POST", f"tasks/{found[-1]}/annotations/", json={"result": []})
    return found


def test_connected_twice_it_serves_the_least_certain_first_and_comes_apart(
    label_studio, running, tmp_path
):
    settings = settings_for(label_studio, tmp_path)
    server = Server(settings)
    project, tasks = project_in(server)
    ascending = predict(server, project, tasks, VERSION)
    before = project_settings.read(server, project)
    done = connect(server, project, settings, backend_url=running.address, overlap=50)
    assert done.version == VERSION
    assert connect(server, project, settings, overlap=50).done == []

    (one,) = connections.of(server, project)
    (hook,) = webhooks.of(server, project)
    assert (one.title, hook.url) == (VERSION, f"{running.address}/webhook")
    now = project_settings.read(server, project)
    assert (now.model_version, now.sampling) == (VERSION, project_settings.UNCERTAINTY)
    shown = label_studio.api.call("GET", "tasks", params={"project": project})["tasks"]
    assert sorted(one["overlap"] for one in shown) == [1] * 4 + [2] * 4
    connect(server, project, settings, overlap=0)

    running.asked.clear()
    assert served(label_studio, project, len(tasks)) == ascending
    assert "/predict" not in running.paths()
    told = [one for one in running.asked if one.path == "/webhook"]
    kept = (tmp_path / "state" / "webhook-secret").read_text("ascii").strip()
    assert {one.body["action"] for one in told} == {"ANNOTATION_CREATED"}
    assert {one.headers[HEADER] for one in told} == {kept}

    assert len(disconnect(server, project).done) == 3
    assert (connections.of(server, project), webhooks.of(server, project)) == ([], [])
    after = project_settings.read(server, project)
    assert replace(after, model_version=before.model_version) == before
    assert versions.counts(server, project) == {VERSION: len(tasks)}
    server.close()


def test_without_it_the_order_is_random_and_a_task_without_prediction_is_asked_for(
    label_studio, running, tmp_path
):
    settings = settings_for(label_studio, tmp_path)
    server = Server(settings)
    project, (first, *_) = project_in(server, 1)
    connect(server, project, settings, backend_url=running.address)
    running.asked.clear()
    label_studio.api.call("GET", f"tasks/{first}", params={"project": project})
    assert "/predict" in running.paths()
    assert versions.counts(server, project) == {VERSION: 1}
    server.close()


def test_a_swap_is_followed_and_the_new_scores_sort(label_studio, running, tmp_path):
    settings = settings_for(label_studio, tmp_path)
    server = Server(settings)
    project, tasks = project_in(server)
    predict(server, project, tasks, VERSION)
    connect(server, project, settings, backend_url=running.address)
    running.version = "production@v2"
    ascending = predict(server, project, [*reversed(tasks)], "production@v2")
    assert follow(server, project, "production@v2", settings).is_changed
    assert connect(server, project, settings).done == []
    assert served(label_studio, project, len(tasks)) == ascending
    server.close()


def test_a_password_is_brought_to_the_backend(label_studio, running, tmp_path):
    settings = settings_for(label_studio, tmp_path)
    known = replace(settings, backend_user="me", backend_password=Secret("hunter2"))
    server = Server(settings)
    project, _ = project_in(server)
    connect(server, project, known, backend_url=running.address)
    sent = {one.headers.get("authorization") for one in running.asked if one.path == "/setup"}
    assert sent == {"Basic bWU6aHVudGVyMg=="}
    assert connect(server, project, known).done == []
    server.close()


def test_the_guard_blocks_and_what_to_do_is_told(guarded, running, tmp_path):
    settings = settings_for(guarded, tmp_path)
    server = Server(settings)
    project, _ = project_in(server)
    with pytest.raises(BlockedError) as error:
        connect(server, project, settings, backend_url=running.address)
    told = dict(line.split("=", 1) for line in error.value.details)
    assert told == allowance("127.0.0.1")
    assert connections.of(server, project) == []
    assert webhooks.of(server, project) == []
    server.close()


def test_the_narrow_allowance_lets_backend_and_webhook_through_and_nothing_else(
    narrow, running, tmp_path
):
    settings = settings_for(narrow, tmp_path)
    server = Server(settings)
    project, _ = project_in(server)
    connect(server, project, settings, backend_url=running.address)
    served(narrow, project, 1)
    assert "/webhook" in running.paths()
    other = running.address.replace("127.0.0.1", "127.0.0.2")
    with pytest.raises(BlockedError):
        connect(server, project, settings, backend_url=other)
    server.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [("http://127.0.0.1:1", "no answer"), ("http://nobody.invalid:9090", "doesn't know the host")],
)
def test_a_backend_out_of_reach_is_told(label_studio, tmp_path, url, words):
    settings = settings_for(label_studio, tmp_path)
    server = Server(settings)
    project, _ = project_in(server)
    with pytest.raises(BlockedError, match=words):
        connect(server, project, settings, backend_url=url)
    server.close()


def test_what_is_connected_by_half_is_removed_again(tmp_path, running):
    folder = tmp_path / "half"
    folder.mkdir()
    with started(folder, ML_BLOCK_LOCAL_IP="false", SSRF_PROTECTION_ENABLED="true") as studio:
        settings = settings_for(studio, tmp_path)
        server = Server(settings)
        project, _ = project_in(server)
        with pytest.raises(BlockedError, match="guard"):
            connect(server, project, settings, backend_url=running.address)
        assert connections.of(server, project) == []
        server.close()

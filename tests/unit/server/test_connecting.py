"""Connecting: backend, webhook, version and order of tasks; twice it changes nothing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from server_of import MemoryServer
from spanbridge.bridge.connecting import BlockedError, connect, disconnect, follow
from spanbridge.bridge.errors import StoppedError
from spanbridge.bridge.secret import Secret
from spanbridge.bridge.settings import load, secret_file

URL, VERSION = "http://127.0.0.1:9090", "production@v1"
HEADER = "X-Spanbridge-Secret"


@pytest.fixture
def settings(tmp_path):
    given = {"state": str(tmp_path / "state"), "project": "people", "deployment": "production"}
    return load(given, environment={})


def server_of(**given):
    return MemoryServer(setup={URL: VERSION}, **given)


def test_backend_webhook_version_and_order_are_set(settings):
    server = server_of()
    done = connect(server, 1, settings)
    (connection,) = server.connections.values()
    assert (connection["url"], connection["title"]) == (URL, VERSION)
    assert connection["extra_params"]["project"] == "people"
    assert connection["extra_params"]["deployment"] == "production"
    assert server.settings["model_version"] == VERSION
    assert server.settings["sampling"] == "Uncertainty sampling"
    (hook,) = server.hooks.values()
    kept = secret_file(settings.state).read_text("ascii").strip()
    assert hook["headers"] == {HEADER: kept}
    assert (done.url, done.version, done.report.problems) == (URL, VERSION, {})


def test_the_made_secret_is_found_by_the_backend_and_read_by_nobody_else(settings):
    connect(server_of(), 1, settings)
    file = secret_file(settings.state)
    assert file.stat().st_mode & 0o077 == 0
    found = load({"state": settings.state}, environment={})
    assert found.webhook_secret.reveal() == file.read_text("ascii").strip()
    assert found.sources["webhook_secret"] == str(file)
    assert found.webhook_secret.reveal() in found.secrets


def test_a_given_secret_is_used_and_none_is_made(settings):
    server = server_of()
    connect(server, 1, replace(settings, webhook_secret=Secret("hunter2")))
    assert server.hooks[1]["headers"] == {HEADER: "hunter2"}
    assert not secret_file(settings.state).exists()


def test_a_second_run_changes_nothing(settings):
    server = server_of()
    assert connect(server, 1, settings, overlap=10).done
    server.calls.clear()
    assert connect(server, 1, settings, overlap=10).done == []
    assert connect(server, 1, settings).done == []
    assert server.calls == []


def test_no_secret_is_shown_in_what_was_done(settings):
    told = repr(connect(server_of(), 1, settings).as_dict())
    assert secret_file(settings.state).read_text("ascii").strip() not in told


def test_what_was_changed_by_hand_is_mended(settings):
    server = server_of()
    connect(server, 1, settings)
    server.settings |= {"sampling": "Sequential sampling", "model_version": ""}
    server.hooks[1] |= {"headers": {"Other": "kept"}, "is_active": False}
    done = connect(server, 1, settings)
    assert server.settings["sampling"] == "Uncertainty sampling"
    assert server.settings["model_version"] == VERSION
    assert {*server.hooks[1]["headers"]} == {"Other", HEADER}
    assert server.hooks[1]["is_active"] is True
    assert len(done.done) == 3


def test_a_connection_that_somebody_made_is_taken_over(settings):
    server = server_of()
    body = {"project": 1, "url": URL, "title": "by hand", "extra_params": {"language": "de"}}
    server.call("POST", "ml", json=body)
    connect(server, 1, settings)
    (connection,) = server.connections.values()
    assert connection["title"] == server.settings["model_version"] == VERSION
    assert connection["extra_params"]["language"] == "de"
    assert len(server.hooks) == 1


def test_a_backend_that_has_moved_takes_its_webhook_along(settings):
    server = server_of()
    connect(server, 1, settings)
    there = "http://backend:9090"
    server.setup = {there: VERSION}
    connect(server, 1, settings, backend_url=f"{there}/")
    assert [one["url"] for one in server.connections.values()] == [there]
    assert [one["url"] for one in server.hooks.values()] == [f"{there}/webhook"]
    assert connect(server, 1, settings).done == []


def test_a_webhook_that_is_missing_is_made_and_a_second_removed(settings):
    server = server_of()
    connect(server, 1, settings)
    server.hooks.clear()
    connect(server, 1, settings)
    server.call("POST", "webhooks/", json={"url": f"{URL}/webhook", "project": 1, "headers": {}})
    assert len(server.hooks) == 2
    connect(server, 1, settings)
    assert [HEADER in one["headers"] for one in server.hooks.values()] == [True]


def test_overlap_lets_two_label_a_share_of_the_tasks_and_ends_again(settings):
    server = server_of()
    connect(server, 1, settings, overlap=10)
    assert server.settings["maximum_annotations"] == 2
    assert server.settings["overlap_cohort_percentage"] == 10
    connect(server, 1, settings)
    assert server.settings["overlap_cohort_percentage"] == 10
    connect(server, 1, settings, overlap=0)
    assert server.settings["maximum_annotations"] == 1
    assert server.settings["overlap_cohort_percentage"] == 100


def test_a_password_is_registered_and_needed(settings):
    server = server_of(password="hunter2")  # noqa: S106 (of a test)
    with pytest.raises(BlockedError, match="user and password") as error:
        connect(server, 1, settings)
    assert "SPANBRIDGE_BACKEND_PASSWORD" in error.value.remedy
    known = replace(settings, backend_user="me", backend_password=Secret("hunter2"))
    connect(server, 1, known)
    assert server.connections[1]["auth_method"] == "BASIC_AUTH"
    assert connect(server, 1, known).done == []


@pytest.mark.parametrize("half", [False, True])
def test_the_guard_is_told_with_the_narrow_allowance_and_nothing_half_made_stays(settings, half):
    server = server_of(**{"half_blocked" if half else "blocked": {"127.0.0.1"}})
    with pytest.raises(BlockedError, match="guard") as error:
        connect(server, 1, settings)
    default, additional = error.value.details
    assert default == "USE_DEFAULT_BANNED_SUBNETS=false"
    assert "10.0.0.0/8" in additional
    assert "127.0.0.1/32" not in additional
    assert "127.0.0.0/8" not in additional
    assert server.connections == {}


@pytest.mark.parametrize(
    ("given", "words", "remedy"),
    [
        ({"setup": {}}, "no answer", "spanbridge ml-backend"),
        ({"unknown": {"127.0.0.1"}}, "doesn't know the host", "resolve"),
    ],
)
def test_what_keeps_it_from_the_backend_is_told(settings, given, words, remedy):
    server = MemoryServer(**({"setup": {URL: VERSION}} | given))
    with pytest.raises(BlockedError, match=words) as error:
        connect(server, 1, settings)
    assert remedy in error.value.remedy
    assert any("container" in line for line in error.value.details)


@pytest.mark.parametrize("url", ["backend:9090", "ftp://backend", "http://me:hunter2@backend"])
def test_what_is_no_address_is_refused_without_quoting_it(settings, url):
    with pytest.raises(StoppedError, match="no address") as error:
        connect(server_of(), 1, settings, backend_url=url)
    assert "hunter2" not in str(error.value) + error.value.remedy


def test_a_backend_that_serves_nothing_yet_is_connected_and_told(settings):
    server = MemoryServer(setup={URL: ""})
    assert connect(server, 1, settings).report.problems == {"backend-serves-nothing": 1}
    server.setup[URL] = VERSION
    assert connect(server, 1, settings).version == VERSION
    assert server.settings["model_version"] == VERSION


def test_a_connection_of_somebody_else_that_comes_first_is_told(settings):
    server = server_of()
    server.setup["http://127.0.0.1:1"] = "other"
    body = {"project": 1, "url": "http://127.0.0.1:1", "title": "other", "extra_params": {}}
    server.call("POST", "ml", json=body)
    problems = connect(server, 1, settings).report.problems
    assert problems == {"connection-not-first": 1, "other-version-shown": 1}
    assert server.settings["model_version"] == "other"


def test_disconnect_sets_back_what_connect_has_set_and_nothing_else(settings):
    server = server_of()
    server.settings |= {"sampling": "Uniform sampling", "maximum_annotations": 1}
    connect(server, 1, settings, overlap=10)
    server.settings["maximum_annotations"] = 3
    disconnect(server, 1)
    assert (server.connections, server.hooks) == ({}, {})
    assert server.settings["sampling"] == "Uniform sampling"
    assert server.settings["maximum_annotations"] == 3
    assert server.settings["overlap_cohort_percentage"] == 100
    assert server.settings["model_version"] == ""
    assert disconnect(server, 1).done == []


def test_disconnect_leaves_webhooks_and_connections_of_others(settings):
    server = server_of()
    server.setup["http://127.0.0.1:1"] = "other"
    body = {"project": 1, "url": "http://127.0.0.1:1", "title": "other", "extra_params": {}}
    connect(server, 1, settings)
    server.call("POST", "ml", json=body)
    disconnect(server, 1)
    assert [one["title"] for one in server.connections.values()] == ["other"]
    assert [one["url"] for one in server.hooks.values()] == ["http://127.0.0.1:1/webhook"]


def test_a_new_version_is_followed_by_connection_and_project(settings):
    server = server_of()
    connect(server, 1, settings)
    server.setup[URL] = "production@v2"
    assert follow(server, 1, "production@v2", settings).is_changed
    assert server.connections[1]["title"] == server.settings["model_version"] == "production@v2"
    server.calls.clear()
    assert not follow(server, 1, "production@v2", settings).is_changed
    assert server.calls == []
    assert connect(server, 1, settings).done == []

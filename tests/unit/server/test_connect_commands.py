"""`connect`, `disconnect`, `prelabel` as people see them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from server_of import MemoryServer
from spanbridge.bridge.cli import cli, label_studio_options
from spanbridge.bridge.cli import run as run_line
from spanbridge.bridge.prelabelling import Prelabelled
from spanbridge.converters.report import Report

URL, VERSION = "http://127.0.0.1:9090", "production@v1"
ENVIRONMENT = {"LABEL_STUDIO_URL": "http://127.0.0.1:1", "LABEL_STUDIO_API_KEY": "hunter2"}


@pytest.fixture
def server(monkeypatch, tmp_path):
    held = MemoryServer(setup={URL: VERSION})
    monkeypatch.setattr(label_studio_options, "Server", lambda _settings: held)
    monkeypatch.chdir(tmp_path)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return held


def run(*arguments):
    done = CliRunner().invoke(cli, ["label-studio", *arguments], standalone_mode=False)
    assert done.exception is None, done.exception
    return done.output


def test_connect_says_what_it_did_and_then_that_nothing_was_to_be_done(server):
    told = run("connect", "7", "--overlap", "10")
    assert f"Added the ML connection to {URL}." in told
    assert f"model version: {VERSION}" in told
    assert server.settings["overlap_cohort_percentage"] == 10
    assert "Nothing was to be done." in run("connect", "7")
    assert json.loads(run("connect", "7", "--json"))["done"] == []


def test_disconnect_says_what_it_undid(server):
    run("connect", "7")
    assert f"Removed the webhook to {URL}/webhook." in run("disconnect", "7")
    assert server.connections == {}
    assert json.loads(run("disconnect", "7", "--json"))["done"] == []


def test_what_blocks_is_told_with_lines_to_copy_and_exit_status_1(server, capsys):
    server.blocked = {"127.0.0.1"}
    assert run_line(["label-studio", "connect", "7"]) == 1
    told = capsys.readouterr().err
    assert "guard" in told
    assert "USE_DEFAULT_BANNED_SUBNETS=false\n" in told
    (line,) = [one for one in told.splitlines() if "USER_ADDITIONAL_BANNED_SUBNETS=" in one]
    assert line.endswith("ff00::/8")


@pytest.mark.parametrize("url", ["backend", "http://me:hunter2@backend:9090"])
def test_no_address_is_told_without_its_password(server, capsys, url):
    del server
    assert run_line(["label-studio", "connect", "7", "--backend-url", url]) == 1
    told = capsys.readouterr().err
    assert "no address" in told
    assert "hunter2" not in told


def test_prelabel_says_what_it_did(server, monkeypatch):
    given = {}

    def bring(_server, number, _settings, **options):
        given.update(options)
        return Prelabelled(number, VERSION, 5, 2, 0, 1, 9, 3, Report())

    monkeypatch.setattr("spanbridge.bridge.cli.label_studio_prelabel.bring", bring)
    told = run("prelabel", "7", "--only-unlabelled", "--limit", "6")
    assert (given["only_unlabelled"], given["limit"], given["refresh"]) == (True, 6, False)
    for words in ("predictions added: 5", "there: 2", "without prediction: 1", VERSION):
        assert words in told
    assert json.loads(run("prelabel", "7", "--json"))["records"] == 9
    assert server.calls == []

"""The command serves until it is told to stop, and says what it can't do; so does the WSGI app."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from backend_run import Client, until, words
from predict_of import ADA
from spanbridge.ml_backend import wsgi

COMMAND = [sys.executable, "-m", "spanbridge.bridge.cli", "ml-backend"]


@pytest.fixture
def surroundings(azure, tmp_path):
    """Give what the settings are made of."""
    return {
        "SPANBRIDGE_AZURE_ENDPOINT": azure.endpoint,
        "SPANBRIDGE_AZURE_KEY": azure.key,
        "SPANBRIDGE_PROJECT": "p",
        "SPANBRIDGE_DEPLOYMENT": "d",
        "SPANBRIDGE_STATE": str(tmp_path / "state"),
    }


@contextmanager
def running(surroundings, folder, *options):
    with subprocess.Popen(
        [*COMMAND, "--port", "0", *options], env=os.environ | surroundings, cwd=folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            yield process, process.stdout.readline().strip().rpartition(" ")[2]
        finally:
            process.kill()


def test_it_serves_until_it_is_told_to_stop(surroundings, tmp_path, azure):
    with running(surroundings, tmp_path) as (process, address):
        client = Client(address)
        until(lambda: client.call("GET", "/ready").status_code == 200)
        assert words(client.results(ADA)[0])[0] == ("Ada Lovelace", "Person")
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 0
    assert "LABEL_STUDIO_API_KEY" in err
    assert azure.key not in out + err
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("lacking", "status", "said"),
    [("SPANBRIDGE_DEPLOYMENT", 1, "deployment"), ("SPANBRIDGE_AZURE_ENDPOINT", 1, "endpoint")],
)
def test_it_says_what_the_settings_lack(surroundings, tmp_path, lacking, status, said):
    done = subprocess.run(
        COMMAND, env=os.environ | surroundings | {lacking: ""}, cwd=tmp_path, capture_output=True,
        text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told(surroundings, tmp_path):
    with running(surroundings, tmp_path) as (_, address):
        port = address.rpartition(":")[2]
        done = subprocess.run(
            [*COMMAND, "--port", port], env=os.environ | surroundings, cwd=tmp_path,
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 1
    assert "can't start" in done.stderr


def test_the_wsgi_application_is_made_of_the_environment(surroundings, tmp_path, monkeypatch):
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    ended = []
    monkeypatch.setattr(wsgi.atexit, "register", ended.append)
    client = wsgi.app.test_client()
    try:
        assert client.get("/health").get_json()["status"] == "UP"
        assert client.post("/setup", json={"project": "3.1"}).get_json() == {"model_version": "d@m"}
    finally:
        ended[0]()
        vars(wsgi).pop("app")
    with pytest.raises(AttributeError):
        wsgi.nothing  # noqa: B018 (to ask is the point)

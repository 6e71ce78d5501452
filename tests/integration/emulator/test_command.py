"""`spanbridge emulator` starts, tells what a client needs, keeps its state, and stops cleanly."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from emulator_of import PROJECTS, TRAIN, Rest, deployed, project_file, texts, write_texts
from spanbridge.bridge.cli import run

KEY = "0123456789abcdef"


@contextmanager
def emulator(*options, key=KEY, ends=0):
    """Run the command; give its first lines, and its process to kill."""
    environment = {n: v for n, v in os.environ.items() if not n.startswith("SPANBRIDGE_")}
    environment |= {"SPANBRIDGE_EMULATOR_KEY": key} if key else {}
    command = [sys.executable, "-m", "spanbridge.bridge.cli", "emulator", "--port", "0", *options]
    with subprocess.Popen(
        [*map(str, command)], env=environment | {"PYTHONUNBUFFERED": "1"}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                break
        try:
            yield "".join(lines), process
        finally:
            process.terminate()
            _, errors = process.communicate(timeout=20)
            assert process.returncode == ends, errors
            assert "Traceback" not in errors


def endpoint(told: str) -> str:
    return re.search(r"listens at (\S+)", told)[1]


def test_a_key_is_made_and_shown_where_none_is_given():
    with emulator(key=None) as (told, _):
        key = re.search(r"shown once: (\S+)", told)[1]
        assert Rest(endpoint(told), key).get(PROJECTS)["value"] == []


def test_a_key_that_is_given_is_never_shown(tmp_path):
    (tmp_path / "key").write_text(KEY + "\n", encoding="utf-8")
    with emulator("--key-file", tmp_path / "key", key=None) as (told, _):
        assert KEY not in told
        assert Rest(endpoint(told), KEY).get(PROJECTS)["value"] == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_when_it_is_interrupted(how):
    with emulator() as (_, process):
        process.send_signal(how)
        assert process.wait(timeout=20) == 0


def test_what_was_trained_serves_after_a_restart(tmp_path):
    write_texts(tmp_path / "storage" / "texts", texts())
    options = ("--state", tmp_path / "state", "--storage", tmp_path / "storage")
    with emulator(*options) as (told, _):
        project = deployed(Rest(endpoint(told), KEY), project_file(texts()))
    with emulator(*options) as (told, _):
        rest = Rest(endpoint(told), KEY)
        assert rest.get(f"{project}/deployments/d")["deploymentName"] == "d"
        body = {
            "analysisInput": {"documents": [{"id": "1", "text": "Alan Turing lives in Utrecht."}]},
            "tasks": [
                {
                    "kind": "CustomEntityRecognition",
                    "parameters": {"projectName": "p", "deploymentName": "d"},
                }
            ],
        }
        [item] = rest.job("POST", "/language/analyze-text/jobs", body)["tasks"]["items"]
        [document] = item["results"]["documents"]
        assert [entity["text"] for entity in document["entities"]] == ["Alan Turing", "Utrecht"]


def test_a_job_that_a_kill_cut_off_has_failed_and_done_nothing(tmp_path):
    write_texts(tmp_path / "storage" / "texts", texts())
    options = ("--state", tmp_path / "state", "--storage", tmp_path / "storage")
    with emulator(*options) as (told, _):
        rest = Rest(endpoint(told), KEY)
        rest.job("POST", f"{PROJECTS}/p/:import", project_file(texts()))
    with emulator(*options, "--jobs", "seconds:600", ends=-signal.SIGKILL) as (told, process):
        job = Rest(endpoint(told), KEY).call("POST", f"{PROJECTS}/p/:train", TRAIN)
        assert job.status_code == 202
        process.kill()
    with emulator(*options) as (told, _):
        rest = Rest(endpoint(told), KEY)
        [state] = rest.get(f"{PROJECTS}/p/train/jobs")["value"]
        assert state["status"] == "failed"
        assert "stopped" in state["errors"][0]["message"]
        assert rest.get(f"{PROJECTS}/p/models")["value"] == []


def test_faults_are_read_from_a_file(tmp_path):
    (tmp_path / "faults.json").write_text('{"fault": "answer", "status": 503}', encoding="utf-8")
    with emulator("--faults", tmp_path / "faults.json") as (told, _):
        rest = Rest(endpoint(told), KEY)
        assert [rest.call("GET", PROJECTS).status_code for _ in range(2)] == [503, 200]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--jobs", "soon"], "jobs are"),
        (["--tier", "S9"], "S9"),
        (["--faults", __file__], "No fault"),
        (["--host", "203.0.113.1"], "can't start"),
    ],
)
def test_options_that_make_no_sense_are_told_without_a_traceback(options, told, capsys):
    assert run(["emulator", "--port", "0", *options]) in {1, 2}
    assert told in capsys.readouterr().err

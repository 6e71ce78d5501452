"""The commands of `spanbridge azure`: exit status, JSON, tables, questions, messages."""

from __future__ import annotations

import json
import os
import pty
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from azure_of import FAST, add_faults, emulator, write_folder
from projects import labels_in, project
from spanbridge.bridge.cli import run


@pytest.fixture
def call(server, tmp_path, monkeypatch, capsys):
    """Return what runs a command and gives its status, what it printed and what it told."""
    monkeypatch.chdir(tmp_path)
    for name, value in environment_of(server).items():
        monkeypatch.setenv(name, value)
    (tmp_path / "spanbridge.toml").write_text('project = "people"\nstorage = "storage"\n')

    def run_it(*arguments: str):
        status = run(["azure", *arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run_it


def environment_of(server) -> dict[str, str]:
    limits = {f"SPANBRIDGE_{name.upper()}": str(value) for name, value in FAST.items()}
    return {
        "SPANBRIDGE_AZURE_ENDPOINT": server.endpoint, "SPANBRIDGE_AZURE_KEY": server.key, **limits,
    }  # fmt: skip


def test_a_project_lives_from_the_shell(call, folder, tmp_path):
    status, out, _ = call("push", str(folder))
    assert status == 0
    assert "50" in out  # labels added
    assert "10 (0 were there)" in out
    assert call("train", "--model", "v1", "--wait")[0] == 0
    assert call("train", "--model", "v2", "--wait")[0] == 0
    assert call("deploy", "--model", "v1", "--name", "a")[0] == 0
    assert call("deploy", "--model", "v2", "--name", "b")[0] == 0
    status, out, _ = call("swap", "a", "b", "--json")
    assert [one["modelId"][:2] for one in json.loads(out)] == ["v2", "v1"]
    for listing, words in (("projects", "people"), ("models", "v2"), ("deployments", "b"),
                           ("jobs", "succeeded")):  # fmt: skip
        status, out, _ = call(listing)
        assert (status, words in out) == (0, True)
    assert "10" in call("lineage", "v1")[1]
    assert call("pull", "--out", "out")[0] == 0
    assert (tmp_path / "out" / "labels.json").is_file()
    assert call("delete", "deployment", "a", "--yes")[0] == 0
    assert call("delete", "deployment", "b", "--yes")[0] == 0
    assert call("delete", "model", "v1", "--yes")[0] == 0
    assert call("delete", "project", "people", "--yes")[0] == 0
    assert json.loads(call("projects", "--json")[1]) == []


def test_a_removal_is_shown_refused_confirmed_and_restored(call, folder):
    call("push", str(folder))
    file = project()
    del file["assets"]["documents"][0]["entities"][0]["labels"][0]
    write_folder(folder, file)
    status, out, err = call("push", str(folder))
    assert (status, "--replace" in err) == (1, True)
    assert "removed" in out
    status, _, err = call("push", str(folder), "--replace")
    assert (status, "--yes" in err) == (2, True)
    status, out, _ = call("push", str(folder), "--replace", "--yes", "--json")
    backup = json.loads(out)["backup"]
    assert len(labels_in(json.loads(Path(backup).read_bytes()))) == 50
    assert call("restore", "latest", "--yes")[0] == 0
    status, _, err = call("restore", "never", "--yes")
    assert (status, Path(backup).stem in err) == (1, True)


def test_errors_of_the_labels_are_told_with_status_1(call, folder):
    file = project()
    labels_in(file)[0]["length"] = 4_000
    write_folder(folder, file)
    status, _, err = call("push", str(folder))
    assert status == 1
    assert "offset-refused" in err
    assert "nothing was sent" in err


def test_what_the_service_refuses_is_status_3_with_a_remedy_and_as_json(call):
    status, out, err = call("models", "--json")
    assert status == 3
    assert "does not exist" in err or "no project" in err.lower()
    error = json.loads(out)["error"]
    assert (error["kind"], error["status"]) == ("NotFoundError", 404)
    assert "azure projects" in error["remedy"]
    assert "Traceback" not in err


def test_a_missing_setting_says_how_to_give_it(call, monkeypatch):
    monkeypatch.delenv("SPANBRIDGE_AZURE_ENDPOINT")
    status, _, err = call("models")
    assert (status, "SPANBRIDGE_AZURE_ENDPOINT" in err) == (1, True)


def test_without_a_key_and_azure_identity_the_extra_is_named(call, monkeypatch):
    monkeypatch.delenv("SPANBRIDGE_AZURE_KEY")
    monkeypatch.setitem(sys.modules, "azure.identity", None)
    status, _, err = call("models")
    assert (status, "spanbridge[entra]" in err) == (1, True)


def test_expiry_is_warned_of(call, folder, server):
    call("push", str(folder))
    call("train", "--model", "v1", "--wait")
    server.resource.database.run("UPDATE models SET expires = '2020-01-01'")
    assert "has expired" in call("models")[2]
    assert json.loads(call("models", "--json")[1])["expiring"][0]["name"] == "v1"


@pytest.mark.parametrize("what", ["project", "model", "deployment"])
def test_nothing_is_deleted_unasked(what, call, folder, server):
    call("push", str(folder))
    call("train", "--model", "v1", "--wait")
    call("deploy", "--model", "v1", "--name", "v1")
    name = "people" if what == "project" else "v1"
    assert call("delete", what, name)[0] == 2
    assert not any(op.startswith("delete") for op in server.resource.counters.shape()["calls"])


def test_a_deployment_that_serves_is_not_given_another_model_unasked(call, folder):
    call("push", str(folder))
    for model in ("v1", "v2"):
        call("train", "--model", model, "--wait")
    call("deploy", "--model", "v1", "--name", "a")
    assert call("deploy", "--model", "v2", "--name", "a")[0] == 2
    assert call("deploy", "--model", "v2", "--name", "a", "--yes")[0] == 0


@pytest.mark.parametrize(("answer", "status", "left"), [("n", 1, 1), ("y", 0, 0)])
def test_a_terminal_is_asked(answer, status, left, call, server):
    folder = write_folder(Path("azure"))
    call("push", str(folder))
    call("train", "--model", "v1", "--wait")
    ours, theirs = pty.openpty()
    spanbridge = shutil.which("spanbridge", path=str(Path(sys.executable).parent))
    assert spanbridge
    command = [spanbridge, "azure", "delete", "model", "v1"]
    with subprocess.Popen(command, stdin=theirs, stderr=subprocess.DEVNULL) as done:
        os.write(ours, f"{answer}\n".encode())
    os.close(ours)
    os.close(theirs)
    assert done.returncode == status
    assert len(server.resource.database.rows("SELECT * FROM models")) == left


def test_ctrl_c_leaves_the_training_and_says_how_to_resume(tmp_path, folder, call):
    call("push", str(folder))
    with emulator(tmp_path) as server:
        environment = os.environ | environment_of(server)
        add_faults(server, {"fault": "job", "kind": "train", "seconds": 60})
        python = [sys.executable, "-m", "spanbridge.bridge.cli", "azure"]
        pushed = subprocess.run([*python, "push", str(folder)], env=environment, check=False,
                                capture_output=True, cwd=tmp_path)  # fmt: skip
        assert pushed.returncode == 0, pushed.stderr
        train = [*python, "train", "--model", "v1", "--wait"]
        with subprocess.Popen(train, env=environment, stderr=subprocess.PIPE, text=True,
                              cwd=tmp_path) as process:  # fmt: skip
            while not server.resource.counters.shape()["calls"].get("get_training"):
                assert process.poll() is None
            process.send_signal(signal.SIGINT)
            _, told = process.communicate()
        assert process.returncode == 130
        assert "--wait -p people` resumes" in told
        assert "azure cancel" in told
        [job] = server.resource.jobs.named("train", "people")
        assert job.status in {"notStarted", "running"}


def test_the_commands_of_the_documentation_run_as_they_stand(call, folder):
    assert folder.name == "azure"
    page = (Path(__file__).parents[3] / "docs" / "azure.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("spanbridge azure")]
    assert len(lines) == 10
    for line in lines:
        status, out, err = call(*shlex.split(line, comments=True)[2:])
        assert status == 0, (line, out, err)


def test_a_budget_stops_a_training_before_it_begins(call, folder, tmp_path, server):
    call("push", str(folder))
    with (tmp_path / "spanbridge.toml").open("a") as file:
        file.write("[prices]\ntraining_hour = 1e9\n[budget]\nrun = 1\n")
    status, _, err = call("train", "--model", "v1")
    assert (status, "budget-exceeded" in err) == (1, True)
    assert "train" not in server.resource.counters.shape()["calls"]

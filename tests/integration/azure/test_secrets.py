"""Keys and texts are found nowhere they don't belong: logs, reprs, errors, state, output."""

from __future__ import annotations

import json
import logging

import pytest
from azure_of import add_faults, client, emulator, write_folder
from projects import texts
from spanbridge import ServiceError
from spanbridge.bridge.cli import run

KEY = "canary-key-5f1c"
WORD = "canaryword"


@pytest.fixture
def marked(tmp_path):
    """Write a folder whose every text holds a canary."""
    held = {name: text.replace("Report", WORD[:6]) + WORD for name, text in texts().items()}
    folder = write_folder(tmp_path / "azure", held=held)
    file = json.loads((folder / "labels.json").read_bytes())
    for document in file["assets"]["documents"]:
        document["entities"][0]["regionLength"] += len(WORD)
    write_folder(folder, file, held)
    task = {"id": 1, "data": {"text": WORD}, "annotations": [{"id": 5, "result": []}]}
    line = {"documents": [{"name": "0.txt", "annotation": 0, "text": WORD}], "task": task}
    (folder / "manifest.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    return folder


def leaks(*words: str) -> list[str]:
    return [word for word in words if KEY in word or WORD in word]


def test_nothing_of_a_whole_life_tells_a_key_or_a_text(tmp_path, marked, caplog):
    caplog.set_level(logging.DEBUG)
    shown = []
    with (
        emulator(tmp_path, key=KEY, jobs="polls:1") as server,
        client(server, tmp_path, progress=lambda step: shown.append(repr(step))) as people,
    ):
        shown += [repr(people.push(marked)), repr(people.train("v1"))]
        shown += [repr(people.deploy("v1", "a")), repr(people.lineage("v1"))]
        shown += [repr(people.session.settings), repr(vars(people)), repr(people.jobs())]
        people.delete_deployment("a")
        people.delete_model("v1")
        people.delete_project()
    assert len(caplog.records) > 50
    assert leaks(*shown, *(record.getMessage() for record in caplog.records)) == []
    files = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".json", ".jsonl"}
    assert leaks(*(path.read_text("utf-8") for path in files)) == []
    snapshot = next(path for path in files if path.parent.parent.name == "snapshots")
    assert json.loads(snapshot.read_bytes())["annotations"][0]["annotation"] == 5


@pytest.mark.parametrize("fault", [{"fault": "answer", "status": 500, "times": None},
                                   {"fault": "cut", "times": None}])  # fmt: skip
def test_no_error_tells_the_key(tmp_path, fault, server):
    add_faults(server, fault)
    with client(server, tmp_path, key=KEY) as people, pytest.raises(ServiceError) as error:
        people.projects()
    words = [str(error.value), repr(error.value)]
    cause = error.value
    while cause.__cause__ or cause.__context__:
        cause = cause.__cause__ or cause.__context__
        if error.value.__suppress_context__:
            break
        words.append(repr(cause))
    assert leaks(*words) == []


def test_a_service_that_echoes_the_key_is_not_quoted(tmp_path, server, monkeypatch, capsys):
    monkeypatch.setenv("SPANBRIDGE_AZURE_ENDPOINT", server.endpoint)
    monkeypatch.setenv("SPANBRIDGE_AZURE_KEY", server.key)
    monkeypatch.chdir(tmp_path)
    assert run(["azure", "models", "-p", server.key, "--json"]) == 3
    printed = capsys.readouterr()
    assert server.key not in printed.out + printed.err
    assert "***" in printed.err

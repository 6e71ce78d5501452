"""Texts go into a real Label Studio and out, to the emulator and back; projects leave Azure."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from emulator_of import PROJECTS, Rest, project_file, texts, write_texts
from end_to_end.commands import surroundings, telling
from spanbridge.bridge.emulator import AzureLanguageEmulator


@pytest.fixture
def azure(tmp_path):
    (tmp_path / "storage").mkdir()
    server = AzureLanguageEmulator(storage=tmp_path / "storage")
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def run(azure, label_studio, tmp_path):
    """Run the command with both servers; return its JSON, its status being the expected one."""
    return telling(tmp_path, surroundings(azure, label_studio, tmp_path))


def regions(text, wanted):
    return [
        {
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": text.index(words),
                "end": text.index(words) + len(words),
                "text": words,
                "labels": [label],
            },
        }
        for label, words in wanted
        if words in text
    ]


def annotate(api, task, wanted):
    result = regions(task["data"]["text"], wanted)
    api.call("POST", f"tasks/{task['id']}/annotations/", json={"result": result})


def test_texts_are_ingested_labelled_trained_on_and_predicted(run, label_studio, tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, (text, _) in texts(24).items():
        (folder / name).write_bytes(f"{text}\r\n\r\nMore 😀.\r\n".encode())
    labels = ("--labels", "Person,City", "--language", "en-us", "--split-at", "blank-lines")
    project = run("label-studio", "ingest", folder, "--project", "new", *labels)["project"]
    again = run("label-studio", "ingest", folder, "--project", project, *labels[2:])
    assert (again["added"], again["there_already"]) == (0, 48)

    run("label-studio", "export", project, "--out", tmp_path / "tasks.json")
    tasks = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    for task in tasks:
        spans = texts(24)[task["data"]["azure"]["location"]][1]
        annotate(label_studio.api, task, [(label, words) for words, label in spans])
    run("label-studio", "export", project, "--out", tmp_path / "labelled.json")
    run("convert", "to-azure", tmp_path / "labelled.json", "--out", tmp_path / "people",
        "--project-name", "people")  # fmt: skip
    for name in texts(24):
        sent = (tmp_path / "people" / "documents" / name).read_bytes()
        assert sent == (folder / name).read_bytes()
    run("azure", "push", tmp_path / "people", "-p", "people", "--yes")
    run("azure", "train", "-p", "people", "--model", "v1", "--split", "80/20")
    run("azure", "deploy", "-p", "people", "--model", "v1", "--name", "d", "--yes")
    predict(run, tmp_path, project)


def predict(run, folder, project):
    out = folder / "predicted.json"
    run("azure", "predict", folder / "tasks.json", "-p", "people", "--deployment", "d",
        "--out", out)  # fmt: skip
    first = run("label-studio", "import-predictions", project, out)
    again = run("label-studio", "import-predictions", project, out)
    assert (first["added"], again["added"], again["there_already"]) == (48, 0, 48)
    export = ("label-studio", "export", project, "--with-predictions", "--force")
    run(*export, "--out", folder / "tasks.json")
    tasks = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    assert [len(task["predictions"]) for task in tasks] == [1] * 48
    for task in tasks:
        for region in task["predictions"][0]["result"]:
            value = region["value"]
            assert task["data"]["text"][value["start"] : value["end"]] == value["text"]


def test_a_project_leaves_azure_is_changed_and_comes_back_with_just_the_change(
    run, azure, label_studio, tmp_path
):
    write_texts(tmp_path / "storage" / "texts", texts(24))
    file = project_file(texts(24), "leaving")
    file["assets"]["documents"][5]["entities"] = []
    rest = Rest(azure.endpoint, azure.key)
    assert rest.job("POST", f"{PROJECTS}/leaving/:import", file)["status"] == "succeeded"
    run("azure", "backup", "--all", "--out", tmp_path / "backup")
    moved = run("migrate", "-p", "leaving")["migrated"][0]
    assert moved["imported"]["added"] == 24
    again = run("migrate", "--from-backup", tmp_path / "backup")["migrated"][0]
    assert again["imported"]["there_already"] == 24
    project = moved["label_studio_project"]
    tasks = label_studio.api.call(
        "GET", f"projects/{project}/export", params={"download_all_tasks": "true"}
    )
    by_name = {task["data"]["azure"]["location"]: task for task in tasks}
    for name, (_, spans) in texts(24).items():
        found = by_name[name]["annotations"]
        text = by_name[name]["data"]["text"]
        values = [one["value"] for answer in found for one in answer["result"]]
        covered = {(text[v["start"] : v["end"]], v["labels"][0]) for v in values}
        assert covered == ({*spans} if name != "05.txt" else set())

    annotate(label_studio.api, by_name["05.txt"], [("Person", texts(24)["05.txt"][1][0][0])])
    run("label-studio", "export", project, "--out", tmp_path / "leaving.json")
    run("convert", "to-azure", tmp_path / "leaving.json", "--out", tmp_path / "leaving",
        "--container", "texts", "--multilingual", "--include-unlabelled")  # fmt: skip
    pushed = run("azure", "push", tmp_path / "leaving", "-p", "leaving", "--yes", "--allow-few")
    labels = pushed["difference"]["labels"]
    assert labels == {"added": {"Person": 1}, "changed": {}, "removed": {}}
    assert pushed["difference"]["documents_changed"] == ["05.txt"]


def test_a_personal_access_token_works_and_a_wrong_one_is_told(run, label_studio):
    made = label_studio.api.call("POST", "token/")["token"]
    assert isinstance(run("label-studio", "projects", LABEL_STUDIO_API_KEY=made), list)
    error = run("label-studio", "projects", status=3, LABEL_STUDIO_API_KEY="f" * 40)["error"]
    assert error["kind"] == "UnauthorisedError"
    assert "LABEL_STUDIO_API_KEY" in error["remedy"]


GUIDE = Path(__file__).parents[2] / "docs" / "leaving-language-studio.md"
_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def test_the_commands_of_the_guide_run_as_they_stand(run, azure, tmp_path):
    write_texts(tmp_path / "storage" / "texts", texts(24))
    rest = Rest(azure.endpoint, azure.key)
    file = project_file(texts(24), "people")
    assert rest.job("POST", f"{PROJECTS}/people/:import", file)["status"] == "succeeded"
    lines = [one for block in _BLOCK.findall(GUIDE.read_text("utf-8")) for one in block.split("\n")]
    commands = [shlex.split(one)[1:] for one in lines if one]
    assert len(commands) == 8
    number = ""
    for command in commands:
        found = run(*[number if word == "N" else word for word in command])
        if command == ["migrate", "--all"]:
            number = found["migrated"][0]["label_studio_project"]
    assert found["difference"]["labels"] == {"added": {}, "changed": {}, "removed": {}}

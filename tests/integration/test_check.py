"""`spanbridge check` looks at files of both formats, and mends labels files, from the shell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from projects import project, recount, texts, units
from spanbridge.bridge.cli import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the texts of the good project into a folder."""
    found = tmp_path / "documents"
    found.mkdir()
    for name, text in texts().items():
        (found / name).write_bytes(text.encode())
    return found


def write(tmp_path: Path, content: Any, name: str = "labels.json") -> str:
    """Write a file of JSON; return its path."""
    path = tmp_path / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def found(capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what was printed as JSON, of the only file."""
    [only] = json.loads(capsys.readouterr().out).values()
    return only


def test_a_good_labels_file_passes(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", write(tmp_path, project()), "--texts", str(folder)]) == 0
    assert "Nothing is wrong" in capsys.readouterr().out


def test_what_is_wrong_is_told_and_makes_the_exit_status_one(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, recount(project(quote=True), len))
    assert run(["check", file, "--texts", str(folder), "--json"]) == 1
    problems = {one["code"]: one for one in found(capsys)["problems"]}
    assert problems["label-shifted"]["count"] == 50
    assert problems["label-shifted"]["severity"] == "error"
    assert "code points" in problems["label-shifted"]["examples"][0]["cause"]


@pytest.mark.parametrize("as_json", [True, False])
def test_a_file_is_mended_and_passes_then(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    file = write(tmp_path, recount(project(quote=True), lambda t: units(t.replace("\r\n", "\n"))))
    out = tmp_path / "mended.json"
    command = ["check", file, "--texts", str(folder), "--fix", "--out", str(out)]
    assert run([*command, "--json"] if as_json else command) == 0
    assert json.loads(out.read_text("utf-8")) == project()
    if as_json:
        told = found(capsys)
        assert len(told["changes"]) == 50
        assert {one["code"] for one in told["mended"]} == {"key-unknown", "label-shifted"}
        assert not told["problems"]
    else:
        assert "CR LF is counted" in " ".join(capsys.readouterr().out.split())


def test_what_can_not_be_mended_is_told_still(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project(quote=True)
    file["assets"]["documents"][0]["entities"][0]["labels"][0]["text"] = "Zebra"
    out = tmp_path / "mended.json"
    source = write(tmp_path, file)
    assert run(["check", source, "--texts", str(folder), "--fix", "--out", str(out), "--json"]) == 1
    told = {one["code"]: one["severity"] for one in found(capsys)["problems"]}
    assert told == {"label-in-doubt": "error"}


def test_nothing_is_replaced_without_force(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, project())
    command = ["check", file, "--texts", str(folder), "--fix", "--out", file]
    before = Path(file).read_bytes()
    assert run(command) == 2
    assert "output-file-exists" in capsys.readouterr().err
    assert Path(file).read_bytes() == before
    assert run([*command, "--force"]) == 0
    assert json.loads(Path(file).read_bytes()) == project()
    assert {path.name for path in tmp_path.iterdir()} == {"labels.json", "documents"}


@pytest.mark.parametrize(
    "wrong", [["--fix"], ["--out", "x"], ["other.json", "--fix", "--out", "x"]], ids=str
)
def test_fix_and_out_belong_together_and_take_one_file(tmp_path: Path, wrong: list[str]) -> None:
    other = write(tmp_path, project(), "other.json")
    arguments = [other if one == "other.json" else one for one in wrong]
    assert run(["check", write(tmp_path, project()), *arguments]) == 2


def test_an_export_is_looked_at_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    region = {
        "from_name": "label", "to_name": "text", "type": "labels", "id": "a",
        "value": {"start": 4, "end": 7, "text": "Bob", "labels": ["Person"]},
    }  # fmt: skip
    half = region | {"id": "b", "value": region["value"] | {"start": 0, "end": 2, "text": "me"}}
    wrong = region | {"id": "c", "value": region["value"] | {"start": 0, "end": 3}}
    task = {
        "id": 1,
        "data": {"text": "met Bob"},
        "annotations": [{"result": [region, half, wrong]}],
    }
    assert run(["check", write(tmp_path, [task], "export.json"), "--json"]) == 1
    told = {one["code"]: one["severity"] for one in found(capsys)["problems"]}
    assert told == {
        "text-mismatch": "error",
        "edge-inside-word": "warning",
        "documents-few": "warning",
        "examples-few": "warning",
    }


def test_an_export_can_not_be_mended_so_far(tmp_path: Path) -> None:
    file = write(tmp_path, [{"data": {"text": "a"}}], "export.json")
    out = tmp_path / "out.json"
    assert run(["check", file, "--fix", "--out", str(out)]) == 1
    assert not out.exists()


def test_several_files_are_looked_at_each_for_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = write(tmp_path, project(), "1.json"), write(tmp_path, project(), "2.json")
    assert run(["check", one, two, "--json"]) == 0
    assert [*json.loads(capsys.readouterr().out)] == [one, two]


def two_annotators() -> list[dict[str, object]]:
    """Make an export in which two annotators agree on one of three spans."""

    def region(words: str, label: str) -> dict[str, object]:
        start = "Bob met Alice".index(words)
        return {
            "from_name": "label", "to_name": "text", "type": "labels",
            "value": {"start": start, "end": start + len(words), "text": words, "labels": [label]},
        }  # fmt: skip

    one = {"completed_by": 1, "result": [region("Bob", "Person"), region("Alice", "Person")]}
    two = {"completed_by": 2, "result": [region("Bob", "Person"), region("Alice", "Org")]}
    return [{"id": 1, "data": {"text": "Bob met Alice"}, "annotations": [one, two]}]


def test_the_agreement_of_annotators_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, two_annotators(), "export.json")
    assert run(["check", file, "--agreement"]) == 0
    shown = capsys.readouterr().out
    assert "Alice" in shown
    assert run(["check", file, "--agreement", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["overall"]["exact"] == 0.5
    assert told["categories"]["Person"]["spans"] == 3

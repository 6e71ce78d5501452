"""Every dialect of an export says what the JSON export says, as far as its information goes."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from fixtures_of import FIXTURES, Case, case, cases, converted, covered, loaded, read, written
from spanbridge.bridge.convert import to_azure
from spanbridge.converters.problems import ProblemError

HOME = FIXTURES / "label-studio"
BLOBS = case("label-studio", "several-annotators/source-blobs").source
OTHERS = [c for c in cases("label-studio") if c.source.stem != "source"]
SAME = [c for c in OTHERS if not c.source.stem.endswith("-min") or "several" not in c.name]


def json_export(other: Case) -> Case:
    return case("label-studio", f"{other.source.parent.name}/source")


def labels(source: Path, folder: Path) -> Any:
    to_azure(source, folder, language="en", project_name="p", include_unlabelled=False)
    return loaded(folder / "labels.json")["assets"]


@pytest.mark.parametrize("other", SAME, ids=lambda c: c.name)
def test_documents_are_those_of_the_json_export(other: Case) -> None:
    records, report = read(other)
    expected, _ = read(json_export(other))
    found, wanted = (
        {d.name: (d.text, d.spans) for r in rs for d in r.documents} for rs in (records, expected)
    )
    assert found == wanted
    assert not report.has_errors


@pytest.mark.parametrize("other", SAME, ids=lambda c: c.name)
def test_the_labels_file_is_that_of_the_json_export(other: Case, tmp_path: Path) -> None:
    there = labels(other.source, tmp_path / "other")
    assert there == labels(json_export(other).source, tmp_path / "json")
    texts = [
        covered(tmp_path / n / "labels.json", tmp_path / n / "documents") for n in ("other", "json")
    ]
    assert texts[0] == texts[1]


def test_annotations_of_one_task_come_together_with_all_that_they_hold(tmp_path: Path) -> None:
    tasks = converted(BLOBS, tmp_path)
    exported = {t["id"]: t for t in loaded(BLOBS.with_name("source.json")) if t["annotations"]}
    assert {t["id"] for t in tasks} == exported.keys()
    for task in tasks:
        there = exported[task["id"]]
        assert task["data"] == there["data"]
        ids = [(a["id"], a["result"], a["was_cancelled"]) for a in task["annotations"]]
        assert ids == [(a["id"], a["result"], a["was_cancelled"]) for a in there["annotations"]]
        assert all(a["task"] == task["id"] for a in task["annotations"])
        assert all("@" in a["completed_by"]["email"] for a in task["annotations"])


@pytest.mark.parametrize("identifier", [{"id": None}, {}])
def test_tasks_without_an_id_are_told_apart_by_all_that_they_are(
    identifier: dict[str, Any], tmp_path: Path
) -> None:
    for number, text in enumerate(["Alice", "Bob", "Alice"]):
        blob = {"id": number, "result": [], "task": {**identifier, "data": {"text": text}}}
        written(tmp_path / "in" / str(number), blob)
    report = to_azure(tmp_path / "in", tmp_path / "azure", language="en")
    assert (report.tasks, report.problems) == (2, {"annotations-kept": 1})


@pytest.mark.parametrize("task", [5, {}, {"id": 1}, {"id": 1, "data": 5}, {"data": None}])
def test_an_annotation_whose_task_is_none_is_told(task: Any, tmp_path: Path) -> None:
    written(tmp_path / "in" / "1", {"id": 1, "result": [], "task": task})
    written(tmp_path / "in" / "2", {"id": 2, "result": [], "task": {"data": {"text": "Bob"}}})
    report = to_azure(tmp_path / "in", tmp_path / "azure", language="en")
    assert sum(report.documents.values()) == 1
    assert report.problems.keys() <= {"task-malformed", "task-unlabelled", "text-field-ambiguous"}
    assert report.problems


def test_a_zip_reads_as_the_folder_in_it_whatever_its_name(tmp_path: Path) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "blobs"), "zip", BLOBS))
    renamed = archive.rename(tmp_path / "download")
    assert labels(renamed, tmp_path / "a") == labels(BLOBS, tmp_path / "b")


def test_a_folder_may_hold_exports_of_any_dialect_and_folders(tmp_path: Path) -> None:
    mixed = tmp_path / "mixed"
    shutil.copytree(BLOBS, mixed / "out")
    shutil.copy(HOME / "plain" / "source.json", mixed / "plain.json")
    shutil.copy(HOME / "odd-characters" / "source-tsv.tsv", mixed / "odd")
    written(mixed / ".hidden.json", [5])
    report = to_azure(mixed, tmp_path / "azure", language="en")
    parts = [BLOBS, HOME / "plain" / "source.json", HOME / "odd-characters" / "source-tsv.tsv"]
    alone = [to_azure(part, tmp_path / str(n), language="en") for n, part in enumerate(parts)]
    assert sum(report.documents.values()) == sum(sum(r.documents.values()) for r in alone)
    assert not report.has_errors


def test_what_is_no_export_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    mixed = tmp_path / "mixed"
    shutil.copytree(BLOBS, mixed)
    (mixed / "README.md").write_text("# Not tasks", "utf-8")
    (mixed / "234").write_bytes(b"")
    report = to_azure(mixed, tmp_path / "azure", language="en")
    assert report.problems["file-unusable"] == 2
    places = [problem.where for problem in report.examples["file-unusable"]]
    assert places == ["mixed/234", "mixed/README.md"]
    assert sum(report.documents.values()) == 6


def test_an_export_that_breaks_off_in_a_folder_ends_the_conversion(tmp_path: Path) -> None:
    data = (HOME / "plain" / "source.json").read_bytes()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "export.json").write_bytes(data[:-20])
    with pytest.raises(ProblemError) as caught:
        to_azure(tmp_path / "in", tmp_path / "azure", language="en")
    assert caught.value.problem.code == "input-cut-off"


def test_a_folder_without_any_file_makes_an_empty_project(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    report = to_azure(tmp_path / "in", tmp_path / "azure", language="en")
    assert not report.documents


def test_encrypted_archives_are_a_problem_that_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("1", b"{}")
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flag of the local header, then that of the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(ProblemError, match="password") as caught:
        to_azure(path, tmp_path / "azure", language="en")
    assert caught.value.problem.code == "archive-encrypted"

"""What the reader of Label Studio's files makes of whole tasks: documents, names, what is told."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from fixtures_of import read_tasks
from spanbridge.converters.problems import ProblemError
from tasks_of import ALICE, covered, documents, places, region, task, told


def test_good_input_tells_nothing() -> None:
    [document], report = documents([ALICE])
    assert covered(document) == [("Person", "Alice")]
    assert not report.problems


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([ALICE, ALICE]).encode(),
        json.dumps([ALICE, ALICE], indent=2).encode(),
        b"\xef\xbb\xbf" + json.dumps([ALICE, ALICE]).encode(),
        json.dumps(ALICE).encode() + b"\n" + json.dumps(ALICE).encode() + b"\n",
        json.dumps(ALICE).encode() + b"\r\n\r\n" + json.dumps(ALICE).encode(),
    ],
    ids=["list", "indented", "byte-order mark", "lines", "Windows lines"],
)
def test_lists_and_lines_read_alike(data: bytes) -> None:
    found, report = documents(data)
    assert [covered(document) for document in found] == [[("Person", "Alice")]] * 2
    assert report.tasks == 2
    assert not report.problems


def test_one_task_may_stand_alone() -> None:
    [document], _ = documents(json.dumps(ALICE, indent=1).encode())
    assert covered(document) == [("Person", "Alice")]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (5, "task-malformed"),
        ("text", "task-malformed"),
        ({"data": 5}, "task-malformed"),
        ({"data": {"text": "x"}, "id": 1.5}, "task-malformed"),
        (task("Alice \ud83d left", region("Alice", "Alice")), "lone-surrogate"),
        (task("Alice", region("Alice", "Alice"), note=["\udc00"]), "lone-surrogate"),
        ({"data": {"text": "Alice"}}, "task-unlabelled"),
        ({"data": {"text": "Alice"}, "annotations": []}, "task-unlabelled"),
        (task("Alice\0", region("Alice", "Alice")), "text-nul"),
        (task("\ufeff \r\n\t", region("Alice", "Alice")), "text-empty"),
        (task("", region("Alice", "Alice")), "text-empty"),
        ({**task(None, region("Alice", "Alice"))}, "text-missing"),
        ({"data": {"other": 1}, "annotations": [{"result": []}]}, "text-missing"),
    ],
)
def test_a_task_of_no_use_is_told_and_the_others_are_read(entry: Any, code: str) -> None:
    found, report = documents([ALICE, entry, ALICE])
    assert len(found) == 2
    assert report.problems == {code: 1}
    assert places(report)[0].startswith("export.json $[1]")


def test_the_place_of_a_lone_surrogate_is_named() -> None:
    _, report = documents([task("Alice", note={"deep": ["x", "\ud800"]})])
    assert places(report) == ["export.json $[0].'data'.'note'.'deep'[1]"]


def test_a_task_left_out_is_kept_whole() -> None:
    unlabelled = {"id": 4, "data": {"text": "Alice", "x": 1e3}, "annotations": []}
    [record], _ = read_tasks([unlabelled])
    assert record.documents == ()
    assert msgspec.json.decode(record.kept) == unlabelled


def test_a_task_is_kept_without_its_text_only() -> None:
    [record], _ = read_tasks([{**ALICE, "id": 1, "meta": {"a": None}}])
    kept = msgspec.json.decode(record.kept)
    assert kept == {**ALICE, "id": 1, "meta": {"a": None}, "data": {"text": None}}


def test_unlabelled_tasks_are_read_without_spans_if_wanted() -> None:
    bare = {"data": {"text": "Bob"}}
    found, report = documents([ALICE, bare, {"text": "Carol"}], include_unlabelled=True)
    assert [document.text for document in found] == ["Alice left", "Bob", "Carol"]
    assert [document.spans for document in found[1:]] == [(), ()]
    assert [document.source.annotation for document in found] == [0, None, None]
    assert not report.problems


def test_an_annotation_without_regions_labels_its_text_with_nothing() -> None:
    found, report = documents([ALICE, task("Nobody")])
    assert covered(found[1]) == []
    assert found[1].source.annotation == 0
    assert not report.problems


def test_names_come_from_the_place_in_azure_else_from_task_and_field() -> None:
    named = {**ALICE, "id": 7, "data": {"text": "Alice left", "azure": {"location": "01.txt"}}}
    found, _ = documents([named, {**ALICE, "id": 8}, {**ALICE, "id": "x/9"}, ALICE])
    names = [document.name for document in found]
    assert names == ["01.txt", "task-8-text.txt", "task-x/9-text.txt", ""]


def test_the_dataset_of_azure_is_the_split() -> None:
    tasks = [
        {**ALICE, "data": {"text": "Alice left", "azure": {"dataset": dataset}}}
        for dataset in ("Train", "Test", "train", 5)
    ]
    assert [d.split for d in documents(tasks)[0]] == ["Train", "Test", None, None]


def test_texts_of_a_group_are_told_apart_from_others() -> None:
    alice = region("Alice", "Alice")
    tasks = [task("Alice", alice, policy_id=7), task("Bob", policy_id="B"), task("Carol")]
    found, _ = documents(tasks, group_by="data.policy_id")
    assert [document.source.group for document in found] == ["7", "B", None]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "input-empty"),
        (b"\r\n ", "input-empty"),
        (b"5", "input-not-a-list"),
        (b"id,text\n", "input-not-a-list"),
        ("[]".encode("utf-16"), "input-not-utf8"),
        (b'[{"data": {"text": "caf\xe9"}}]', "input-not-utf8"),
        (b'[{"data": {"text": "x"}', "input-cut-off"),
        (b'{"data": ', "input-not-json"),
        (b"[{]", "input-cut-off"),
        (b"[1 2]", "input-not-json"),
    ],
)
def test_a_file_of_no_use_is_a_problem_with_the_file(data: bytes, code: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read_tasks(data)
    assert caught.value.problem.code == code
    assert "export.json" in caught.value.problem.where


def test_numbers_that_json_lacks_are_read_as_null() -> None:
    data = json.dumps([{**ALICE, "x": float("nan"), "y": float("inf")}]).encode()
    [record], report = read_tasks(data)
    kept = msgspec.json.decode(record.kept)
    assert (kept["x"], kept["y"]) == (None, None)
    assert not report.problems


@pytest.mark.parametrize("number", [b"1e999", b"9" * 5000])
def test_numbers_beyond_all_range_are_no_fault_of_the_text(number: bytes) -> None:
    data = json.dumps([{**ALICE, "data": {"text": "Alice left", "lang": 0}}]).encode()
    data = data.replace(b'"lang": 0', b'"lang": ' + number)
    found, _ = documents(data, language_field="data.lang", group_by="data.lang")
    assert [document.language for document in found] == ["en-us"]


def test_a_rows_data_beyond_all_range_is_no_fault_either() -> None:
    data = b'[{"id": 1, "annotation_id": 2, "text": "Alice", "more": [1e999]}]'
    assert told(data) == {}

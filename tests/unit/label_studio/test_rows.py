"""Rows of JSON_MIN become tasks: an annotation a row, rows of one task together."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from fixtures_of import read_tasks
from tasks_of import covered, documents, region


def row(task: int, annotation: int | None, *values: Any, **more: Any) -> dict[str, Any]:
    """Make a row as Label Studio does: a control without regions is not there."""
    labels = {"ner": [*values]} if values else {}
    return {"body": "Alice met Bob", "id": task, **labels, "annotator": 3,
            "annotation_id": annotation, "updated_at": "2026-01-01", **more}  # fmt: skip


def value(words: str) -> dict[str, Any]:
    return region("Alice met Bob", words)["value"]


ALICE, BOB = value("Alice"), value("Bob")


def test_a_row_is_a_task_with_one_annotation() -> None:
    [record], report = read_tasks([row(1, 7, ALICE)])
    [document] = record.documents
    assert covered(document) == [("Person", "Alice")]
    assert (document.source.field, document.name) == ("body", "task-1-body.txt")
    kept = msgspec.json.decode(record.kept)
    assert kept["data"] == {"body": None}
    assert [(a["id"], a["completed_by"]) for a in kept["annotations"]] == [(7, 3)]
    assert not report.problems


def test_rows_of_one_task_are_its_annotations() -> None:
    rows = [row(1, 7, ALICE), row(1, 8, BOB, updated_at="2026-02-02"), row(2, 9, ALICE)]
    found, report = documents(rows)
    assert [covered(document) for document in found] == [[("Person", "Bob")], [("Person", "Alice")]]
    assert report.problems == {"annotations-kept": 1}
    assert report.tasks == 2


def test_a_row_without_regions_is_an_annotation_without_any() -> None:
    found, report = documents([row(1, 7, ALICE), row(2, 8)])
    assert [covered(document) for document in found] == [[("Person", "Alice")], []]
    assert not report.problems


def test_a_row_without_annotation_is_an_unlabelled_task() -> None:
    _, report = documents([row(1, 7, ALICE), row(2, None)])
    assert report.problems == {"task-unlabelled": 1}


def test_other_controls_are_results_and_other_lists_are_data() -> None:
    rating = {"start": 0, "end": 5, "text": "Alice", "rating": 4}
    [record], report = read_tasks([row(1, 7, ALICE, sure=[rating], tags=["a", "b"], empty=[])])
    kept = msgspec.json.decode(record.kept)
    assert kept["data"] == {"body": None, "tags": ["a", "b"], "empty": []}
    types = {item["from_name"]: item["type"] for item in kept["annotations"][0]["result"]}
    assert types == {"ner": "labels", "sure": "rating"}
    assert report.problems == {"result-kept": 1}


def test_a_bare_task_is_all_data() -> None:
    [record], report = read_tasks([{"text": "Alice", "id": 5}])
    assert msgspec.json.decode(record.kept) == {"data": {"text": "Alice", "id": 5}}
    assert report.problems == {"task-unlabelled": 1}


@pytest.mark.parametrize("odd", [5, True, "x", {"start": 1}, [5]])
def test_regions_of_another_row_that_are_none_are_told(odd: Any) -> None:
    rows = [row(1, 7, ALICE), row(1, 8) | {"ner": odd, "updated_at": "2025-01-01"}]
    found, report = documents(rows)
    assert [covered(document) for document in found] == [[("Person", "Alice")]]
    assert report.problems.keys() <= {"annotations-kept", "region-malformed"}


def test_rows_and_tasks_may_follow_each_other() -> None:
    task = {"data": {"body": "Bob"}, "annotations": [{"result": []}]}
    found, _ = documents([row(1, 7, ALICE), task, row(1, 8, BOB)])
    assert [document.text for document in found] == ["Alice met Bob", "Bob", "Alice met Bob"]

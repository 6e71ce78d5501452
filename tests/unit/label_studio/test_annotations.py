"""Which annotation speaks for a task; skipped ones never do."""

from __future__ import annotations

from typing import Any

import pytest
from tasks_of import covered, documents, region, told

TEXT = "Alice met Bob and Carol"


def annotation(words: str, updated: str | None = "2026-01-01", **more: Any) -> dict[str, Any]:
    return {"result": [region(TEXT, words)], "updated_at": updated, **more}


def chosen(*annotations: dict[str, Any], **options: Any) -> list[str]:
    found, _ = documents([{"data": {"text": TEXT}, "annotations": [*annotations]}], **options)
    return [text for document in found for _, text in covered(document)]


NEWER, OLDER = annotation("Bob", "2026-02-02"), annotation("Alice", "2026-01-01")
TRUTH = annotation("Carol", "2025-12-31", ground_truth=True)


def test_the_latest_speaks() -> None:
    assert chosen(NEWER, OLDER) == chosen(OLDER, NEWER) == ["Bob"]


def test_ground_truth_speaks_before_later_ones() -> None:
    assert chosen(OLDER, TRUTH, NEWER) == ["Carol"]


def test_of_several_ground_truths_the_latest_speaks() -> None:
    assert chosen(TRUTH, {**OLDER, "ground_truth": True}, NEWER) == ["Alice"]


def test_latest_alone_passes_over_ground_truth() -> None:
    assert chosen(OLDER, TRUTH, NEWER, annotations="latest") == ["Bob"]


def test_of_the_same_time_or_of_none_the_last_one_speaks() -> None:
    assert chosen(annotation("Alice"), annotation("Bob")) == ["Bob"]
    assert chosen(annotation("Alice", None), annotation("Bob", None)) == ["Bob"]


def test_the_time_of_making_stands_in_for_that_of_updating() -> None:
    made = annotation("Carol", None, created_at="2026-03-03")
    assert chosen(made, NEWER) == ["Carol"]


@pytest.mark.parametrize("policy", ["ground-truth-or-latest", "latest"])
def test_skipped_annotations_never_count(policy: str) -> None:
    skipped = annotation("Carol", "2026-09-09", was_cancelled=True, ground_truth=True)
    assert chosen(OLDER, skipped, annotations=policy) == ["Alice"]


def test_a_task_with_skipped_annotations_only_is_told_and_left_out() -> None:
    tasks = [
        {"data": {"text": TEXT}, "annotations": [annotation("Bob")]},
        {"data": {"text": TEXT}, "annotations": [annotation("Carol", was_cancelled=True)]},
    ]
    found, report = documents(tasks)
    assert [covered(document) for document in found] == [[("Person", "Bob")]]
    assert report.problems == {"task-skipped": 1}


def test_a_skipped_task_that_is_wanted_without_labels_has_none() -> None:
    tasks = [
        {"data": {"text": TEXT}, "annotations": [annotation("Bob")]},
        {"data": {"text": TEXT}, "annotations": [annotation("Carol", was_cancelled=True)]},
    ]
    found, _ = documents(tasks, include_unlabelled=True)
    assert [covered(document) for document in found] == [[("Person", "Bob")], []]


def test_others_are_told_to_be_kept() -> None:
    tasks = [{"data": {"text": TEXT}, "annotations": [NEWER, OLDER, TRUTH]}]
    _, report = documents(tasks)
    assert report.problems == {"annotations-kept": 1}
    assert "2 more" in report.examples["annotations-kept"][0].cause


@pytest.mark.parametrize("broken", [5, "x", {"result": 5}, {"id": {}}, {"was_cancelled": "no"}])
def test_a_malformed_annotation_is_told_and_another_speaks(broken: Any) -> None:
    tasks = [{"data": {"text": TEXT}, "annotations": [NEWER, broken]}]
    found, report = documents(tasks)
    assert [covered(document) for document in found] == [[("Person", "Bob")]]
    assert report.problems == {"annotation-malformed": 1}
    assert found[0].source.annotation == 0


def test_annotations_that_are_no_list_are_told() -> None:
    problems = told([{"data": {"text": TEXT}, "annotations": {"a": 1}}])
    assert problems == {"annotation-malformed": 1, "task-unlabelled": 1}

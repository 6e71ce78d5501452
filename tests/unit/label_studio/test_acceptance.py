"""Which annotations count: not those made of predictions in bulk, unless they are asked for."""

from __future__ import annotations

from typing import Any

import pytest
from tasks_of import covered, documents, region

TEXT = "Alice met Bob and Carol"
ALICE, BOB = region(TEXT, "Alice"), region(TEXT, "Bob")


def annotation(*result: Any, **more: Any) -> dict[str, Any]:
    return {"result": [*result], "lead_time": 4.2, "updated_at": "2026-01-01", **more}


def bulk(*result: Any, **more: Any) -> dict[str, Any]:
    """Make what "Create annotations from predictions" makes, as an export has it."""
    made = {"id": 70, "result": [*result], "model_version": "v"}
    return annotation(*result, lead_time=None, parent_prediction=70, prediction=made) | more


def read(*annotations: Any, **options: Any) -> tuple[list[list[str]], dict[str, int]]:
    tasks = [{"data": {"text": TEXT}, "annotations": [*annotations]}]
    found, report = documents(tasks, **options)
    return [[text for _, text in covered(d)] for d in found], dict(report.problems)


@pytest.mark.parametrize("seconds", [None, 0, 0.0])
@pytest.mark.parametrize("prediction", [{}, None, "as made"])
def test_what_was_made_in_bulk_and_never_opened_does_not_count(
    seconds: float | None, prediction: Any
) -> None:
    unseen = bulk(BOB, lead_time=seconds, updated_at="2026-09-09")
    if prediction != "as made":
        unseen["prediction"] = prediction
    assert read(annotation(ALICE), unseen) == ([["Alice"]], {"annotation-not-opened": 1})


def test_a_task_with_no_other_is_left_out_and_told_once() -> None:
    assert read(bulk(BOB)) == ([], {"annotation-not-opened": 1})


def test_a_task_with_no_other_has_no_labels_if_it_is_wanted_all_the_same() -> None:
    assert read(bulk(BOB), include_unlabelled=True) == ([[]], {"annotation-not-opened": 1})


@pytest.mark.parametrize(
    "seen",
    [
        bulk(BOB, lead_time=2.042),
        bulk(BOB, parent_prediction=None),
        bulk(BOB, prediction={"result": [ALICE]}),
        bulk(BOB, prediction={"result": [BOB, ALICE]}),
        bulk(BOB, prediction={"result": [{**BOB, "value": {**BOB["value"], "labels": ["Org"]}}]}),
        annotation(BOB, lead_time=None),
    ],
    ids=["opened", "of no prediction", "moved", "one deleted", "relabelled", "imported"],
)
def test_what_somebody_made_opened_or_changed_counts(seen: dict[str, Any]) -> None:
    assert read(seen) == ([["Bob"]], {})


def test_all_counts_if_that_is_said() -> None:
    assert read(bulk(BOB), accept="all") == ([["Bob"]], {})


def test_reviewed_is_ground_truth() -> None:
    truth = annotation(ALICE, ground_truth=True, updated_at="2025-01-01")
    expected = ([["Alice"]], {"annotation-not-reviewed": 1})
    assert read(truth, annotation(BOB), accept="reviewed", annotations="latest") == expected


@pytest.mark.parametrize(
    "theirs",
    [
        annotation(BOB, completed_by=9),
        annotation(BOB, completed_by=1, updated_by=9),
        annotation(BOB, ground_truth=True),
    ],
    ids=["made", "changed", "ground truth"],
)
def test_a_named_reviewers_annotations_are_reviewed_too(theirs: dict[str, Any]) -> None:
    other = annotation(ALICE, completed_by=1, updated_by=1, updated_at="2026-09-09")
    assert read(theirs, other, accept="reviewed:9") == ([["Bob"]], {"annotation-not-reviewed": 1})
    assert read(other, accept="reviewed:9") == ([], {"annotation-not-reviewed": 1})


@pytest.mark.parametrize("rule", ["", "robots", "reviewed:", "all:9", "human:1"])
def test_a_rule_that_there_is_not_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="reviewed:NAME"):
        read(accept=rule)


@pytest.mark.parametrize(
    "odd",
    [
        {"prediction": 5},
        {"prediction": {"result": 5}},
        {"lead_time": "x"},
        {"lead_time": []},
        {"parent_prediction": {}},
        {"prediction": {"result": [5]}},
        {"completed_by": 1.5},
    ],
)
def test_odd_values_harm_nothing(odd: dict[str, Any]) -> None:
    found, problems = read(annotation(ALICE), bulk(BOB, **odd))
    assert len(found) == 1
    assert problems.keys() <= {"annotation-not-opened", "annotations-kept"}

"""`--from-predictions`: the regions of a prediction become spans, with their scores."""

from __future__ import annotations

from typing import Any

import pytest
from spanbridge.converters.document import BY_SEVERAL
from tasks_of import covered, documents, places, region

TEXT = "😀 Alice met Bob"


def prediction(words: str, version: str = "v1", **more: Any) -> dict[str, Any]:
    scored = {**region(TEXT, words), "score": 0.75}
    return {"model_version": version, "score": 0.5, "result": [scored], **more}


def task(*predictions: Any, **more: Any) -> dict[str, Any]:
    return {"data": {"text": TEXT}, "predictions": [*predictions], **more}


def read(*tasks: Any, version: str = "", **options: Any) -> tuple[list[Any], dict[str, int]]:
    found, report = documents([*tasks], from_predictions=version, **options)
    return [[text for _, text in covered(d)] for d in found], dict(report.problems)


ANNOTATED = {"annotations": [{"result": [region(TEXT, "Bob")]}]}


def test_the_regions_of_a_prediction_are_spans_with_their_scores() -> None:
    [found], report = documents([task(prediction("Alice"), **ANNOTATED)], from_predictions="")
    assert covered(found) == [("Person", "Alice")]
    assert [span.score for span in found.spans] == [0.75]
    assert found.source.annotation == BY_SEVERAL
    assert not report.problems


@pytest.mark.parametrize("score", [None, "high", {}, True])
def test_a_region_without_a_score_makes_a_span_without_one(score: Any) -> None:
    made = prediction("Alice")
    made["result"][0]["score"] = score
    [found], _ = documents([task(made)], from_predictions="")
    assert [span.score for span in found.spans] == [1.0 if score is True else None]


def test_the_latest_speaks_and_without_a_date_the_last() -> None:
    dated = prediction("Bob", created_at="2026-02-02"), prediction("Alice", created_at="2026-01-01")
    assert read(task(*dated)) == ([["Bob"]], {})
    assert read(task(prediction("Bob"), prediction("Alice"))) == ([["Alice"]], {})


def test_a_model_version_may_be_named() -> None:
    both = prediction("Alice", "v1"), prediction("Bob", "v2")
    assert read(task(*both), version="v1") == ([["Alice"]], {})


@pytest.mark.parametrize("predictions", [[], None, [prediction("Alice", "v2")]])
def test_a_task_without_one_is_told_and_left_out(predictions: Any) -> None:
    without = {"data": {"text": TEXT}, "predictions": predictions, **ANNOTATED}
    assert read(task(prediction("Alice")), without, version="v1") == (
        [["Alice"]],
        {"prediction-absent": 1},
    )
    found, _ = read(task(prediction("Alice")), without, version="v1", include_unlabelled=True)
    assert found == [["Alice"], []]


@pytest.mark.parametrize("ids", [[338, 5339], [1], 7, ["a"]])
def test_an_export_which_has_ids_only_is_told_where_to_get_predictions(ids: Any) -> None:
    exported = {"data": {"text": TEXT}, "predictions": ids, **ANNOTATED}
    found, report = documents([exported], from_predictions="")
    assert not found
    assert report.problems == {"prediction-without-body": 1}
    assert "fields='all'" in report.examples["prediction-without-body"][0].remedy


def test_faults_in_a_prediction_are_told_with_their_place() -> None:
    broken = prediction("Alice")
    broken["result"] += [5, {**region(TEXT, "Bob"), "value": {"start": 0, "end": 99}}]
    found, report = documents([task(prediction("Bob", "v0"), broken)], from_predictions="v1")
    assert [covered(d) for d in found] == [[("Person", "Alice")]]
    assert report.problems == {"region-malformed": 1, "offset-out-of-range": 1}
    assert places(report) == [
        "export.json $[0].predictions[1].result[1]",
        "export.json $[0].predictions[1].result[2]",
    ]


def test_a_malformed_prediction_is_told_and_another_speaks() -> None:
    assert read(task({"result": 5}, prediction("Bob"))) == ([["Bob"]], {"annotation-malformed": 1})

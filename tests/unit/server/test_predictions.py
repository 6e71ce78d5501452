"""Predictions: once for a task and a model version, on the task with the same data."""

from __future__ import annotations

import json

import pytest
from server_of import MemoryServer, task
from spanbridge.bridge.errors import UncertainError
from spanbridge.bridge.label_studio.predictions import import_predictions


def predicted(text, version="v1", **more):
    made = task(text, (0, 3, "Person"), **more)
    result = made.pop("annotations")[0]["result"]
    return made | {"predictions": [{"model_version": version, "score": 0.5, "result": result}]}


def write(folder, *tasks):
    file = folder / "predicted.json"
    file.write_text(json.dumps(tasks), encoding="utf-8")
    return file


def server(*texts):
    return MemoryServer(held=[{"id": n, **task(text)} for n, text in enumerate(texts, 7)])


def versions(held):
    return {
        one["data"]["text"]: [p["model_version"] for p in one.get("predictions", [])]
        for one in held
    }


def test_each_task_gets_one_prediction_of_a_model_version(tmp_path):
    there = server("Ada lives", "Bob lives")
    file = write(tmp_path, predicted("Ada lives"), predicted("Bob lives"))
    assert import_predictions(there, 1, file).added == 2
    again = import_predictions(there, 1, file)
    assert (again.added, again.there) == (0, 2)
    import_predictions(there, 1, write(tmp_path, predicted("Ada lives", "v2")))
    assert versions(there.held) == {"Ada lives": ["v1", "v2"], "Bob lives": ["v1"]}


@pytest.mark.parametrize("took_effect", [True, False])
def test_predictions_whose_answer_was_lost_are_not_doubled(tmp_path, took_effect):
    there = server("Ada lives")
    there.breaks = [took_effect]
    file = write(tmp_path, predicted("Ada lives"))
    with pytest.raises(UncertainError):
        import_predictions(there, 1, file)
    import_predictions(there, 1, file)
    assert versions(there.held) == {"Ada lives": ["v1"]}


def test_a_prediction_without_its_task_is_told_and_left_out(tmp_path):
    there = server("Ada lives")
    done = import_predictions(there, 1, write(tmp_path, predicted("Eve lives")))
    assert done.report.problems == {"prediction-without-task": 1}
    assert versions(there.held) == {"Ada lives": []}


def test_a_prediction_on_another_text_of_the_same_name_is_left_out(tmp_path):
    named = {"azure": {"location": "a.txt"}}
    there = MemoryServer(held=[{"id": 1, **task("Ada lives", **named)}])
    done = import_predictions(there, 1, write(tmp_path, predicted("Adam lived", **named)))
    assert (done.added, done.report.problems) == (0, {"task-there-differs": 1})

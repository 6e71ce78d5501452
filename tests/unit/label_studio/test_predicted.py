"""Predictions go into tasks so that Label Studio shows them, and nothing of a task is lost."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from spanbridge.converters.document import Document, Source, Span
from spanbridge.converters.label_studio.label_config import LabelConfig
from spanbridge.converters.label_studio.predicted import PredictedTasks
from spanbridge.converters.report import Report
from strategies import labelled_texts

CONFIG = LabelConfig.parse(
    '<View><Text name="t" value="$text"/><Labels name="ner" toName="t">'
    '<Label value="Person" alias="PER"/></Labels></View>'
)
SPANS = (Span(0, 5, "Person", 0.9), Span(9, 14, "City", 0.7))
FOUND = Document("Alice in Paris", SPANS, name="7", source=Source(field="text", tags=("t",)))
KEPT = {
    "id": 7, "data": {"text": None, "x": 1}, "meta": {"y": 2},
    "annotations": [{"id": 1, "result": [
        {"id": "z", "from_name": "mine", "to_name": "t", "type": "labels",
         "value": {"start": 0, "end": 5, "text": "Alice", "labels": ["Person"]}}]}],
    "predictions": [{"model_version": "v1", "result": []}, {"model_version": "v2", "result": [1]}],
}  # fmt: skip


def made(found=FOUND, kept=None, config=None, scores=()):
    report = Report()
    tasks = PredictedTasks(config, report)
    task = tasks.restored(json.dumps(kept).encode(), [found]) if kept else tasks.new(found)
    tasks.add(task, [(found, scores)], "v2")
    return json.loads(msgspec.json.encode(task)), dict(report.problems)


@given(labelled_texts())
def test_each_region_covers_its_words(labelled):
    text, spans = labelled
    task, _ = made(Document(text, tuple(spans), source=Source(field="text")))
    [prediction] = task["predictions"]
    values = [one["value"] for one in prediction["result"]]
    assert [one["text"] for one in values] == [text[s.start : s.end] for s in spans]
    assert all(task["data"]["text"][v["start"] : v["end"]] == v["text"] for v in values)


def test_regions_and_the_prediction_have_scores():
    [prediction] = made()[0]["predictions"]
    assert prediction["model_version"] == "v2"
    assert prediction["score"] == 0.8
    assert [one["score"] for one in prediction["result"]] == [0.9, 0.7]


def test_a_text_in_which_nothing_is_found_has_an_empty_prediction():
    [prediction] = made(Document("Nothing.", name="7"))[0]["predictions"]
    assert prediction == {"model_version": "v2", "result": []}


def test_all_that_a_task_had_is_there_still():
    task, told = made(kept=KEPT)
    assert task["data"] == {"text": "Alice in Paris", "x": 1}
    for name in ("id", "meta", "annotations"):
        assert task[name] == KEPT[name]
    assert [one["model_version"] for one in task["predictions"]] == ["v1", "v2"]
    assert len(task["predictions"][1]["result"]) == 2
    assert told == {}


def test_tags_are_those_of_the_tasks_annotations():
    [_, prediction] = made(kept=KEPT)[0]["predictions"]
    assert {(one["from_name"], one["to_name"]) for one in prediction["result"]} == {("mine", "t")}


def test_a_configuration_names_tags_and_labels_and_what_it_lacks_is_told():
    task, told = made(config=CONFIG)
    [region] = task["predictions"][0]["result"]
    assert (region["from_name"], region["to_name"]) == ("ner", "t")
    assert region["value"]["labels"] == ["PER"]
    assert told == {"category-unmatched": 1}


def test_a_classified_text_has_choices():
    found = Document("Smoke.", categories=("Fire", "Hail"), source=Source(field="text"))
    [prediction] = made(found, scores=(0.9, 0.6))[0]["predictions"]
    [result] = prediction["result"]
    assert (result["type"], result["value"]) == ("choices", {"choices": ["Fire", "Hail"]})
    assert (result["score"], prediction["score"]) == (0.9, 0.75)


def test_a_new_task_says_where_its_text_came_from():
    assert made(Document("a", name="a.txt", language="en"))[0]["data"]["azure"] == {
        "language": "en", "location": "a.txt",
    }  # fmt: skip
    assert made(Document("a", name="7"))[0]["data"]["azure"] == {"id": "7"}


TALK = [{"author": "x", "text": "Hi 😀 Alice"}, {"author": "y", "text": "Paris"}]
HTML = "<p>Hi 😀 <b>Alice</b></p>"


@pytest.mark.parametrize(
    ("value", "layout", "text", "expected"),
    [
        (TALK, ("Paragraphs", "text"), "Hi 😀 Alice\nParis",
         {"start": "0", "end": "0", "startOffset": 6, "endOffset": 11}),
        (HTML, ("HyperText",), "Hi 😀 Alice",
         {"start": "/p[1]/b[1]/text()[1]", "startOffset": 0, "endOffset": 5}),
    ],
    ids=["Paragraphs", "HyperText"],
)  # fmt: skip
def test_what_lays_a_text_out_stays_and_regions_count_in_its_units(value, layout, text, expected):
    source = Source(field="page", tags=("t",), layout=layout)
    found = Document(text, (Span(5, 10, "Person", 0.9),), name="7", source=source)
    task, _ = made(found, {"id": 7, "data": {"page": value}})
    assert task["data"] == {"page": value}
    [region] = task["predictions"][0]["result"]
    assert region["type"] == {"P": "paragraphlabels", "H": "hypertextlabels"}[layout[0][0]]
    assert region["value"].items() >= (expected | {"text": "Alice"}).items()

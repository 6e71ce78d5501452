"""Whoever's annotations went to Azure, each comes back to where it was, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from changes import region
from fixtures_of import case, converted, loaded, written
from spanbridge.bridge.convert import to_azure, to_label_studio
from spanbridge.converters.label_studio.annotations import POLICIES
from spanbridge.converters.label_studio.label_config import LabelConfig
from spanbridge.converters.report import Report

SEVERAL = case("label-studio", "several-annotators/source").source
BULK = case("label-studio", "in-bulk/source").source
PREDICTED = case("label-studio", "predictions/source").source
TEXT = "😀 Alice Smith works at Contoso Ltd in Paris"


def task(*results: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    annotations = [{"id": 10 + n, "completed_by": n, "result": r} for n, r in enumerate(results)]
    return {"id": 1, "data": {"text": TEXT}, "annotations": annotations, **more}


ALICE = region("alice", TEXT, "Alice Smith", "Person")
CONTOSO = region("contoso", TEXT, "Contoso Ltd", "Org")
PARIS = region("paris", TEXT, "Paris", "Place")
TWO = task([ALICE, CONTOSO], [{**ALICE, "id": "alice2"}, PARIS])


class Sent:
    """Tasks sent to Azure, whose labels are to be changed."""

    def __init__(self, folder: Path, tasks: Any, **options: Any) -> None:
        self.folder = folder
        self.azure = folder / "azure"
        source = tasks if isinstance(tasks, Path) else written(folder / "source.json", tasks)
        self.report = to_azure(source, self.azure, language="en", **options)
        self.labels = loaded(self.azure / "labels.json")
        self.documents = {d["location"]: d for d in self.labels["assets"]["documents"]}

    def labels_of(self, name: str) -> list[dict[str, Any]]:
        """Return the labels of a document."""
        return self.documents[name]["entities"][0]["labels"]

    def back(self, **options: Any) -> tuple[list[dict[str, Any]], Report]:
        """Bring the tasks back."""
        report = to_label_studio(
            written(self.azure / "labels.json", self.labels),
            self.folder / "back",
            texts=self.azure / "documents",
            manifest_file=self.azure / "manifest.jsonl",
            **options,
        )
        return loaded(self.folder / "back" / "tasks.json"), report


@pytest.mark.parametrize("source", [SEVERAL, BULK, PREDICTED], ids=lambda s: s.parent.name)
@pytest.mark.parametrize("policy", [*POLICIES, "by:1", "by:9"])
@pytest.mark.parametrize("accept", ["human", "reviewed", "reviewed:1", "all"])
def test_every_task_comes_back_to_the_letter(
    source: Path, policy: str, accept: str, tmp_path: Path
) -> None:
    tasks = converted(source, tmp_path, annotations=policy, accept=accept)
    assert tasks == loaded(source)


@pytest.mark.parametrize("version", [True, "crf-1", "crf-0", "none"])
def test_tasks_whose_predictions_were_sent_come_back_to_the_letter(
    version: Any, tmp_path: Path
) -> None:
    assert converted(PREDICTED, tmp_path, from_predictions=version) == loaded(PREDICTED)


def test_all_brings_each_change_to_its_own_annotation(tmp_path: Path) -> None:
    sent = Sent(tmp_path, [TWO], annotations="all")
    assert {*sent.documents} == {f"task-1-text-annotation-{n}.txt" for n in (10, 11)}
    sent.labels_of("task-1-text-annotation-11.txt").pop()
    [back], report = sent.back()
    assert back == task([ALICE, CONTOSO], [{**ALICE, "id": "alice2"}])
    assert report.problems == {"region-gone": 1}


def test_all_makes_as_many_predictions_as_there_were_annotations(tmp_path: Path) -> None:
    [back], _ = Sent(tmp_path, [TWO], annotations="all").back(written_as="predictions")
    assert "annotations" not in back
    results = [prediction["result"] for prediction in back["predictions"]]
    assert results == [annotation["result"] for annotation in TWO["annotations"]]


def test_texts_of_one_task_that_were_changed_apart_are_told(tmp_path: Path) -> None:
    sent = Sent(tmp_path, [TWO], annotations="all")
    (sent.azure / "documents" / "task-1-text-annotation-10.txt").write_text("Alice", "utf-8")
    sent.labels_of("task-1-text-annotation-10.txt").clear()
    tasks, report = sent.back()
    assert tasks == []
    assert report.problems["texts-differ"] == 1


def test_a_changed_consensus_becomes_an_annotation_of_its_own(tmp_path: Path) -> None:
    sent = Sent(tmp_path, [TWO], annotations="consensus")
    assert [label["category"] for label in sent.labels_of("task-1-text.txt")] == ["Person"]
    sent.labels_of("task-1-text.txt").append({"category": "Place", "offset": 39, "length": 5})
    [back], report = sent.back()
    assert back["annotations"][:2] == TWO["annotations"]
    values = [item["value"] for item in back["annotations"][2]["result"]]
    assert [(v["labels"], v["text"]) for v in values] == [
        (["Person"], "Alice Smith"),
        (["Place"], "Paris"),
    ]
    assert back["annotations"][2]["ground_truth"] is False
    assert report.problems["annotation-added"] == 1
    assert not report.has_errors


def test_a_consensus_that_was_emptied_becomes_an_empty_annotation(tmp_path: Path) -> None:
    sent = Sent(tmp_path, [TWO], annotations="consensus")
    sent.labels_of("task-1-text.txt").clear()
    [back], report = sent.back()
    assert back["annotations"] == [*TWO["annotations"], {"result": [], "ground_truth": False}]
    assert report.problems == {"annotation-added": 1}


def test_a_consensus_as_predictions_is_one_prediction(tmp_path: Path) -> None:
    [back], report = Sent(tmp_path, [TWO], annotations="consensus").back(written_as="predictions")
    [prediction] = back["predictions"]
    assert [item["value"]["text"] for item in prediction["result"]] == ["Alice Smith"]
    assert not report.problems


def test_an_empty_consensus_is_read_and_nothing_found(tmp_path: Path) -> None:
    sent = Sent(tmp_path, [task([CONTOSO], [PARIS])], annotations="consensus")
    assert sent.labels_of("task-1-text.txt") == []


@pytest.mark.parametrize("options", [{"annotations": "consensus"}, {"from_predictions": True}])
def test_the_configuration_made_knows_the_controls_of_all_answers(
    options: dict[str, Any], tmp_path: Path
) -> None:
    named = {"from_name": "ner", "to_name": "letter"}
    result = [ALICE | named, CONTOSO | named]
    sent = Sent(tmp_path, [task(result, result, predictions=[{"result": result}])], **options)
    sent.back()
    made = LabelConfig.parse((tmp_path / "back" / "label_config.xml").read_text("utf-8"))
    assert [(c.name, c.to_name) for c in made.controls] == [("ner", "letter")]
    assert {*made.categories} == {"Person", "Org"}


def test_a_changed_prediction_becomes_an_annotation(tmp_path: Path) -> None:
    scored = {**ALICE, "score": 0.8}
    predictions = [{"model_version": "v", "score": 0.8, "result": [scored, PARIS]}]
    sent = Sent(tmp_path, [task(predictions=predictions)], from_predictions="v")
    sent.labels_of("task-1-text.txt").pop()
    [back], report = sent.back()
    assert back["predictions"] == predictions
    [annotation] = back["annotations"]
    assert [item["value"]["text"] for item in annotation["result"]] == ["Alice Smith"]
    assert report.problems == {"annotation-added": 1}

"""Azure to Label Studio and back to Azure gives the same labels on the same documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixtures_of import Case, cases, covered, loaded
from spanbridge.bridge.convert import to_azure, to_label_studio

CASES = pytest.mark.parametrize(
    "case",
    [case for case in cases("azure") if not case.name.endswith("-label/source")],
    ids=lambda case: case.name,
)


@CASES
def test_documents_labels_languages_and_datasets_come_back(case: Case, tmp_path: Path) -> None:
    multilingual = loaded(case.reference)["metadata"]["multilingual"]
    _to_tasks(case, tmp_path)
    to_azure(
        tmp_path / "tasks" / "tasks.json",
        tmp_path / "azure",
        language="en-us",
        language_field="data.azure.language",
        include_unlabelled=True,
        multilingual=multilingual,
        label_config=tmp_path / "tasks" / "label_config.xml",
    )
    again = loaded(tmp_path / "azure" / "labels.json")
    assert _described(again) == _described(loaded(case.reference))
    assert again["assets"]["entities"] == loaded(case.reference)["assets"]["entities"]


@CASES
def test_texts_come_back_byte_for_byte(case: Case, tmp_path: Path) -> None:
    _to_tasks(case, tmp_path)
    to_azure(
        tmp_path / "tasks" / "tasks.json",
        tmp_path / "azure",
        language="en-us",
        include_unlabelled=True,
    )
    before = {file.name: file.read_bytes() for file in _texts(case).iterdir()}
    after = {f.name: f.read_bytes() for f in (tmp_path / "azure" / "documents").iterdir()}
    assert after == before


@CASES
def test_regions_cover_what_the_labels_cover(case: Case, tmp_path: Path) -> None:
    tasks = _to_tasks(case, tmp_path)
    labels = covered(case.reference, _texts(case))
    assert [task["data"]["azure"]["location"] for task in tasks] == [*labels]
    for task in tasks:
        text, results = task["data"]["text"], [a["result"] for a in task.get("annotations", [])]
        spans = [
            (*item["value"]["labels"], text[item["value"]["start"] : item["value"]["end"]])
            for result in results
            for item in result
        ]
        assert sorted(spans) == sorted(labels[task["data"]["azure"]["location"]])


def test_a_document_without_entities_is_a_task_without_annotation(tmp_path: Path) -> None:
    case = next(c for c in cases("azure") if c.name == "with-and-without-labels/source")
    tasks = {t["data"]["azure"]["location"]: t for t in _to_tasks(case, tmp_path)}
    assert "annotations" not in tasks["4.txt"]
    assert tasks["2.txt"]["annotations"] == [{"result": [], "ground_truth": False}]


def _to_tasks(case: Case, folder: Path) -> list[dict[str, Any]]:
    to_label_studio(case.source, folder / "tasks", texts=_texts(case))
    return loaded(folder / "tasks" / "tasks.json")


def _texts(case: Case) -> Path:
    return case.source.parent / "texts"


def _described(labels_file: dict[str, Any]) -> list[dict[str, Any]]:
    """Tell documents with labels in the order of the text and languages where none is named."""
    return [
        {
            "location": document["location"],
            "language": document.get("language", "en-us"),
            "dataset": document.get("dataset"),
            "labels": sorted(
                (label["offset"], label["length"], label["category"])
                for region in document.get("entities", [])
                for label in region["labels"]
            ),
        }
        for document in labels_file["assets"]["documents"]
    ]

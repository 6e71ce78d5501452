"""From Label Studio through a project in Azure and back: nothing is lost on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from azure_of import client, counted
from spanbridge import to_azure, to_label_studio

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "tests" / "fixtures" / "label-studio"
EXPORT = ROOT / "examples" / "incidents" / "export.json"


def there_and_back(server, folder: Path, source: Path, **options) -> list:
    """Convert, push, pull and convert back; return the tasks."""
    to_azure(source, folder / "azure", project_name="people", **options)
    with client(server, folder) as people:
        people.push(folder / "azure", allow_few=True)
        people.pull(folder / "pulled")
    pulled = folder / "pulled"
    to_label_studio(pulled / "labels.json", folder / "tasks", texts=pulled / "documents",
                    manifest_file=folder / "azure" / "manifest.jsonl")  # fmt: skip
    tasks: list = json.loads((folder / "tasks" / "tasks.json").read_bytes())
    return tasks


def test_incident_reports_in_their_languages_come_back_as_they_went(server, tmp_path):
    multilingual = {"language_field": "data.lang", "language": "en", "multilingual": True}
    tasks = there_and_back(server, tmp_path, EXPORT, split="80/20", **multilingual)
    assert tasks == json.loads(EXPORT.read_bytes())


@pytest.mark.parametrize("fixture", ["odd-characters", "plain", "predictions"])
def test_odd_texts_come_back_as_they_went(fixture, server, tmp_path):
    source = FIXTURES / fixture / "source.json"
    config = FIXTURES / fixture / "label_config.xml"
    tasks = there_and_back(server, tmp_path, source, language="en", label_config=config)
    assert tasks == json.loads(source.read_bytes())


def test_a_text_of_300_000_characters_goes_up_in_parts_and_comes_back_whole(server, tmp_path):
    text = "😀 Alice was here.\r\n" * 15_800
    start = text.rindex("Alice")
    value = {"start": start, "end": start + 5, "text": "Alice", "labels": ["Person"]}
    region = {"id": "a", "type": "labels", "from_name": "l", "to_name": "t", "value": value}
    task = {"id": 1, "data": {"t": text}, "annotations": [{"id": 2, "result": [region]}]}
    (tmp_path / "tasks.json").write_text(json.dumps([task]), encoding="utf-8")
    assert len(text) > 280_000
    tasks = there_and_back(server, tmp_path, tmp_path / "tasks.json", language="en")
    assert tasks == [task]


def test_which_annotations_trained_a_model_is_known(server, tmp_path):
    to_azure(EXPORT, tmp_path / "azure", project_name="people", language="en", split="80/20")
    with client(server, tmp_path) as people:
        people.push(tmp_path / "azure", allow_few=True)
        model = people.train().model
        found = people.lineage(model)
    made = {task["id"]: {one["id"] for one in task["annotations"]}
            for task in json.loads(EXPORT.read_bytes())}  # fmt: skip
    assert len(found.annotations) == found.documents == 200
    assert all(one.annotation in made[one.task] for one in found.annotations)
    assert all(one.updated for one in found.annotations)
    assert counted(server)["trainings"] == 1

"""Changed labels of a task with two texts go to the tags of their own text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixtures_of import case, loaded, written
from spanbridge.bridge.convert import to_azure, to_label_studio
from spanbridge.converters.label_studio.label_config import LabelConfig

BODY, HEADLINE = "task-231-body.txt", "task-231-headline.txt"


@pytest.mark.parametrize("configured", [False, True])
@pytest.mark.parametrize(
    ("location", "names"),
    [(BODY, ("body_label", "body_tag")), (HEADLINE, ("title_label", "title_tag"))],
)
def test_a_new_region_is_on_the_tag_of_its_own_text(
    location: str, names: tuple[str, str], *, configured: bool, tmp_path: Path
) -> None:
    source = case("label-studio", "two-texts/source")
    config = source.label_config if configured else None
    tasks = _with_a_label_on(location, source.source, config, tmp_path)
    result = {task["id"]: task["annotations"][0]["result"] for task in tasks}[231]
    [rome, new] = result
    assert rome == loaded(source.source)[1]["annotations"][0]["result"][0]
    assert (new["from_name"], new["to_name"]) == names
    assert new["value"]["labels"] == ["Person"]
    made = LabelConfig.parse((tmp_path / "back" / "label_config.xml").read_text("utf-8"))
    assert names in {(control.name, control.to_name) for control in made.controls}


def _with_a_label_on(
    location: str, source: Path, config: Path | None, folder: Path
) -> list[dict[str, Any]]:
    """Send the case to Azure, label the first three characters of a document, bring it back."""
    azure = folder / "azure"
    to_azure(source, azure, language="en-us", label_config=config)
    labels = loaded(azure / "labels.json")
    documents = {d["location"]: d for d in labels["assets"]["documents"]}
    documents[location]["entities"][0]["labels"].append(
        {"category": "Person", "offset": 0, "length": 3}
    )
    report = to_label_studio(
        written(azure / "labels.json", labels),
        folder / "back",
        texts=azure / "documents",
        manifest_file=azure / "manifest.jsonl",
        label_config=config,
    )
    assert report.problems == {"region-new": 1}
    return loaded(folder / "back" / "tasks.json")

"""Classified texts go to Label Studio and back, to Azure and back, with their choices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixtures_of import cases, loaded, written
from spanbridge.bridge.cli import run
from spanbridge.bridge.convert import to_azure, to_label_studio
from spanbridge.converters.label_studio.label_config import LabelConfig
from spanbridge.converters.problems import ProblemError

CASES = pytest.mark.parametrize(
    "case", [c for c in cases("azure") if c.name.endswith("-label/source")], ids=lambda c: c.name
)
CONFIG = """<View><Text name="body" value="$body"/>
<Choices name="kind" toName="body"><Choice value="Fire"/><Choice value="Hail"/></Choices></View>"""


def classified(labels_file: Any) -> list[tuple[str, str | None, list[str], bool]]:
    """Say of each document its name, its part, its categories, and whether it has a list."""
    return [
        (
            document["location"],
            document.get("dataset"),
            [one["category"] for one in document.get("classes", [document.get("class")]) if one],
            "classes" in document,
        )
        for document in labels_file["assets"]["documents"]
    ]


@CASES
def test_azure_to_label_studio_and_back(case: Any, tmp_path: Path) -> None:
    texts, kind = case.source.parent / "texts", case.source.parent.name
    to_label_studio(case.source, tmp_path / "tasks", texts=texts)
    xml = (tmp_path / "tasks" / "label_config.xml").read_text("utf-8")
    assert ('choice="single"' in xml) == (kind == "single-label")
    assert LabelConfig.parse(xml).categories_of(kind) == ("Fire", "Hail")
    to_azure(
        tmp_path / "tasks" / "tasks.json",
        tmp_path / "azure",
        language="en-us",
        kind=kind,
        include_unlabelled=True,
        label_config=tmp_path / "tasks" / "label_config.xml",
    )
    again, before = loaded(tmp_path / "azure" / "labels.json"), loaded(case.source)
    assert classified(again) == classified(before)
    for key in ("projectKind", "classes"):
        assert again["assets"][key] == before["assets"][key]
    assert again["metadata"]["projectKind"] == before["metadata"]["projectKind"]


def exported() -> list[dict[str, Any]]:
    """Make the tasks of a project that classifies texts and labels stretches of them."""
    region = {
        "id": "r", "from_name": "label", "to_name": "body", "type": "labels",
        "value": {"start": 3, "end": 8, "text": "burnt", "labels": ["Event"]},
    }  # fmt: skip
    chosen = {
        "id": "c", "from_name": "kind", "to_name": "body", "type": "choices",
        "value": {"choices": ["Fire"]},
    }  # fmt: skip
    return [
        {
            "id": 1,
            "data": {"body": "It burnt. 🔥"},
            "annotations": [{"id": 5, "result": [region, chosen]}],
        },
        {"id": 2, "data": {"body": "It hailed."}, "annotations": [{"id": 6, "result": []}]},
    ]


def sent(tmp_path: Path, kind: str = "multi-label") -> tuple[Path, Any]:
    """Convert the tasks to Azure; return the folder and the labels file."""
    to_azure(
        written(tmp_path / "export.json", exported()), tmp_path / "azure", language="en", kind=kind
    )
    return tmp_path / "azure", loaded(tmp_path / "azure" / "labels.json")


def back(tmp_path: Path, **problems: int) -> list[Any]:
    """Bring the tasks back with the manifest; return them, and expect these problems."""
    azure = tmp_path / "azure"
    report = to_label_studio(azure / "labels.json", tmp_path / "back", texts=azure / "documents",
                             manifest_file=azure / "manifest.jsonl", force=True)  # fmt: skip
    assert report.problems == {code.replace("_", "-"): n for code, n in problems.items()}
    return loaded(tmp_path / "back" / "tasks.json")


@pytest.mark.parametrize("kind", ["single-label", "multi-label"])
def test_unchanged_tasks_come_back_as_they_were(tmp_path: Path, kind: str) -> None:
    sent(tmp_path, kind)
    assert back(tmp_path) == exported()
    xml = (tmp_path / "back" / "label_config.xml").read_text("utf-8")
    [choices] = LabelConfig.parse(xml).choices
    assert (choices.name, choices.to_name) == ("kind", "body")


def test_changed_categories_change_the_choices_and_nothing_else(tmp_path: Path) -> None:
    azure, labels = sent(tmp_path)
    first, second = labels["assets"]["documents"]
    first["classes"], second["classes"] = [{"category": "Hail"}], [{"category": "Hail"}]
    written(azure / "labels.json", labels)
    one, two = (
        task["annotations"][0]["result"]
        for task in back(tmp_path, categories_changed=2, category_undeclared=1)
    )
    region, chosen = exported()[0]["annotations"][0]["result"]
    assert one == [region, {**chosen, "value": {"choices": ["Hail"]}}]
    [made] = two
    assert (made["type"], made["value"]) == ("choices", {"choices": ["Hail"]})
    assert (made["from_name"], made["to_name"]) == ("kind", "body")


def test_a_text_without_a_category_left_has_no_choice_left(tmp_path: Path) -> None:
    azure, labels = sent(tmp_path)
    labels["assets"]["documents"][0]["classes"] = []
    written(azure / "labels.json", labels)
    assert [
        item["type"] for item in back(tmp_path, categories_changed=1)[0]["annotations"][0]["result"]
    ] == ["labels"]


def test_two_categories_in_a_project_of_single_labels_are_told(tmp_path: Path) -> None:
    tasks = exported()
    tasks[0]["annotations"][0]["result"][1]["value"]["choices"] = ["Fire", "Hail"]
    report = to_azure(
        written(tmp_path / "e.json", tasks), tmp_path / "azure", language="en", kind="single-label"
    )
    assert report.problems["categories-several"] == 1
    assert report.has_errors


def test_a_configuration_of_another_kind_is_a_problem(tmp_path: Path) -> None:
    config = tmp_path / "config.xml"
    config.write_text(CONFIG, "utf-8")
    source = written(tmp_path / "e.json", exported())
    with pytest.raises(ProblemError, match="label-config-of-other-kind"):
        to_azure(source, tmp_path / "azure", language="en", label_config=config)


def test_from_the_command_line(tmp_path: Path) -> None:
    source, out = written(tmp_path / "e.json", exported()), tmp_path / "azure"
    command = ["convert", "to-azure", str(source), "--out", str(out), "--language", "en"]
    assert run([*command, "--kind", "single-label"]) == 0
    assert classified(loaded(out / "labels.json"))[0][2] == ["Fire"]

"""Labels whose names Azure does not take come back by their own names, changed or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fixtures_of import loaded, written
from spanbridge.bridge.convert import to_azure, to_label_studio
from tasks_of import region, task

TEXT = "Alice paid 5 EUR to Bob"
COST, RENAMED = "Cost (EUR)", "Cost _EUR_"


def brought_back(folder: Path, changed: dict[str, Any]) -> tuple[list[Any], dict[str, int]]:
    """Bring back changed labels; return the regions of the first task, and what is told."""
    azure = folder / "azure"
    report = to_label_studio(
        written(azure / "labels.json", changed),
        folder / "back",
        texts=azure / "documents",
        manifest_file=azure / "manifest.jsonl",
    )
    [first, *_] = loaded(folder / "back" / "tasks.json")
    return first["annotations"][0]["result"], dict(report.problems)


def sent(folder: Path) -> dict[str, Any]:
    entry = {"id": 1, **task(TEXT, region(TEXT, "Alice"), region(TEXT, "5 EUR", COST))}
    to_azure(written(folder / "tasks.json", [entry]), folder / "azure", language="en")
    return loaded(folder / "azure" / "labels.json")


def test_a_region_keeps_its_label_when_others_are_gone(tmp_path: Path) -> None:
    labels = sent(tmp_path)
    held = labels["assets"]["documents"][0]["entities"][0]["labels"]
    assert [label["category"] for label in held] == ["Person", RENAMED]
    del held[0]
    result, problems = brought_back(tmp_path, labels)
    assert [item["value"]["labels"] for item in result] == [[COST]]
    assert problems == {"region-gone": 1}


def test_a_new_span_of_the_category_gets_the_label_too(tmp_path: Path) -> None:
    labels = sent(tmp_path)
    held = labels["assets"]["documents"][0]["entities"][0]["labels"]
    held.append({"category": RENAMED, "offset": TEXT.index("Bob"), "length": 3})
    result, problems = brought_back(tmp_path, labels)
    found = {item["value"]["text"]: item["value"]["labels"] for item in result}
    assert found == {"Alice": ["Person"], "5 EUR": [COST], "Bob": [COST]}
    assert problems == {"region-new": 1}

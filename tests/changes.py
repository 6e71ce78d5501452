"""A project that is sent to Azure, whose labels are then changed by hand, and that comes back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from fixtures_of import loaded, written
from spanbridge.bridge.convert import to_azure, to_label_studio

FIRST = "😀 Alice Smith works at Contoso Ltd in Paris"
SECOND = "Bob sold Adatum to Trey Research"


def region(identifier: str, text: str, words: str, *labels: str, **more: Any) -> dict[str, Any]:
    """Make a region on the first place of some words."""
    start = text.index(words)
    value = {"start": start, "end": start + len(words), "text": words, "labels": [*labels]}
    head = {"id": identifier, "from_name": "label", "to_name": "text", "type": "labels"}
    return {**head, "origin": "manual", **more, "value": value}


def tasks() -> list[dict[str, Any]]:
    """Two tasks: the first with an overlap, a relation and results given to regions."""
    alice, contoso = ("alice", FIRST, "Alice Smith"), ("contoso", FIRST, "Contoso Ltd")
    rating = region(*alice)
    rating = {**rating, "from_name": "sure", "type": "rating"}
    rating["value"] = {**rating["value"], "rating": 4}
    first = [
        region(*alice, "Person", note="mine"),
        rating,
        region("smith", FIRST, "Smith", "Name"),
        region(*contoso, "Org"),
        region("paris", FIRST, "Paris", "Place"),
        {"from_id": "alice", "to_id": "contoso", "type": "relation", "direction": "right"},
        {"from_id": "contoso", "to_id": "paris", "type": "relation", "direction": "right"},
    ]
    second = [region("bob", SECOND, "Bob", "Person"), region("adatum", SECOND, "Adatum", "Org")]
    return [
        {
            "id": number,
            "data": {"text": text, "ref": f"mail {number}"},
            "annotations": [{"id": 10 + number, "completed_by": 7, "result": result}],
        }
        for number, text, result in ((1, FIRST, first), (2, SECOND, second))
    ]


class Project:
    """The folder of one test: `labels` is to be changed, `back` brings it back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.azure = folder / "azure"
        to_azure(written(folder / "source.json", tasks()), self.azure, language="en-us")
        self.labels = loaded(self.azure / "labels.json")
        self.problems: Counter[str] = Counter()

    def document(self, number: int) -> dict[str, Any]:
        """Return the labelled document of a task."""
        return self.labels["assets"]["documents"][number - 1]

    def labels_of(self, number: int) -> list[dict[str, Any]]:
        """Return the labels of a task's document, in the order of the text."""
        return self.document(number)["entities"][0]["labels"]

    def back(self, **options: Any) -> list[dict[str, Any]]:
        """Bring it back with the manifest."""
        report = to_label_studio(
            written(self.azure / "labels.json", self.labels),
            self.folder / "back",
            texts=self.azure / "documents",
            **{"manifest_file": self.azure / "manifest.jsonl"} | options,
        )
        self.problems = report.problems
        return loaded(self.folder / "back" / "tasks.json")

    def result(self, number: int, **options: Any) -> list[dict[str, Any]]:
        """Bring it back, and return the result of a task's only annotation."""
        [task] = [task for task in self.back(**options) if task.get("id") == number]
        [annotation] = task["annotations"]
        return annotation["result"]


def spans(result: list[dict[str, Any]], text: str = FIRST) -> dict[str, tuple[str, str]]:
    """Return what the regions of a result cover, and with which label, by their ids."""
    return {
        item["id"]: (
            item["value"]["labels"][0],
            text[item["value"]["start"] : item["value"]["end"]],
        )
        for item in result
        if item["type"] == "labels"
    }


def others(result: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Return the relations, by what they tie, and the other results, by what they are given to."""
    keys = ("type", "id", "from_id", "to_id")
    return [tuple(i[key] for key in keys if key in i) for i in result if i["type"] != "labels"]

"""Texts over 128,000 UTF-16 units are cut between spans, and joined on the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixtures_of import converted, covered, loaded, written
from spanbridge.bridge.convert import to_label_studio
from tasks_of import region, task

LIMIT = 128_000
LINE = "😀 Alice met Bob at Contoso Ltd.\r\n"


def long_task(text: str) -> dict[str, Any]:
    """Make a task with Alice labelled in every hundredth line, and at the end."""
    starts = [at * len(LINE) + 2 for at in range(0, len(text) // len(LINE), 100)]
    result = [
        region(text, "Alice") | {"id": f"r{start}"}
        | {"value": {"start": start, "end": start + 5, "text": "Alice", "labels": ["Person"]}}
        for start in starts
    ]  # fmt: skip
    return {"id": 1, **task(text, *result)}


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte-order mark"])
def test_a_long_text_is_cut_and_comes_back_whole(mark: str, tmp_path: Path) -> None:
    entry = long_task(LINE * 9_000)
    entry["data"]["text"] = mark + entry["data"]["text"]
    for item in entry["annotations"][0]["result"]:
        item["value"] |= {key: item["value"][key] + len(mark) for key in ("start", "end")}
    assert converted(written(tmp_path / "tasks.json", [entry]), tmp_path) == [entry]

    azure = tmp_path / "azure"
    files = sorted((azure / "documents").iterdir())
    texts = [file.read_bytes().decode() for file in files]
    assert mark + "".join(texts) == entry["data"]["text"]
    assert max(len(text.encode("utf-16-le")) // 2 for text in texts) <= LIMIT
    assert all(text.endswith("\n") for text in texts)
    assert len(files) == 3
    labels = [text for pairs in covered(azure / "labels.json", azure / "documents").values()
              for text in pairs]  # fmt: skip
    assert labels == [("Person", "Alice")] * 90


def test_the_pieces_of_a_text_are_in_the_same_part_and_language(tmp_path: Path) -> None:
    entry = long_task(LINE * 9_000)
    converted(written(tmp_path / "tasks.json", [entry]), tmp_path, split="50/50")
    documents = loaded(tmp_path / "azure" / "labels.json")["assets"]["documents"]
    assert len({(d["dataset"], d["language"]) for d in documents}) == 1
    report = loaded(tmp_path / "azure" / "report.json")
    assert [(p["code"], p["count"]) for p in report["problems"]] == [("text-cut", 1)]


def test_a_text_of_just_the_limit_stays_whole(tmp_path: Path) -> None:
    text = "😀" * (LIMIT // 2)
    entry = {"id": 1, **task(text, region(text, "😀"))}
    assert converted(written(tmp_path / "tasks.json", [entry]), tmp_path) == [entry]
    assert [file.name for file in (tmp_path / "azure" / "documents").iterdir()] == [
        "task-1-text.txt"
    ]


def test_no_cut_goes_through_a_span(tmp_path: Path) -> None:
    text = "x" * (LIMIT - 3) + " Alice Smith " + "x" * 1_000
    entry = {"id": 1, **task(text, region(text, "Alice Smith"))}
    assert converted(written(tmp_path / "tasks.json", [entry]), tmp_path) == [entry]
    found = covered(tmp_path / "azure" / "labels.json", tmp_path / "azure" / "documents")
    assert [*found.values()] == [[], [("Person", "Alice Smith")]]


def test_a_piece_that_is_gone_leaves_the_task_out(tmp_path: Path) -> None:
    source = written(tmp_path / "tasks.json", [long_task(LINE * 9_000)])
    converted(source, tmp_path / "once")
    azure = tmp_path / "once" / "azure"
    labels = loaded(azure / "labels.json")
    del labels["assets"]["documents"][1]
    written(azure / "labels.json", labels)
    report = to_label_studio(
        azure / "labels.json",
        tmp_path / "back",
        texts=azure / "documents",
        manifest_file=azure / "manifest.jsonl",
    )
    assert report.problems == {"document-gone": 1}
    assert loaded(tmp_path / "back" / "tasks.json") == []


def test_a_part_never_takes_the_name_of_another_document(tmp_path: Path) -> None:
    name = {"azure": {"location": "a.part-002.txt", "language": "en"}}
    short = task("Bob left", region("Bob left", "Bob"), **name)
    long = task(LINE * 5_000, **name | {"azure": {"location": "a.txt", "language": "en"}})
    for number, entries in enumerate([[long, short], [short, long]]):
        folder = tmp_path / str(number)
        folder.mkdir()
        source = written(folder / "tasks.json", entries)
        assert converted(source, folder) == entries
        names = sorted(file.name for file in (folder / "azure" / "documents").iterdir())
        assert len(names) == 3

"""The split: drawn by hashes, groups together, kept from run to run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixtures_of import loaded, written
from spanbridge.bridge.convert import to_azure
from tasks_of import region, task


def tasks(count: int, pages: int = 4) -> list[dict[str, Any]]:
    """Make tasks that are pages of files."""
    texts = [f"Alice wrote page {number}" for number in range(count)]
    return [
        {"id": n, **task(text, region(text, "Alice"), file={"name": f"file {n // pages}"})}
        for n, text in enumerate(texts)
    ]


def parts(folder: Path, entries: list[dict[str, Any]], **options: Any) -> dict[str, str | None]:
    """Convert tasks; return the dataset of each document."""
    source = written(folder / "tasks.json", entries)
    to_azure(source, folder / "azure", language="en-us", **options)
    documents = loaded(folder / "azure" / "labels.json")["assets"]["documents"]
    return {document["location"]: document.get("dataset") for document in documents}


def test_without_a_split_documents_have_no_dataset(tmp_path: Path) -> None:
    assert {*parts(tmp_path, tasks(8)).values()} == {None}


def test_shares_are_about_what_was_asked_for(tmp_path: Path) -> None:
    found = parts(tmp_path, tasks(400), split="75/25")
    assert 70 < list(found.values()).count("Test") < 130
    assert {*found.values()} == {"Train", "Test"}


@pytest.mark.parametrize(("split", "part"), [("100/0", "Train"), ("0/100", "Test")])
def test_all_may_go_to_one_part(split: str, part: str, tmp_path: Path) -> None:
    assert {*parts(tmp_path, tasks(50), split=split).values()} == {part}


def test_documents_that_are_added_move_no_other(tmp_path: Path) -> None:
    before = parts(tmp_path / "a", tasks(40), split="50/50")
    after = parts(tmp_path / "b", tasks(80)[::-1], split="50/50")
    assert before.items() <= after.items()


def test_pages_of_a_group_stay_together(tmp_path: Path) -> None:
    found = parts(tmp_path, tasks(200), split="50/50", group_by="data.file.name")
    groups = [{found[f"task-{n}-text.txt"] for n in range(g * 4, g * 4 + 4)} for g in range(50)]
    assert {len(group) for group in groups} == {1}
    assert {part for group in groups for part in group} == {"Train", "Test"}


def test_texts_alone_do_not_keep_pages_together(tmp_path: Path) -> None:
    found = parts(tmp_path, tasks(200), split="50/50")
    groups = [{found[f"task-{n}-text.txt"] for n in range(g * 4, g * 4 + 4)} for g in range(50)]
    assert {len(group) for group in groups} == {1, 2}


def test_a_new_run_with_force_keeps_every_document_in_its_part(tmp_path: Path) -> None:
    before = parts(tmp_path, tasks(60), split="50/50")
    entries = tasks(60)
    for entry in entries:
        entry["data"]["text"] += ", and more"
    after = parts(tmp_path, entries, split="20/80", force=True)
    assert after == before
    assert {*before.values()} == {"Train", "Test"}


def test_the_part_stands_in_the_manifest(tmp_path: Path) -> None:
    found = parts(tmp_path, tasks(20), split="50/50")
    lines = (tmp_path / "azure" / "manifest.jsonl").read_text("utf-8").splitlines()
    for line, (name, part) in zip(lines, found.items(), strict=True):
        assert f'"name":"{name}"' in line
        assert f'"split":"{part}"' in line


def test_a_dataset_of_azure_comes_before_the_shares(tmp_path: Path) -> None:
    entries = tasks(20)
    for entry in entries:
        entry["data"]["azure"] = {"dataset": "Test"}
    assert {*parts(tmp_path, entries, split="100/0").values()} == {"Test"}


@pytest.mark.parametrize("split", ["80", "80/30", "-1/101", "a/b", "80:20"])
def test_shares_that_are_none_write_nothing(split: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="100"):
        parts(tmp_path, tasks(1), split=split)
    assert not (tmp_path / "azure").exists()

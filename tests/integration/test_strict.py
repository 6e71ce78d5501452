"""`strict` writes nothing if anything has to be left out; warnings leave nothing out."""

from __future__ import annotations

from pathlib import Path

import pytest
from changes import Project
from fixtures_of import written
from spanbridge.bridge.convert import to_azure
from tasks_of import ALICE, region, task

BROKEN = task("Bob", region("Bob", "Bob", text="Zoë"))
BLANK = task("Bob left", region("Bob left", "Bob ", text="Bob"))


def test_an_error_writes_nothing_at_all(tmp_path: Path) -> None:
    source = written(tmp_path / "tasks.json", [ALICE, BROKEN])
    report = to_azure(source, tmp_path / "azure", language="en", strict=True)
    assert report.has_errors
    assert report.problems == {"text-mismatch": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["tasks.json"]


def test_without_strict_the_rest_is_written(tmp_path: Path) -> None:
    source = written(tmp_path / "tasks.json", [ALICE, BROKEN])
    report = to_azure(source, tmp_path / "azure", language="en")
    assert report.has_errors
    assert len([*(tmp_path / "azure" / "documents").iterdir()]) == 2


def test_warnings_write_everything(tmp_path: Path) -> None:
    source = written(tmp_path / "tasks.json", [ALICE, BLANK])
    report = to_azure(source, tmp_path / "azure", language="en", strict=True)
    assert not report.has_errors
    assert report.problems == {"span-trimmed": 1}
    assert (tmp_path / "azure" / "labels.json").exists()


def test_the_way_back_is_strict_too(tmp_path: Path) -> None:
    project = Project(tmp_path)
    del project.labels["assets"]["documents"][0]
    written(project.azure / "labels.json", project.labels)
    with pytest.raises(FileNotFoundError, match=r"tasks\.json"):
        project.back(strict=True)
    assert not (tmp_path / "back").exists()

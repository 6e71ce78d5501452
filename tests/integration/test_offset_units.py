"""Exports of Label Studio 1.3 and older, whose offsets count UTF-16 units, come back in points."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from fixtures_of import case, converted, covered, loaded, written
from spanbridge.bridge.convert import to_azure, to_label_studio
from spanbridge.converters.report import Report

OLD = case("label-studio", "old-units/source")


def in_points(tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Recount what the fixture says by nothing but Python's own codec."""
    tasks = copy.deepcopy(tasks)
    for task in tasks:
        units = task["data"]["body"].encode("utf-16-le")
        for answer in (*task["annotations"], *task["predictions"]):
            for value in [item["value"] for item in answer["result"] if "value" in item]:
                for key in ("start", "end"):
                    value[key] = len(units[: 2 * value[key]].decode("utf-16-le"))
    return tasks


def test_all_comes_back_in_code_points_and_otherwise_to_the_letter(tmp_path: Path) -> None:
    source = loaded(OLD.source)
    expected = in_points(source)
    assert expected != source
    assert converted(OLD.source, tmp_path) == expected


def test_which_unit_and_why_is_told(tmp_path: Path) -> None:
    report = to_azure(OLD.source, tmp_path / "azure", language="en")
    [told] = report.examples["offsets-utf16"]
    assert told.where == "source.json"
    assert " 7 regions" in told.cause
    assert " 0 in code points" in told.cause
    assert not report.has_errors


def test_a_changed_label_is_merged_in_code_points(tmp_path: Path) -> None:
    azure = tmp_path / "azure"
    to_azure(OLD.source, azure, language="en", overlaps="keep")
    labels = loaded(azure / "labels.json")
    document = labels["assets"]["documents"][2]
    gone = document["entities"][0]["labels"].pop()
    assert gone["category"] == "Place"
    report = to_label_studio(
        written(azure / "labels.json", labels),
        tmp_path / "back",
        texts=azure / "documents",
        manifest_file=azure / "manifest.jsonl",
    )
    assert report.problems == {"region-gone": 1}
    expected = in_points(loaded(OLD.source))
    result = expected[2]["annotations"][0]["result"]
    result[:] = [i for i in result if i.get("value", {}).get("labels") != ["Place"]]
    assert loaded(tmp_path / "back" / "tasks.json") == expected


def test_taken_for_code_points_they_are_told_not_to_fit(tmp_path: Path) -> None:
    report = converted_report(tmp_path, offset_unit="code-points")
    assert report.problems == {
        "text-mismatch": 6,
        "offset-out-of-range": 1,
        "relation-kept": 1,
        "result-kept": 2,
    }


def test_the_unit_may_be_given(tmp_path: Path) -> None:
    report = converted_report(tmp_path, offset_unit="utf-16")
    assert not report.has_errors
    assert "offsets-utf16" not in report.problems
    labels = covered(tmp_path / "azure" / "labels.json", tmp_path / "azure" / "documents")
    assert ("Org", "Trey 🏢") in labels["task-802-body.txt"]


@pytest.mark.parametrize("unit", ["auto", "utf-16"])
def test_several_files_have_each_its_own_unit(unit: Any, tmp_path: Path) -> None:
    now = written(tmp_path / "now.json", in_points(loaded(OLD.source)))
    report = to_azure([OLD.source, now], tmp_path / "azure", language="en", offset_unit=unit)
    assert report.problems["text-mismatch"] == (0 if unit == "auto" else 7)


def converted_report(folder: Path, **options: Any) -> Report:
    return to_azure(OLD.source, folder / "azure", language="en", overlaps="keep", **options)

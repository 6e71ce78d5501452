"""Label Studio to Azure and back gives the same tasks again, but for what is listed as lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixtures_of import Case, case, cases, converted, covered, held, loaded
from spanbridge.converters.label_studio.label_config import LabelConfig

ROUND_TRIP = [
    "browser-hypertext/source",
    "browser-paragraphs/source",
    "browser-text/source",
    "by-url/source",
    "in-bulk/source",
    "odd-characters/source",
    "plain/source",
    "predictions/source",
    "several-annotators/source",
    "two-labels-tags/source",
    "two-texts/source",
]

_MIN = "JSON_MIN has no region ids and no to_name; rows come back as tasks with annotations"
_TABLE = "a table has no types either: all data come as strings"
_BLOBS = "annotations with a task inside come back as tasks with annotations"
_UNITS = "offsets that counted UTF-16 units come back in code points, as they count now"
ONE_WAY = {
    "bare/source": "a bare task, {'text': ...}, comes back as {'data': {'text': ...}}",
    "odd-characters/source-blobs": _BLOBS,
    "odd-characters/source-csv": _TABLE,
    "odd-characters/source-min": _MIN,
    "odd-characters/source-tsv": _TABLE,
    "old-units/source": _UNITS,
    "old-units/source-csv": _UNITS,
    "old-units/source-min": _UNITS,
    "plain/source-blobs": _BLOBS,
    "plain/source-csv": _TABLE,
    "plain/source-min": _MIN,
    "plain/source-tsv": _TABLE,
    "several-annotators/source-blobs": _BLOBS,
    "several-annotators/source-min": _MIN,
}


def test_every_case_is_listed_once() -> None:
    assert sorted([*ROUND_TRIP, *ONE_WAY]) == sorted(c.name for c in cases("label-studio"))


@pytest.mark.parametrize("name", ROUND_TRIP)
@pytest.mark.parametrize("overlaps", ["longest", "first", "keep"])
def test_every_task_id_and_region_comes_back(name: str, overlaps: str, tmp_path: Path) -> None:
    source = case("label-studio", name).source
    assert converted(source, tmp_path, overlaps=overlaps) == loaded(source)


@pytest.mark.parametrize("name", ROUND_TRIP)
def test_unlabelled_tasks_that_were_sent_come_back_as_they_were(name: str, tmp_path: Path) -> None:
    source = case("label-studio", name).source
    assert converted(source, tmp_path, include_unlabelled=True) == loaded(source)


@pytest.mark.parametrize("name", ROUND_TRIP)
def test_a_given_configuration_comes_back_to_the_letter(name: str, tmp_path: Path) -> None:
    from_case = case("label-studio", name)
    tasks = converted(from_case.source, tmp_path, label_config=from_case.label_config)
    assert tasks == loaded(from_case.source)
    back = tmp_path / "back" / "label_config.xml"
    assert back.read_bytes() == from_case.label_config.read_bytes()


@pytest.mark.parametrize("name", ROUND_TRIP)
def test_the_configuration_made_has_the_controls_tags_and_labels_of_the_regions(
    name: str, tmp_path: Path
) -> None:
    tasks = converted(case("label-studio", name).source, tmp_path)
    made = LabelConfig.parse((tmp_path / "back" / "label_config.xml").read_text("utf-8"))
    given = LabelConfig.parse(case("label-studio", name).label_config.read_text("utf-8"))
    labels = {(c.name, c.to_name): {label.saved for label in c.labels} for c in made.controls}
    for region in _regions(tasks):
        assert {*region["value"]["labels"]} <= labels[region["from_name"], region["to_name"]]
        assert made.field_of(region["to_name"]) == given.field_of(region["to_name"])


@pytest.mark.parametrize("name", ONE_WAY)
def test_what_is_lost_one_way_is_no_text_and_no_span(name: str, tmp_path: Path) -> None:
    source = case("label-studio", name)
    tasks = converted(source.source, tmp_path)
    assert tasks != held(source.source), f"{name} belongs to ROUND_TRIP now"
    assert _texts(tasks) == _texts(held(source.source))
    again = converted(tmp_path / "back" / "tasks.json", tmp_path / "again")
    assert again == tasks, "what came back once is a JSON export, and they come back exactly"
    assert _covered(tmp_path / "again") == _covered(tmp_path)


@pytest.mark.parametrize("name", [n for n, why in ONE_WAY.items() if why is _MIN])
def test_rows_come_back_with_their_ids_annotators_and_values(name: str, tmp_path: Path) -> None:
    rows = loaded(case("label-studio", name).source)
    tasks = converted(case("label-studio", name).source, tmp_path)
    annotations = {a["id"]: (t, a) for t in tasks for a in t["annotations"]}
    for row in rows:
        if row["annotation_id"] is None:
            continue
        task, annotation = annotations[row["annotation_id"]]
        assert task["id"] == row["id"]
        assert annotation["completed_by"] == row["annotator"]
        assert [item["value"] for item in annotation["result"]] == row.get("label", [])
        assert all(item["id"] and item["to_name"] for item in annotation["result"])


@pytest.mark.parametrize("from_case", cases("label-studio"), ids=lambda c: c.name)
def test_labels_cover_what_the_regions_cover(from_case: Case, tmp_path: Path) -> None:
    """By UTF-16 slices of the files, and by nothing of the converter's own."""
    converted(from_case.source, tmp_path, overlaps="keep")
    found = sorted(sorted(map(list, labels)) for labels in _covered(tmp_path).values())
    expected = [_unique(row["spans"]) for row in from_case.expected]
    assert found == sorted(expected)


@pytest.mark.parametrize("name", ROUND_TRIP)
def test_without_a_manifest_all_that_azure_holds_comes_back(name: str, tmp_path: Path) -> None:
    tasks = converted(case("label-studio", name).source, tmp_path, manifest=False, overlaps="keep")
    labels = _covered(tmp_path)
    assert {t["data"]["azure"]["location"] for t in tasks} == labels.keys()
    for task in tasks:
        text, location = task["data"]["text"], task["data"]["azure"]["location"]
        assert (tmp_path / "azure" / "documents" / location).read_bytes() == text.encode()
        values = [item["value"] for item in task["annotations"][0]["result"]]
        spans = [(*v["labels"], text[v["start"] : v["end"]]) for v in values]
        assert spans == labels[location]
        assert all(v["text"] == text[v["start"] : v["end"]] for v in values)


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    sources = [c.source for c in cases("label-studio") if c.name in ROUND_TRIP]
    for run in ("one", "two"):
        converted(sources, tmp_path / run, project_name="people", split="80/20")
    files = [file for file in (tmp_path / "one").rglob("*") if file.is_file()]
    assert len(files) > 40
    for file in files:
        again = tmp_path / "two" / file.relative_to(tmp_path / "one")
        assert file.read_bytes() == again.read_bytes(), file.name


def _covered(folder: Path) -> dict[str, list[tuple[str, str]]]:
    return covered(folder / "azure" / "labels.json", folder / "azure" / "documents")


def _unique(spans: list[list[str]]) -> list[list[str]]:
    """Pass over the pair in the same place (Adatum), of which Azure is sent one."""
    return sorted(map(list, {(label, text) for label, text in spans}))


def _texts(tasks: list[dict[str, Any]]) -> list[str]:
    """Return the texts of tasks or rows, once for each task."""
    ids = {task.get("id", number): task for number, task in enumerate(tasks)}
    data = [task.get("data", task) for task in ids.values()]
    return [each.get("text") or each["body"] for each in data]


def _regions(tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    answers = [a for t in tasks for a in t.get("annotations", []) if not a.get("was_cancelled")]
    return [item for a in answers for item in a["result"] if item["type"] == "labels"]

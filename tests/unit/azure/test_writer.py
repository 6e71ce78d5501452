"""labels.json is what Azure imports: complete, exact, its names within the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixtures_of import converted, covered, loaded, written
from spanbridge.bridge.convert import to_azure
from spanbridge.converters.problems import ProblemError
from spanbridge.converters.report import Report
from tasks_of import ALICE, region, task

NUMBERED = {"id": 1, **ALICE}


def azure(folder: Path, *tasks: Any, **options: Any) -> tuple[dict[str, Any], Report]:
    """Write tasks to Azure; return the labels file, and the report."""
    source = written(folder / "tasks.json", [*tasks])
    report = to_azure(source, folder / "azure", **{"language": "en-us"} | options)
    return loaded(folder / "azure" / "labels.json"), report


def locations(labels: dict[str, Any]) -> list[str]:
    return [document["location"] for document in labels["assets"]["documents"]]


def categories(labels: dict[str, Any]) -> list[str]:
    return [entity["category"] for entity in labels["assets"]["entities"]]


def test_the_envelope_is_complete(tmp_path: Path) -> None:
    labels, report = azure(
        tmp_path, NUMBERED, project_name="people", description="who", multilingual=True
    )
    documents = labels["assets"].pop("documents")
    assert labels == {
        "projectFileVersion": "2022-05-01",
        "stringIndexType": "Utf16CodeUnit",
        "metadata": {
            "projectKind": "CustomEntityRecognition",
            "storageInputContainerName": "people",
            "projectName": "people",
            "language": "en-us",
            "multilingual": True,
            "description": "who",
            "settings": {},
        },
        "assets": {
            "projectKind": "CustomEntityRecognition",
            "entities": [{"category": "Person"}],
        },
    }
    assert [document["language"] for document in documents] == ["en-us"]
    assert not report.problems


def test_a_document_has_one_region_of_its_utf16_length(tmp_path: Path) -> None:
    text = "😀 Alice\r\n👩\u200d💻"
    labels, _ = azure(tmp_path, {"id": 1, **task(text, region(text, "Alice"))})
    [entity] = labels["assets"]["documents"][0]["entities"]
    assert entity["regionOffset"] == 0
    assert entity["regionLength"] == len(text.encode("utf-16-le")) // 2
    file = tmp_path / "azure" / "documents" / "task-1-text.txt"
    assert file.read_bytes() == text.encode()


def test_a_byte_order_mark_at_the_start_is_left_out_and_told(tmp_path: Path) -> None:
    text = "\ufeffAlice left"
    _, report = azure(tmp_path, {"id": 1, **task(text, region(text, "\ufeffAlice"))})
    folder = tmp_path / "azure"
    assert (folder / "documents" / "task-1-text.txt").read_bytes() == b"Alice left"
    found = covered(folder / "labels.json", folder / "documents")
    assert found == {"task-1-text.txt": [("Person", "Alice")]}
    assert report.problems == {"text-mark-removed": 1, "span-trimmed": 1}
    assert converted(tmp_path / "tasks.json", tmp_path / "again")[0]["data"]["text"] == text


def test_another_version_container_and_no_texts_if_asked_for(tmp_path: Path) -> None:
    labels, _ = azure(
        tmp_path, NUMBERED, project_file_version="2023-04-01", container="abc", write_texts=False
    )
    assert labels["projectFileVersion"] == "2023-04-01"
    assert labels["metadata"]["storageInputContainerName"] == "abc"
    assert not (tmp_path / "azure" / "documents").exists()


@pytest.mark.parametrize("name", ["a b", "x" * 51, "ä", "a/b"])
def test_a_name_that_no_project_can_have_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="project"):
        azure(tmp_path, NUMBERED, project_name=name)
    assert not (tmp_path / "azure").exists()


def test_no_task_makes_a_labels_file_without_documents(tmp_path: Path) -> None:
    labels, report = azure(tmp_path)
    assert (labels["assets"]["documents"], labels["assets"]["entities"]) == ([], [])
    assert not report.problems


def test_a_label_that_azure_does_not_take_is_renamed_and_comes_back(tmp_path: Path) -> None:
    text = "Alice paid 5 EUR"
    tasks = [{"id": 1, **task(text, region(text, "5 EUR", "Cost (EUR)"), region(text, "Alice"))}]
    source = written(tmp_path / "tasks.json", tasks)
    assert converted(source, tmp_path) == tasks
    labels = loaded(tmp_path / "azure" / "labels.json")
    assert categories(labels) == ["Cost _EUR_", "Person"]
    report = loaded(tmp_path / "azure" / "report.json")
    assert [problem["code"] for problem in report["problems"]] == ["category-renamed"]


def test_two_labels_that_would_become_one_category_are_refused(tmp_path: Path) -> None:
    text = "Alice paid 5 EUR"
    regions = [region(text, "5", "a#"), region(text, "EUR", "a?")]
    with pytest.raises(ProblemError) as caught:
        azure(tmp_path, task(text, *regions))
    assert caught.value.problem.code == "category-collision"
    assert not (tmp_path / "azure").exists()


def test_categories_of_the_configuration_come_first_in_its_order(tmp_path: Path) -> None:
    config = tmp_path / "config.xml"
    config.write_text(
        '<View><Labels name="label" toName="text"><Label value="Z"/><Label value="Person"/>'
        '<Label value="B"/></Labels><Text name="text" value="$text"/></View>'
    )
    other = task("Bob", region("Bob", "Bob", "A"))
    labels, _ = azure(tmp_path, NUMBERED, other, label_config=config)
    assert categories(labels) == ["Z", "Person", "B", "A"]


def test_two_sources_with_the_same_task_ids_keep_their_documents_apart(tmp_path: Path) -> None:
    other = {"id": 1, **task("Bob", region("Bob", "Bob"))}
    sources = [
        written(tmp_path / name / "tasks.json", [entry])
        for name, entry in (("a", NUMBERED), ("b", other))
    ]
    assert converted(sources, tmp_path) == [NUMBERED, other]
    azure = tmp_path / "azure"
    found = covered(azure / "labels.json", azure / "documents")
    assert [*found.values()] == [[("Person", "Alice")], [("Person", "Bob")]]


def test_the_same_document_twice_is_told_and_kept_once(tmp_path: Path) -> None:
    labels, report = azure(tmp_path, NUMBERED, NUMBERED, NUMBERED)
    assert len(locations(labels)) == len(set(locations(labels))) == 2
    assert report.problems == {"document-twice": 1}
    back = converted(tmp_path / "tasks.json", tmp_path / "again")
    assert back == [NUMBERED] * 3


@pytest.mark.parametrize("location", ["../../x.txt", "a/b.txt", "con.txt", "x.pdf", "\u202ex.txt"])
def test_an_unsafe_name_is_replaced_by_the_hash_of_the_text(location: str, tmp_path: Path) -> None:
    data = {"text": "Alice left", "azure": {"location": location}}
    labels, report = azure(tmp_path, {**ALICE, "data": data})
    [name] = locations(labels)
    assert name.startswith("text-")
    assert [file.name for file in (tmp_path / "azure" / "documents").iterdir()] == [name]
    assert report.problems == {"name-replaced": 1}


def test_overlaps_can_be_refused_document_by_document(tmp_path: Path) -> None:
    clash = task("Alice left", region("Alice left", "Alice"), region("Alice left", "lic", "Part"))
    labels, report = azure(tmp_path, NUMBERED, {"id": 2, **clash}, overlaps="error")
    assert locations(labels) == ["task-1-text.txt"]
    assert report.problems == {"spans-overlap": 1}


@pytest.mark.parametrize(("multilingual", "told"), [(False, 1), (True, 0)])
def test_several_languages_are_told_unless_the_project_takes_them(
    told: int, *, multilingual: bool, tmp_path: Path
) -> None:
    tasks = [task("Bob", region("Bob", "Bob"), lang=lang) for lang in ("de", "de-ch")]
    _, report = azure(
        tmp_path, *tasks, language_field="lang", multilingual=multilingual, language=None
    )
    assert report.problems["languages-differ"] == told

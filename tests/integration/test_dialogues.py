"""Dialogues on Paragraphs go to Azure and back, in the units of their tag."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fixtures_of import covered, loaded, written
from spanbridge.bridge.convert import to_azure, to_label_studio
from spanbridge.converters.label_studio.label_config import LabelConfig
from spanbridge.converters.report import Report

SAID = ("Hi 😀 Alice, how are you?", "Fine\r\nat  Contoso.", "Paris!")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def region(number: int, words: str, label: str, identifier: str) -> dict[str, Any]:
    """Make a region on the first place of some words in a paragraph."""
    offset = units(SAID[number][: SAID[number].index(words)])
    return {
        "id": identifier, "from_name": "label", "to_name": "talk", "type": "paragraphlabels",
        "value": {"start": str(number), "end": str(number), "startOffset": offset,
                  "endOffset": offset + units(words), "text": words, "paragraphlabels": [label]},
    }  # fmt: skip


def export() -> list[dict[str, Any]]:
    """Make an export of one task."""
    result = [region(0, "Alice", "Person", "a"), region(1, "Contoso", "Org", "b")]
    data = {"talk": [{"author": "x", "text": text} for text in SAID], "n": 1}
    return [{"id": 7, "data": data, "annotations": [{"id": 3, "result": result}]}]


def sent(tmp_path: Path) -> Path:
    """Convert the export to Azure."""
    source = written(tmp_path / "export.json", export())
    report = to_azure(source, tmp_path / "azure", language="en")
    assert not report.problems
    return tmp_path / "azure"


def back(tmp_path: Path, **options: Any) -> tuple[list[Any], Report]:
    """Bring the tasks back."""
    azure = tmp_path / "azure"
    report = to_label_studio(
        azure / "labels.json", tmp_path / "back", texts=azure / "documents",
        manifest_file=azure / "manifest.jsonl", **options,
    )  # fmt: skip
    return loaded(tmp_path / "back" / "tasks.json"), report


def test_labels_cover_the_words_in_the_text_of_all_paragraphs(tmp_path: Path) -> None:
    azure = sent(tmp_path)
    assert covered(azure / "labels.json", azure / "documents") == {
        "task-7-talk.txt": [("Person", "Alice"), ("Org", "Contoso")]
    }
    text = (azure / "documents" / "task-7-talk.txt").read_bytes().decode()
    assert text == "\n".join(SAID)


def test_unchanged_tasks_come_back_as_they_were(tmp_path: Path) -> None:
    sent(tmp_path)
    tasks, report = back(tmp_path)
    assert tasks == export()
    assert not report.problems


def test_new_labels_become_regions_of_the_tag(tmp_path: Path) -> None:
    azure = sent(tmp_path)
    labels = loaded(azure / "labels.json")
    [document] = labels["assets"]["documents"]
    found = document["entities"][0]["labels"]
    text = "\n".join(SAID)
    found[0] = {"category": "Org", "offset": units(text[: text.index("Paris")]), "length": 5}
    written(azure / "labels.json", labels)
    [task], report = back(tmp_path)
    kept, new = task["annotations"][0]["result"]
    assert kept == export()[0]["annotations"][0]["result"][1]
    assert new | {"id": ""} == region(2, "Paris", "Org", "")
    assert report.problems == {"region-gone": 1, "region-new": 1}
    config = LabelConfig.parse((tmp_path / "back" / "label_config.xml").read_text("utf-8"))
    assert config.objects[0].layout == ("Paragraphs", "text")
    assert config.controls[0].kind == "ParagraphLabels"


def test_predictions_count_in_the_units_of_the_tag(tmp_path: Path) -> None:
    sent(tmp_path)
    [task], _ = back(tmp_path, written_as="predictions")
    [prediction] = task["predictions"]
    assert prediction["result"] == export()[0]["annotations"][0]["result"]
    assert task["data"] == export()[0]["data"]


def test_a_text_that_was_changed_can_not_be_laid_out_again(tmp_path: Path) -> None:
    azure = sent(tmp_path)
    (azure / "documents" / "task-7-talk.txt").write_bytes(
        "\n".join(SAID).replace("Fine", "Good").encode()
    )
    tasks, report = back(tmp_path)
    assert tasks == []
    assert report.problems == {"layout-changed": 1}


def test_what_a_tag_can_not_show_is_told(tmp_path: Path) -> None:
    tasks = export()
    config = tmp_path / "config.xml"
    config.write_text(
        '<View><Paragraphs name="talk" value="$n"/><ParagraphLabels name="label" toName="talk">'
        '<Label value="Person"/></ParagraphLabels></View>'
    )
    source = written(tmp_path / "export.json", tasks)
    report = to_azure(source, tmp_path / "azure", language="en", label_config=config)
    assert report.problems["layout-unreadable"] == 1
    by_url = config.read_text().replace('value="$n"', 'value="$talk" valueType="url"')
    config.write_text(by_url)
    report = to_azure(source, tmp_path / "azure2", language="en", label_config=config)
    assert report.problems["layout-by-url"] == 1

"""Spans that `convert to-label-studio` writes are highlighted on exactly their characters."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from end_to_end.annotating import Highlight, highlights, open_task, without_line_ends
from end_to_end.commands import spanbridge
from end_to_end.label_studio import LabelStudio
from end_to_end.texts import TEXTS
from fixtures_of import loaded, written
from labels_of import document, label, labels_file


class Imported(NamedTuple):
    """A project, and its tasks by the names of their texts."""

    project: int
    tasks: dict[str, int]


def as_azure_has_it(text: str) -> str:
    """A file can't begin with U+FEFF: there it is a byte-order mark."""
    return text.removeprefix("\ufeff")


def azure_project(folder: Path) -> Path:
    """Write a labels file and its texts with nothing of spanbridge; return the file."""
    (folder / "texts").mkdir()
    documents = []
    for name, (whole, words) in TEXTS.items():
        text = as_azure_has_it(whole)
        location = f"{name}.txt"
        (folder / "texts" / location).write_bytes(text.encode())
        labels = [label(word, category, text=text) for category, word in words]
        units = len(text.encode("utf-16-le")) // 2
        region = {"regionOffset": 0, "regionLength": units, "labels": labels}
        documents.append(document(location=location, entities=[region]))
    file = labels_file(*documents)
    file["assets"]["entities"] = [{"category": "Person"}, {"category": "Org"}]
    return written(folder / "labels.json", file)


def imported(folder: Path, written_as: str, server: LabelStudio) -> Imported:
    """Convert the texts, and import the tasks with the configuration that comes with them."""
    labels, tasks = azure_project(folder), folder / "tasks"
    options = ["--texts", folder / "texts", "--as", written_as, "--out", tasks]
    spanbridge("convert", "to-label-studio", labels, *options)
    config = (tasks / "label_config.xml").read_text("utf-8")
    project = server.api.project(config, f"Converted {written_as}")
    made = loaded(tasks / "tasks.json")
    names = [task["data"]["azure"]["location"].removesuffix(".txt") for task in made]
    return Imported(project, dict(zip(names, server.api.import_tasks(project, made), strict=True)))


@pytest.fixture(scope="module", params=["annotations", "predictions"])
def converted(request, label_studio, tmp_path_factory):
    return imported(tmp_path_factory.mktemp("azure"), request.param, label_studio)


@pytest.mark.parametrize("name", TEXTS)
def test_converted_spans_are_highlighted_on_exactly_their_characters(name, converted, browser):
    text, words = as_azure_has_it(TEXTS[name].text), TEXTS[name].words
    open_task(browser, converted.project, converted.tasks[name], regions=len(words))
    browser.screenshot(f"converted-{converted.project}-{name}")
    assert highlights(browser.page) == [
        Highlight((label,), without_line_ends(word), units_before(word, text))
        for label, word in words
    ]


def units_before(word: str, text: str) -> int:
    before = without_line_ends(text[: text.index(word)])
    return len(before.encode("utf-16-le")) // 2

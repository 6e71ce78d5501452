"""Labels that Azure adds come back through the manifest, on exactly their characters of each tag."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from end_to_end.annotating import Highlight, highlights, open_task, without_line_ends
from end_to_end.commands import spanbridge
from end_to_end.label_studio import LabelStudio
from end_to_end.tags import TAGS, Tag
from end_to_end.texts import TEXTS
from fixtures_of import loaded, written


class Imported(NamedTuple):
    """A project, and its tasks by the names of their texts."""

    tag: Tag
    project: int
    tasks: dict[str, int]


def labelled_by_azure(azure: Path, tag: Tag) -> None:
    """Put labels on the words of each document, as a service does that sees nothing but texts."""
    file = loaded(azure / "labels.json")
    words = {f"{number}": sample.words for number, sample in enumerate(TEXTS.values())}
    for document in file["assets"]["documents"]:
        text = (azure / "documents" / document["location"]).read_bytes().decode()
        number = document["location"].split("-")[1]
        labels = [label(text, tag.counted(word), category) for category, word in words[number]]
        region = {"regionOffset": 0, "regionLength": units(text), "labels": labels}
        document["entities"] = [region]
    file["assets"]["entities"] = [{"category": "Person"}, {"category": "Org"}]
    written(azure / "labels.json", file)


def label(text: str, words: str, category: str) -> dict[str, Any]:
    before = text[: text.index(words)]
    return {"category": category, "offset": units(before), "length": units(words)}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def imported(folder: Path, tag: Tag, written_as: str, server: LabelStudio) -> Imported:
    """Send tasks without labels to Azure, and import what comes back with labels."""
    config = folder / "config.xml"
    config.write_text(tag.label_config, "utf-8")
    tasks = [
        {"id": number, "data": {"text": tag.data(sample.text), "name": name}}
        for number, (name, sample) in enumerate(TEXTS.items())
    ]
    source, azure, back = written(folder / "tasks.json", tasks), folder / "azure", folder / "back"
    options = ["--language", "en", "--include-unlabelled", "--label-config", config]
    spanbridge("convert", "to-azure", source, *options, "--out", azure)
    labelled_by_azure(azure, tag)
    options = ["--texts", azure / "documents", "--manifest", azure / "manifest.jsonl"]
    options += ["--label-config", config, "--as", written_as, "--out", back]
    spanbridge("convert", "to-label-studio", azure / "labels.json", *options)
    project = server.api.project(tag.label_config, f"{tag.name} as {written_as}")
    made = loaded(back / "tasks.json")
    names = [task["data"]["name"] for task in made]
    ids = server.api.import_tasks(project, made)
    return Imported(tag, project, dict(zip(names, ids, strict=True)))


@pytest.fixture(scope="module", params=["annotations", "predictions"])
def written_as(request):
    return request.param


@pytest.fixture(scope="module", params=TAGS, ids=lambda tag: tag.name)
def converted(request, written_as, label_studio, tmp_path_factory):
    folder = tmp_path_factory.mktemp("manifest")
    return imported(folder, request.param, written_as, label_studio)


@pytest.mark.parametrize("name", TEXTS)
def test_labels_of_azure_are_highlighted_on_exactly_their_characters(name, converted, browser):
    tag, (text, words) = converted.tag, TEXTS[name]
    open_task(browser, converted.project, converted.tasks[name], regions=len(words))
    assert highlights(browser.page) == [
        Highlight((label,), without_line_ends(word), tag.start(text, word)) for label, word in words
    ]

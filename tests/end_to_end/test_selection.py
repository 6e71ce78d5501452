"""What the mouse selects in a real browser is what the export's region and Azure's label cover."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from end_to_end.annotating import (
    Highlight,
    highlights,
    open_task,
    select,
    submit,
    without_line_ends,
)
from end_to_end.browser import ARTEFACTS, Browser
from end_to_end.commands import spanbridge
from end_to_end.exports import keep
from end_to_end.label_studio import LabelStudio
from end_to_end.tags import TAGS, Tag
from end_to_end.texts import TEXTS
from fixtures_of import covered, written


class Annotated(NamedTuple):
    """A task that was annotated with the mouse."""

    task: dict[str, Any]
    """As it is in the JSON export."""
    selected: list[str]
    """What the browser said was selected, for each of the words."""
    highlighted: list[Highlight]
    """What the page showed as highlighted before it was submitted."""


class Annotator:
    """Annotates texts when they are asked for, each once; keeps the exports."""

    def __init__(self, server: LabelStudio, browser: Browser) -> None:
        self._server = server
        self._browser = browser
        self._projects: dict[str, tuple[int, dict[str, int]]] = {}
        self._done: dict[tuple[str, str], Annotated] = {}

    def annotated(self, tag: Tag, name: str) -> Annotated:
        """Return a task with the words of a text labelled."""
        if (tag.name, name) not in self._done:
            self._done[tag.name, name] = self._annotate(tag, name)
        return self._done[tag.name, name]

    def keep_exports(self) -> None:
        """Keep what was exported in the form of fixtures."""
        for tag in TAGS:
            if tasks := {n: done for (t, n), done in self._done.items() if t == tag.name}:
                folder = ARTEFACTS / "exports" / f"browser-{tag.name.lower()}"
                exported = {n: (done.task, done.selected) for n, done in tasks.items()}
                keep(folder, tag, exported)

    def _annotate(self, tag: Tag, name: str) -> Annotated:
        project, tasks = self._project(tag)
        page = self._browser.page
        open_task(self._browser, project, tasks[name])
        words = TEXTS[name].words
        selected = [select(page, word, label) for label, word in words]
        shown = highlights(page)
        self._browser.screenshot(f"{tag.name}-{name}")
        submit(page)
        exported = {task["id"]: task for task in self._server.api.export(project)}
        return Annotated(exported[tasks[name]], selected, shown)

    def _project(self, tag: Tag) -> tuple[int, dict[str, int]]:
        if tag.name not in self._projects:
            api = self._server.api
            project = api.project(tag.label_config, f"Mouse on {tag.name}")
            tasks = [
                {"data": {"text": tag.data(text), "name": name}}
                for name, (text, _) in TEXTS.items()
            ]
            ids = api.import_tasks(project, tasks)
            self._projects[tag.name] = project, dict(zip(TEXTS, ids, strict=True))
        return self._projects[tag.name]


@pytest.fixture(scope="module")
def annotator(label_studio, browser):
    annotator = Annotator(label_studio, browser)
    yield annotator
    annotator.keep_exports()


EACH_TEXT = pytest.mark.parametrize("name", TEXTS)
EACH_TAG = pytest.mark.parametrize("tag", TAGS, ids=lambda tag: tag.name)


@EACH_TEXT
@EACH_TAG
def test_the_mouse_selects_and_the_page_highlights_the_words(tag, name, annotator):
    text, words = TEXTS[name]
    annotated = annotator.annotated(tag, name)
    assert [_shown(words) for words in annotated.selected] == [_shown(word) for _, word in words]
    assert annotated.highlighted == [
        Highlight((label,), without_line_ends(word), tag.start(text, word)) for label, word in words
    ]


@EACH_TEXT
@EACH_TAG
def test_the_exported_region_covers_what_the_mouse_selected(tag, name, annotator):
    task = annotator.annotated(tag, name).task
    [annotation] = task["annotations"]
    regions = [result["value"] for result in annotation["result"]]
    found = [(value[tag.key], tag.covered(task["data"]["text"], value)) for value in regions]
    assert found == [([label], {tag.counted(word)}) for label, word in TEXTS[name].words]


@EACH_TEXT
@EACH_TAG
def test_the_label_for_azure_covers_what_the_mouse_selected(tag, name, annotator, tmp_path):
    export = written(tmp_path / "export.json", [annotator.annotated(tag, name).task])
    azure = tmp_path / "azure"
    spanbridge("convert", "to-azure", export, "--language", "en", "--out", azure)
    [labels] = covered(azure / "labels.json", azure / "documents").values()
    assert labels == [(label, tag.counted(word)) for label, word in TEXTS[name].words]


def _shown(text: str) -> str:
    """White space is shown as one space, and a selection quotes it so."""
    return " ".join(text.split())

"""Which text the offsets of HyperText and Paragraphs count over is what was observed and saved.

The observations are kept among the fixtures, for tests that know neither server nor browser; where
Label Studio or Chromium change, these tests say so. What a run saw is left among the artefacts.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from end_to_end.browser import ARTEFACTS
from end_to_end.html_variants import HTML
from end_to_end.observed import observe
from end_to_end.paragraph_variants import PARAGRAPHS
from fixtures_of import FIXTURES, loaded

SAVED = FIXTURES / "label-studio" / "counted-text"
INLINE = 'inline="true"'


@pytest.fixture(scope="module")
def seen(browser):
    """Look once: HTML in a document of its own, HTML within the page, paragraphs."""
    found = {
        "hypertext": [
            *observe(browser, "HyperText", {name: (text, "") for name, text in HTML.items()}),
            *observe(browser, "HyperText", {name: (text, INLINE) for name, text in HTML.items()}),
        ],
        "paragraphs": observe(browser, "Paragraphs", PARAGRAPHS),
    }
    (ARTEFACTS / "exports" / "counted-text").mkdir(parents=True, exist_ok=True)
    for kind, observations in found.items():
        kept = json.dumps(observations, indent=1)
        (ARTEFACTS / "exports" / "counted-text" / f"{kind}.json").write_text(f"{kept}\n", "utf-8")
    return {kind: {_key(seen): seen for seen in found[kind]} for kind in found}


def _key(observation: dict[str, Any]) -> str:
    return f"{observation['name']} {observation['attributes']}".strip()


HTMLS = pytest.mark.parametrize("key", [*HTML, *(f"{name} {INLINE}" for name in HTML)])
DIALOGUES = pytest.mark.parametrize(
    "key", [f"{name} {attributes}".strip() for name, (_, attributes) in PARAGRAPHS.items()]
)


@HTMLS
def test_global_offsets_count_code_points_of_the_displayed_tree(key, seen):
    observation = seen["hypertext"][key]
    assert observation["regions"] or key == "frameset"
    for region in observation["regions"]:
        start, end = region["globalOffsets"]["start"], region["globalOffsets"]["end"]
        covered, saved = _bare(observation["text"][start:end]), _bare(region["text"])
        assert covered == saved or (not _is_a_word(covered) and _is_part(saved, covered))


@DIALOGUES
def test_paragraph_offsets_count_utf16_units_of_the_paragraphs_text(key, seen):
    observation = seen["paragraphs"][key]
    assert observation["regions"]
    texts = [p.get("said", p.get("text")) for p in observation["shown"]]
    for region in observation["regions"]:
        first, last = int(region["start"]), int(region["end"])
        covered = [str(text or "") for text in texts[first : last + 1]]
        covered[-1] = _units(covered[-1], 0, region["endOffset"])
        covered[0] = _units(covered[0], region["startOffset"], None)
        if "text" in region:
            assert _bare("".join(covered)) == _bare(_without_times(region["text"]))


def test_paragraphs_are_numbered_as_shown_and_shown_sorted_only_with_context_scroll(seen):
    for key, observation in seen["paragraphs"].items():
        in_order = observation["shown"] == observation["value"]
        assert in_order == (key.partition(" contextScroll")[0] not in _REORDERED), key


_REORDERED = {"times, sorted", "some times, sorted"}


@HTMLS
def test_html_counts_as_it_did_when_it_was_saved(key, seen):
    saved = {_key(entry): entry for entry in loaded(SAVED / "hypertext.json")}
    assert seen["hypertext"][key] == saved[key]


@DIALOGUES
def test_paragraphs_count_as_they_did_when_they_were_saved(key, seen):
    saved = {_key(entry): entry for entry in loaded(SAVED / "paragraphs.json")}
    assert seen["paragraphs"][key] == saved[key]


def test_a_dialogue_that_is_a_json_string_is_not_shown(label_studio, browser):
    config = (
        '<View><ParagraphLabels name="l" toName="p"><Label value="A"/></ParagraphLabels>'
        '<Paragraphs name="p" value="$said"/></View>'
    )
    project = label_studio.api.project(config, "A string")
    said = json.dumps(PARAGRAPHS["two"][0])
    [task] = label_studio.api.import_tasks(project, [{"data": {"said": said}}])
    browser.page.goto(f"{label_studio.address}/projects/{project}/data?task={task}")
    browser.page.get_by_text("Provided data is not an array").first.wait_for()


def _units(text: str, start: int, end: int | None) -> str:
    units = text.encode("utf-16-le")
    return units[2 * start : None if end is None else 2 * end].decode("utf-16-le")


def _bare(text: str) -> str:
    """Leave out white space and line ends, which a saved text has as they were displayed."""
    return re.sub(r"\\n|\s", "", text)


def _is_a_word(text: str) -> bool:
    return re.fullmatch(r"[A-Z][a-z]+", text) is not None


def _is_part(saved: str, covered: str) -> bool:
    """What isn't rendered is counted all the same, and lacks in the text that is saved."""
    characters = iter(covered)
    return all(character in characters for character in saved)


def _without_times(text: str) -> str:
    """Between paragraphs a saved text quotes the times that are displayed there."""
    return re.sub(r"\d\d:\d\d:\d\d - \d\d:\d\d:\d\d", "", text)

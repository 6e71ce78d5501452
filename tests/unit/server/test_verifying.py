"""Regions of dialogues and HTML are compared with their texts too, before they go in.

The regions are those that a real browser made (`fixtures/label-studio/browser-*`).
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from fixtures_of import case, loaded
from server_of import MemoryServer
from spanbridge.bridge.label_studio.importing import import_file
from spanbridge.bridge.label_studio.predictions import import_predictions
from spanbridge.bridge.label_studio.verifying import RegionsError, verify
from spanbridge.converters.label_studio.label_config import LabelConfig

TAGS = ("browser-paragraphs", "browser-hypertext")


def browser(tag: str) -> tuple[list[dict[str, Any]], str]:
    """Return the tasks of a tag, and its configuration."""
    folder = case("label-studio", f"{tag}/source").source.parent
    return loaded(folder / "source.json"), (folder / "label_config.xml").read_text("utf-8")


def value_of(task: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = task["annotations"][0]["result"][0]["value"]
    return found


def shifted(value: dict[str, Any]) -> None:
    """Move a region by one character, as whoever counts otherwise has it."""
    value["startOffset"] += 1
    value["endOffset"] += 1
    if "globalOffsets" in value:
        value["globalOffsets"] = {name: at + 1 for name, at in value["globalOffsets"].items()}


def beyond(value: dict[str, Any]) -> None:
    """Let a region end behind the text."""
    value["endOffset"] += 9_000
    if "globalOffsets" in value:
        value["globalOffsets"]["end"] += 9_000


def elsewhere(value: dict[str, Any]) -> None:
    """Let a region be where no text is: an utterance, or an element, that isn't there."""
    if "globalOffsets" in value:
        value |= {"start": "/p[90]/text()[1]", "end": "/p[90]/text()[1]"}
        value["globalOffsets"] = {"start": 9_000, "end": 9_005}
    else:
        value |= {"start": "90", "end": "90"}


def reversed_(value: dict[str, Any]) -> None:
    value["startOffset"], value["endOffset"] = value["endOffset"], value["startOffset"]
    if "globalOffsets" in value:
        one = value["globalOffsets"]
        value["globalOffsets"] = {"start": one["end"], "end": one["start"]}


WRONG = {"shifted": shifted, "beyond": beyond, "elsewhere": elsewhere, "reversed": reversed_}


def write(folder, tasks):
    file = folder / "tasks.json"
    file.write_text(json.dumps(tasks), encoding="utf-8")
    return file


@pytest.mark.parametrize("tag", TAGS)
def test_what_a_browser_made_goes_in(tag, tmp_path):
    tasks, config = browser(tag)
    server = MemoryServer(label_config=config)
    assert import_file(server, 1, write(tmp_path, tasks)).added == len(tasks)


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("tag", TAGS)
def test_a_region_that_covers_nothing_or_something_else_keeps_all_out(tag, wrong, tmp_path):
    tasks, config = browser(tag)
    spoilt = copy.deepcopy(tasks)
    WRONG[wrong](value_of(spoilt[2]))
    server = MemoryServer(label_config=config)
    with pytest.raises(RegionsError) as error:
        import_file(server, 1, write(tmp_path, spoilt))
    assert sum(error.value.report.problems.values()) == 1
    [[problem]] = error.value.report.examples.values()
    assert "$[2].annotations[0]" in problem.where
    assert server.held == []


@pytest.mark.parametrize("tag", TAGS)
def test_predictions_are_compared_as_annotations_are(tag, tmp_path):
    tasks, config = browser(tag)
    server = MemoryServer(label_config=config)
    import_file(server, 1, write(tmp_path, tasks))
    for one in tasks:
        result = one.pop("annotations")[0]["result"]
        one["predictions"] = [{"model_version": "v1", "result": result}]
    spoilt = copy.deepcopy(tasks)
    shifted(spoilt[1]["predictions"][0]["result"][0]["value"])
    with pytest.raises(RegionsError):
        import_predictions(server, 1, write(tmp_path, spoilt))
    with pytest.raises(RegionsError):
        verify(write(tmp_path, spoilt), LabelConfig.parse(config, "config"))
    assert import_predictions(server, 1, write(tmp_path, tasks)).added == len(tasks)

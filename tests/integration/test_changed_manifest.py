"""A manifest that was changed by hand, or is none, is told; nothing of the labels is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from changes import FIRST, SECOND, Project, tasks
from spanbridge.converters.problems import ProblemError

Line = dict[str, Any]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def change(project: Project, action: Callable[[Line], object]) -> None:
    """Change the first line of the manifest."""
    path = project.azure / "manifest.jsonl"
    first, *others = path.read_text("utf-8").splitlines()
    line = json.loads(first)
    action(line)
    path.write_text("\n".join([json.dumps(line), *others]), "utf-8")


@pytest.mark.parametrize(
    "action",
    [
        lambda line: line.pop("documents"),
        lambda line: line.update(documents=5),
        lambda line: line["documents"][0].pop("name"),
        lambda line: line["documents"][0].update(dropped=[[-1, 5, "Name"]]),
        lambda line: line["documents"][0].update(dropped=[[5, 5, "Name"]]),
        lambda line: line["documents"][0].update(dropped=[[1, 5, ""]]),
        lambda line: line["documents"][0].update(renamed={"Person": ""}),
        lambda line: line["documents"][0].update(text="a\0b"),
        lambda line: line["documents"][0].update(split="train"),
        lambda line: line["documents"][0].update(pieces=[["a"]]),
    ],
)
def test_a_line_of_no_manifest_writes_nothing(
    action: Callable[[Line], object], project: Project
) -> None:
    change(project, action)
    with pytest.raises(ProblemError) as caught:
        project.back()
    assert caught.value.problem.code == "manifest-malformed"
    assert caught.value.problem.where.startswith("manifest.jsonl")
    assert not (project.folder / "back").exists()


@pytest.mark.parametrize(
    "action",
    [
        lambda line: line.update(task=5),
        lambda line: line["task"].pop("data"),
        lambda line: line["task"].update(data=[]),
        lambda line: line["task"].update(annotations=5),
        lambda line: line["task"].update(annotations=[]),
        lambda line: line["task"].update(annotations=["x"]),
        lambda line: line["task"].update(annotations=[{"result": 5}]),
        lambda line: line["documents"][0].update(annotation=-7),
        lambda line: line["documents"][0].update(annotation=10**30),
    ],
)
def test_an_entry_without_its_task_is_told_and_the_others_come_back(
    action: Callable[[Line], object], project: Project
) -> None:
    change(project, action)
    assert project.back() == tasks()[1:]
    assert project.problems == {"entry-malformed": 1}


def test_an_entry_that_holds_no_task_at_all_gives_back_its_documents(project: Project) -> None:
    change(project, lambda line: line.pop("task"))
    [first, second] = project.back()
    assert first["data"]["text"] == FIRST
    assert second == tasks()[1]


def test_an_empty_entry_is_nothing(project: Project) -> None:
    change(project, lambda line: (line.pop("task"), line.update(documents=[])))
    back = project.back()
    assert [task["data"]["text"] for task in back] == [SECOND, FIRST]
    assert project.problems == {"document-new": 1}


def test_pieces_that_never_were_cost_nothing(project: Project) -> None:
    piece = [10**18, 10**18 + 5, "task-1-text.txt"]
    change(project, lambda line: line["documents"][0].update(pieces=[piece]))
    back = project.back()
    assert [task["id"] for task in back] == [1, 2]
    assert len(back[0]["data"]["text"]) < 200_000


def test_a_manifest_of_other_labels_takes_nothing_from_these(project: Project) -> None:
    change(project, lambda line: line["documents"][0].update(name="other.txt"))
    back = project.back()
    assert [task["data"]["text"] for task in back] == [SECOND, FIRST]
    assert project.problems == {"document-gone": 1, "document-new": 1}

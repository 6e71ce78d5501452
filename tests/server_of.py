"""A Label Studio in memory, which can break off, for the parts that need no real one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from calls_of import MemoryCalls, refused
from msgspec import Raw
from spanbridge.bridge.errors import Failure, UncertainError
from spanbridge.bridge.label_studio.client import Project
from spanbridge.converters.label_studio.config_writer import label_config

CONFIG = label_config(["Person", "City"])
_FIELDS = msgspec.json.Decoder(dict[str, Raw])


@dataclass
class MemoryServer(MemoryCalls):
    """Keeps what is imported; `breaks` says which calls go unanswered, and whether they are done.

    True is a call that took effect before its answer was lost, False one that did not.
    """

    label_config: str = CONFIG
    breaks: list[bool | None] = field(default_factory=list)
    made: list[Project] = field(default_factory=list)
    instructions: list[str] = field(default_factory=list)
    numbered: int = 0

    def project(self, number: int) -> Project:
        """Tell the only project."""
        return Project(number, "people", self.label_config)

    def projects(self) -> Iterator[Project]:
        """List what was created."""
        yield from self.made

    def create(self, title: str, config: str, instructions: str = "") -> Project:
        """Create the only project."""
        self.instructions.append(instructions)
        self.label_config = config
        self.made.append(Project(len(self.made) + 1, title, config))
        return self.made[-1]

    def tasks(self, project: int, *, with_predictions: bool = False) -> Iterator[dict[str, Raw]]:
        """Yield what is held as a snapshot has it."""
        del project
        for task in self.held:
            shown = task if with_predictions else {**task, "predictions": []}
            yield _FIELDS.decode(json.dumps(shown))

    def add_tasks(self, project: int, tasks: Sequence[Any]) -> list[int]:
        """Keep tasks, or break off."""
        del project
        self._answer(lambda: self._keep(tasks))
        return []

    def add_predictions(self, project: int, predictions: Sequence[Any]) -> None:
        """Keep predictions with their tasks, or break off."""
        del project
        by_id = {task["id"]: task for task in self.held}

        def keep() -> None:
            if gone := [one["task"] for one in predictions if one["task"] not in by_id]:
                raise refused(400, "Validation error", task=[f"task ID {gone[0]} not found"])
            for one in predictions:
                self.numbered += 1
                held = {"id": self.numbered, **one}
                by_id[one["task"]].setdefault("predictions", []).append(held)

        self._answer(keep)

    def close(self) -> None:
        """Do nothing: there are no connections."""

    def texts(self) -> list[str]:
        """Return the texts that are held."""
        return [task["data"]["text"] for task in self.held]

    def _keep(self, tasks: Sequence[Any]) -> None:
        for task in tasks:
            self.held.append({"id": len(self.held) + 1, **task})

    def _answer(self, effect: Any) -> None:
        broken = self.breaks.pop(0) if self.breaks else None
        if broken is not False:
            effect()
        if broken is not None:
            raise UncertainError(Failure("No answer came."))


def task(text: str, *spans: tuple[int, int, str], **more: Any) -> dict[str, Any]:
    """Make a task with an annotation of these spans."""
    result = [
        {
            "id": f"r{start}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": start, "end": end, "text": text[start:end], "labels": [label]},
        }
        for start, end, label in spans
    ]
    answers = {"annotations": [{"result": result, "ground_truth": False}]} if spans else {}
    return {"data": {"text": text, **more}, **answers}

"""A loop at work: an emulator, a Label Studio in memory, and an annotator who knows the answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from azure_of import FAST, QUICK, emulator
from emulator_of import texts
from msgspec.structs import replace
from server_of import MemoryServer
from spanbridge.bridge.emulator import AzureLanguageEmulator
from spanbridge.bridge.loop.opening import place_of
from spanbridge.bridge.loop.place import Place
from spanbridge.bridge.settings import Settings, load

NAME = "people"
LS_PROJECT = 7
TEXTS = [text for text, _ in texts(60).values()]
SPANS = dict(texts(60).values())
_EPOCH = datetime(2026, 11, 23, tzinfo=timezone.utc)
LOOP: dict[str, Any] = {
    "label_studio_project": LS_PROJECT,
    "language": "en-us",
    "changed": 5,
    "quiet_changed": 5,
    "rounds_a_day": 100,
    "min_test_documents": 2,
    "min_test_spans": 4,
    "settle_seconds": 0,
    "retry_hours": 0,
}


@dataclass
class AnnotatedServer(MemoryServer):
    """A Label Studio in memory in which somebody annotates; the ids of annotations only grow."""

    last: int = 0
    ticks: int = 0
    waiting: list[Any] = field(default_factory=list)

    def export(self, project: int, *, with_predictions: bool = False) -> Iterator[bytes]:
        """Yield all tasks as a snapshot has them."""
        tasks = [*self.tasks(project, with_predictions=with_predictions)]
        yield json.dumps(
            [{k: json.loads(bytes(v)) for k, v in one.items()} for one in tasks]
        ).encode()

    def task(self, number: int) -> dict[str, Any]:
        """Return a task by its id."""
        return next(one for one in self.held if one["id"] == number)

    def annotate(self, number: int, spans: Iterable[tuple[str, str]] | None = None) -> int:
        """Annotate a task, by default as it should be; return the annotation's id."""
        task = self.task(number)
        text = task["data"]["text"]
        self.last += 1
        made = {"id": self.last, "completed_by": 1, "was_cancelled": False, "ground_truth": False,
                "lead_time": 3.5, "created_at": self._tick(), "updated_at": self._tick(),
                "result": results(text, SPANS[text] if spans is None else spans)}  # fmt: skip
        task.setdefault("annotations", []).append(made)
        return self.last

    def change(self, annotation: int, spans: Iterable[tuple[str, str]]) -> None:
        """Change an annotation."""
        for task, one in self._all():
            if one["id"] == annotation:
                one["result"] = results(task["data"]["text"], spans)
                one["updated_at"] = self._tick()

    def delete(self, annotation: int) -> None:
        """Delete an annotation."""
        for task, one in [*self._all()]:
            if one["id"] == annotation:
                task["annotations"].remove(one)

    def versions(self) -> dict[str, int]:
        """Count predictions by their model version."""
        return self._counted()

    def annotations(self) -> str:
        """Write all annotations and drafts down, to compare them later."""
        kept = [(one["id"], one.get("annotations"), one.get("drafts")) for one in self.held]
        return json.dumps(kept, sort_keys=True)

    def _all(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        for task in self.held:
            for one in task.get("annotations", ()):
                yield task, one

    def _tick(self) -> str:
        self.ticks += 1
        return (_EPOCH + timedelta(seconds=self.ticks)).isoformat()


def results(text: str, spans: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Make the result of an annotation."""
    return [
        {"id": f"r{text.index(words)}", "from_name": "label", "to_name": "text", "type": "labels",
         "value": {"start": text.index(words), "end": text.index(words) + len(words),
                   "text": words, "labels": [label]}}
        for words, label in spans
    ]  # fmt: skip


def server_with(texts: Sequence[str] = TEXTS, annotated: int = 0) -> AnnotatedServer:
    """Make a project of texts, of which so many are annotated."""
    server = AnnotatedServer()
    server.add_tasks(LS_PROJECT, [{"data": {"text": text}} for text in texts])
    for number in range(1, annotated + 1):
        server.annotate(number)
    return server


def loop_settings(
    azure: AzureLanguageEmulator, folder: Path, settings: dict[str, Any] | None = None, **loop: Any
) -> Settings:
    """Make settings of one loop, whose Azure is an emulator; `settings` come before these."""
    known = {
        "endpoint": azure.endpoint, "key": azure.key, "storage": str(folder / "storage"),
        "state": str(folder / "state"), "runtime_calls": 60_000, **FAST,
        **(settings or {}),
    }  # fmt: skip
    return replace(load(known, environment={}), loop={NAME: LOOP | loop})


@contextmanager
def loop(
    folder: Path, server: AnnotatedServer, azure: AzureLanguageEmulator | None = None, **given: Any
) -> Iterator[tuple[Place, AzureLanguageEmulator]]:
    """Open a loop on a server, with an emulator of its own unless one is given."""
    options = {key: given.pop(key) for key in ("jobs", "tier") if key in given}
    if azure is None:
        with emulator(folder, **options) as made, loop(folder, server, made, **given) as found:
            yield found
        return
    settings = loop_settings(azure, folder, **given)
    with place_of(settings, NAME, server=server, patience=QUICK) as place:
        yield place, azure

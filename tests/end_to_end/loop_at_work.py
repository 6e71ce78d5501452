"""A loop in the real Label Studio: its worker, a process; and somebody who annotates by the API."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from end_to_end.api import Api
from end_to_end.label_studio import stop
from spanbridge.bridge.demo.reports import Labelled
from spanbridge.converters.label_studio.config_writer import label_config

NAME = "incidents"


@dataclass
class Annotator:
    """Somebody who knows what is right in every report, and takes what Label Studio serves."""

    api: Api
    project: int
    tasks: dict[int, Labelled]

    def right(self, task: int) -> list[dict[str, Any]]:
        """Return the regions that a task should have."""
        found: list[dict[str, Any]] = self.tasks[task].task["annotations"][0]["result"]
        return found

    def annotate(self, task: int) -> int:
        """Submit what is right; return the task."""
        body = {"result": self.right(task), "lead_time": 4.5}
        self.api.call("POST", f"tasks/{task}/annotations/", json=body)
        return task

    def work(self, count: int) -> list[int]:
        """Annotate so many tasks as they are served; return them in that order."""
        following = f"projects/{self.project}/next"
        return [self.annotate(self.api.call("GET", following)["id"]) for _ in range(count)]

    def leave_a_draft(self, task: int) -> None:
        """Begin to annotate a task, and submit nothing."""
        body = {"result": self.right(task)[:1], "lead_time": 1.5}
        self.api.call("POST", f"tasks/{task}/drafts", json=body)

    def done(self) -> dict[int, Any]:
        """Return all that anybody has annotated or begun, by the tasks.

        It is every field but how long ago something was made.
        """
        path = f"projects/{self.project}/export?exportType=JSON&download_all_tasks=true"
        return {
            task["id"]: {
                what: [{**one, "created_ago": None} for one in task[what]]
                for what in ("annotations", "drafts")
            }
            for task in self.api.call("GET", path)
        }

    def open(self) -> set[int]:
        """Return the tasks that nobody has annotated."""
        return {task for task, held in self.done().items() if not held["annotations"]}

    def predictions(self, version: str) -> dict[int, dict[str, Any]]:
        """Return the predictions of a version, by their tasks; none has two."""
        path = f"predictions/?project={self.project}"
        found = [one for one in self.api.call("GET", path) if one["model_version"] == version]
        assert len({one["task"] for one in found}) == len(found)
        return {one["task"]: one for one in found}


def annotator(api: Api, reports: Sequence[Labelled]) -> Annotator:
    """Make a project of reports, of which nothing is annotated, least certain first."""
    labels = dict.fromkeys(span.label for one in reports for span in one.document.spans)
    project = api.project(label_config([*labels]), "A loop at work")
    api.call("PATCH", f"projects/{project}/", json={"sampling": "Uncertainty sampling"})
    tasks = api.import_tasks(project, [{"data": one.task["data"]} for one in reports])
    return Annotator(api, project, dict(zip(tasks, reports, strict=True)))


@dataclass
class Worker:
    """`spanbridge loop worker`, running, and the file of what it tells."""

    process: subprocess.Popen[bytes]
    log: Path

    def has_finished(self, number: int) -> bool:
        """Whether it tells that a round is over; it must be alive for that."""
        told = self.log.read_text("utf-8")
        assert self.process.poll() is None, told
        return f"round {number}: finish" in told


@contextmanager
def worker(folder: Path, environment: Mapping[str, str]) -> Iterator[Worker]:
    """Run the worker of a folder's spanbridge.toml."""
    command = [sys.executable, "-m", "spanbridge.bridge.cli", "loop", "worker"]
    log = folder / "worker.txt"
    with log.open("wb") as told:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | {**environment}, stdin=subprocess.DEVNULL,
            stdout=told, stderr=told, start_new_session=True,
        )  # fmt: skip
    try:
        yield Worker(process, log)
    finally:
        stop(process)

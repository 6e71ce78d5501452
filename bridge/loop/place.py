"""A loop at work: its settings, its record, the two services, and a folder of its own.

The folder, `<state>/loop/NAME`, holds the export and the texts of the open round, for its owner's
eyes only; it is emptied when the round is over, and made again where it is missing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from msgspec import Raw

from ..azure.session import Session
from ..label_studio.client import Project
from ..nudges import Nudges
from .lock import Lock
from .options import LoopOptions
from .record import Record


class LabelStudio(Protocol):
    """What a loop needs of Label Studio: `Server`, or what stands for it in tests."""

    def project(self, number: int) -> Project:
        """Tell what a project is."""

    def tasks(self, project: int, *, with_predictions: bool = False) -> Iterator[dict[str, Raw]]:
        """Yield the tasks of a project, each with its fields undecoded."""

    def export(self, project: int, *, with_predictions: bool = False) -> Iterator[bytes]:
        """Yield a snapshot of all tasks as JSON, bit by bit."""

    def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
        raw: bool = False,
    ) -> Any:
        """Call a path below `/api/`."""


class Refresh(Protocol):
    """Predicts tasks with what a deployment serves, each once a model version."""

    def __call__(self, place: Place, tasks: Sequence[int]) -> int:
        """Predict those tasks that have no prediction of the version; return how many."""


@dataclass
class Place:
    """A loop at work; see the module."""

    name: str
    options: LoopOptions
    session: Session
    server: LabelStudio
    record: Record
    nudges: Nudges
    refresh: Refresh
    tell: Callable[[str], None] = field(default=lambda _: None)
    lock: Lock = field(default_factory=Lock)

    @property
    def ls_project(self) -> int:
        """The number of the project in Label Studio."""
        return self.options.label_studio_project

    @property
    def folder(self) -> Path:
        """The loop's folder, made if it isn't there."""
        found = Path(self.session.settings.state) / "loop" / self.name
        found.mkdir(mode=0o700, parents=True, exist_ok=True)
        return found

    @property
    def export(self) -> Path:
        """The file of the last export."""
        return self.folder / "export.json"

    def tidy(self) -> None:
        """Remove what the folder holds: texts stay no longer than a round."""
        shutil.rmtree(self.folder, ignore_errors=True)

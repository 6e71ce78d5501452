"""A loop before its second round, copied for each case, so that each can be killed somewhere."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from azure_of import FAST, QUICK, counted, emulator
from label_studio_of import served
from loop_child import Children
from loop_of import LOOP, LS_PROJECT, NAME, AnnotatedServer, loop, server_with
from spanbridge.bridge.emulator import AzureLanguageEmulator
from spanbridge.bridge.label_studio import project_settings
from spanbridge.bridge.loop.looking import look
from spanbridge.bridge.loop.standing import status


@dataclass
class Before:
    """What there is before the second round: the folder of the first, and Label Studio."""

    folder: Path
    server: AnnotatedServer
    loop: dict[str, Any]
    tier: str
    settings: dict[str, Any]

    def copied(self, to: Path) -> AnnotatedServer:
        """Copy all of it, so that a case begins with its own."""
        shutil.copytree(self.folder, to, dirs_exist_ok=True)
        return copy.deepcopy(self.server)


@dataclass
class Case:
    """A loop whose second round is to be done by processes that may be killed."""

    children: Children
    folder: Path
    server: AnnotatedServer
    azure: AzureLanguageEmulator
    address: str
    loop: dict[str, Any]
    settings: dict[str, Any]
    state: Path

    def elsewhere(self, state: Path) -> Case:
        """Give the case to another machine: it shares no file but the texts in their container."""
        return replace(self, state=state)

    @property
    def milestones(self) -> list[str]:
        """What the last process has passed, or was about to."""
        return self._file.read_text(encoding="utf-8").splitlines()

    def run(self, kill: int | str | None = None, by: Children | None = None) -> int:
        """Run a process to the end of the round, or to its own.

        Args:
            kill: the number or the name of the milestone that it doesn't reach.
            by: what makes it; one makes a process at a time.
        """
        self.state.mkdir(exist_ok=True)
        self._file.unlink(missing_ok=True)
        settings = {
            "endpoint": self.azure.endpoint, "key": self.azure.key, "runtime_calls": 60_000,
            "storage": str(self.folder / "storage"), "state": str(self.state), **FAST,
            **self.settings,
        }  # fmt: skip
        return (by or self.children).run(
            settings=settings, loop={NAME: LOOP | self.loop}, name=NAME, kill=kill,
            label_studio=self.address, milestones=str(self._file),
        )  # fmt: skip

    def result(self) -> dict[str, Any]:
        """Tell what has become of it all, in what doesn't differ from run to run."""
        known = self.loop | {"settings": self.settings}
        with loop(self.folder, self.server, self.azure, **known) as (place, _):
            rounds = place.record.rounds()
            last = rounds[-1]
            labels = [one.fact("label").get("label") for one in rounds]
            standing = status(place)
        done = counted(self.azure)
        return {
            "outcomes": [one.outcome for one in rounds],
            "labels": [f"{label}"[: len("r0001")] for label in labels],
            "production": labels.index(standing["serving"]["production"]) + 1,
            "shown": project_settings.read(self.server, LS_PROJECT).model_version
            == f"production@{labels[-1]}",
            "predictions": sorted(self.server.versions().values()),
            "twice": self.twice(),
            "trainings": done["trainings"],
            "swaps": done["swaps"],
            "f1": last.fact("verdict").get("new", {}).get("f1"),
            "models": standing["models"],
            "annotations": self.server.annotations(),
        }

    def twice(self) -> int:
        """Count the predictions that a task has of a version that it has already."""
        return sum(
            len(held) - len({*held})
            for one in self.server.held
            if (held := [made["model_version"] for made in one.get("predictions", ())])
        )

    @property
    def _file(self) -> Path:
        return self.state / "milestones.txt"


def before(
    folder: Path, tier: str = "S", settings: dict[str, Any] | None = None, **given: Any
) -> Before:
    """Do a first round, and annotate what the second one is made of."""
    folder.mkdir(exist_ok=True)
    more = settings or {}
    server = server_with(annotated=20)
    with (
        emulator(folder, state=folder / "emulator", tier=tier) as azure,
        loop(folder, server, azure, settings=more, **given) as (place, _),
    ):
        assert look(place).outcome == "promoted"
        for number in range(21, 33):
            server.annotate(number)
    return Before(folder, server, given, tier, more)


@contextmanager
def case(
    children: Children, start: Before, folder: Path, jobs: str = "immediate", **given: Any
) -> Iterator[Case]:
    """Begin a case of its own."""
    server = start.copied(folder)
    options = {"state": folder / "emulator", "tier": start.tier, "jobs": jobs}
    with emulator(folder, **options) as azure, served(server) as address:
        known = start.loop | given
        state = folder / "state"
        yield Case(children, folder, server, azure, address, known, start.settings, state)


__all__ = ["QUICK", "Before", "Case", "before", "case"]

"""Chooses the tasks that are to be predicted, and holds them in a file that nobody else sees."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from typing import Final

import msgspec
from msgspec import Raw, Struct

from ..label_studio import chosen
from ..label_studio.client import Server
from ..label_studio.versions import of_version

Fields = dict[str, Raw]
_LINE: Final = msgspec.json.Decoder(Fields)
_ENCODER: Final = msgspec.json.Encoder()
_KEPT: Final = ("id", "data")


class Choice(Struct, frozen=True):
    """Which tasks are to be predicted; see `prelabel`."""

    only_unlabelled: bool = False
    limit: int | None = None
    refresh: bool = False
    tasks: Sequence[int] | None = None

    @property
    def is_all(self) -> bool:
        """Whether every task is meant."""
        return not self.only_unlabelled and self.limit is None and self.tasks is None


class _Answer(Struct, frozen=True):
    was_cancelled: bool = False


_ANSWERS: Final = msgspec.json.Decoder(list[_Answer])


class Chosen:
    """The chosen tasks, ids and data only; `there` counts those that have their prediction."""

    def __init__(self) -> None:
        self.count = self.there = 0
        self._file = tempfile.TemporaryFile(prefix="spanbridge-")  # noqa: SIM115 (closed by close)

    def add(self, task: Fields) -> None:
        """Hold a task."""
        kept = {name: task[name] for name in _KEPT if name in task}
        self._file.write(_ENCODER.encode(kept) + b"\n")
        self.count += 1

    def __iter__(self) -> Iterator[Fields]:
        self._file.seek(0)
        return map(_LINE.decode, self._file)

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def choose(server: Server, project: int, version: str, choice: Choice) -> Chosen:
    """Look through the tasks of a project for those that lack a prediction of a version.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    found = Chosen()
    with closing(_all(server, project, choice)) as tasks:
        for task in tasks:
            if found.count == choice.limit:
                break
            if choice.only_unlabelled and _is_labelled(task):
                continue
            if not choice.refresh and of_version(task, version):
                found.there += 1
            else:
                found.add(task)
    return found


def _all(server: Server, project: int, choice: Choice) -> Generator[Fields, None, None]:
    if choice.tasks is not None:
        yield from chosen.tasks(server, project, choice.tasks)
    else:
        yield from server.tasks(project, with_predictions=True)


def _is_labelled(task: Fields) -> bool:
    """Whether somebody has submitted an annotation; who skips a task submits none."""
    answers = _ANSWERS.decode(task.get("annotations", b"[]"))
    return any(not one.was_cancelled for one in answers)

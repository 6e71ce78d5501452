"""The annotations of a look: what counts, by id and date, and what changed since a round. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec
from msgspec import Raw, Struct

from ...converters.label_studio.acceptance import acceptance
from ...converters.label_studio.tasks import Annotation

_LIST: Final = msgspec.json.Decoder(list[Raw])
_ONE: Final = msgspec.json.Decoder(Annotation)
_ID: Final = msgspec.json.Decoder(int)


class Annotated(NamedTuple):
    """A finished annotation: its task, its id, and its version by its date."""

    task: int
    id: int
    updated: str


class Changes(Struct, frozen=True):
    """What changed between two looks: annotations by what became of them, and tasks in all."""

    made: int = 0
    changed: int = 0
    deleted: int = 0
    tasks: int = 0

    def __bool__(self) -> bool:
        """Whether anything did."""
        return bool(self.made or self.changed or self.deleted)


def annotated(tasks: Iterable[Mapping[str, Raw]], accept: str) -> list[Annotated]:
    """Return the finished annotations of tasks that count; drafts and skipped ones never do.

    Args:
        tasks: as `Server.tasks` yields them.
        accept: see `bridge.reading.Reading`.

    Example:
        >>> one = b'[{"id": 88, "updated_at": "2026-11-23T10:00:00Z", "result": []}]'
        >>> annotated([{"id": Raw(b"7"), "annotations": Raw(one)}], "human")
        [Annotated(task=7, id=88, updated='2026-11-23T10:00:00Z')]
    """
    accepts = acceptance(accept)
    found = []
    for fields in tasks:
        task = _ID.decode(fields["id"])
        for raw in _LIST.decode(fields.get("annotations") or Raw(b"[]")):
            one = _ONE.decode(raw)
            if isinstance(one.id, int) and not one.was_cancelled and accepts(one):
                found.append(Annotated(task, one.id, one.updated_at or one.created_at or ""))
    return sorted(found)


def digest(annotations: Iterable[Annotated]) -> str:
    """Hash annotations by their ids and dates."""
    return sha256(msgspec.json.encode(sorted(annotations))).hexdigest()


def changes(before: Iterable[Annotated], now: Iterable[Annotated]) -> Changes:
    """Compare two looks.

    Example:
        >>> changes([Annotated(1, 10, "a"), Annotated(2, 20, "a")], [Annotated(1, 10, "b")])
        Changes(made=0, changed=1, deleted=1, tasks=2)
    """
    was, are = ({one.id: one for one in look} for look in (before, now))
    made, deleted = are.keys() - was.keys(), was.keys() - are.keys()
    changed = {id_ for id_ in was.keys() & are.keys() if was[id_] != are[id_]}
    tasks = {are[id_].task for id_ in made | changed} | {was[id_].task for id_ in deleted}
    return Changes(len(made), len(changed), len(deleted), len(tasks))

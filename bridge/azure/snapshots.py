"""Snapshots: what a model was trained on, named by its hash, without a word of its texts.

    {"labels": {…}, "texts": {"1.txt": "sha256:9f86d08…"}, "settings": {"api_version": …},
     "annotations": [{"document": "1.txt", "task": 324, "annotation": 88, "updated": "2026-…"}],
     "configuration": "<View>…"}

The hash is of all that, so the same data have the same name wherever they are sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Raw, Struct

from ...converters import manifest
from ..files import opened
from .state import State

DIGITS: Final = 12


class Annotation(Struct, frozen=True, omit_defaults=True):
    """Whose work labelled a document: the ids in Label Studio, and the version by its date."""

    document: str
    task: Any = None
    annotation: Any = None
    updated: str | None = None


class Snapshot(Struct, frozen=True, omit_defaults=True):
    """All that decides what a model learns."""

    labels: Raw
    texts: dict[str, str]
    annotations: list[Annotation] = []
    configuration: str | None = None
    settings: dict[str, str] = {}

    def encoded(self) -> bytes:
        """Write it so that the same snapshot is always the same bytes."""
        whole = msgspec.json.decode(msgspec.json.encode(self))
        return msgspec.json.encode(whole, order="deterministic") + b"\n"

    @property
    def digest(self) -> str:
        """The name of the snapshot."""
        return sha256(self.encoded()).hexdigest()[:DIGITS]


def sha256_of(data: bytes) -> str:
    """Hash a text for a snapshot."""
    return f"sha256:{sha256(data).hexdigest()}"


class _Annotation(Struct):
    id: Any = None
    updated_at: str | None = None
    created_at: str | None = None


class _Task(Struct):
    id: Any = None
    annotations: list[_Annotation] | None = None


def annotations_of(file: Path) -> Iterator[Annotation]:
    """Yield whose work labelled the documents of a manifest; nothing without one.

    Raises:
        ProblemError: it is no manifest.
    """
    if not file.is_file():
        return
    with opened(file) as lines:
        for entry in manifest.read(lines, file.name):
            task = msgspec.json.decode(entry.task, type=_Task) if bytes(entry.task) else _Task()
            for document in entry.documents:
                chosen = _chosen(task, document.annotation)
                for name in document.files:
                    yield Annotation(
                        name, task.id, chosen.id, chosen.updated_at or chosen.created_at
                    )


def _chosen(task: _Task, index: int | None) -> _Annotation:
    found = task.annotations or []
    return found[index] if index is not None and 0 <= index < len(found) else _Annotation()


def find(state: State, project: str, digest: str) -> Snapshot | None:
    """Find a snapshot by its hash."""
    for path in state.snapshots(project):
        if path.stem == digest:
            return msgspec.json.decode(path.read_bytes(), type=Snapshot)
    return None


def of_label(state: State, project: str, label: str) -> str | None:
    """Return the hash that a model's label ends in, if there is such a snapshot."""
    return next((p.stem for p in state.snapshots(project) if label.endswith(p.stem)), None)

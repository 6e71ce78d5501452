"""The audit log: a line for each thing that was done to a resource, only ever added to.

    {"when": "2026-11-23T10:11:12Z", "operation": "train", "project": "incidents", "model": "v2",
     "snapshot": "3b1f0c9a22d4", "request_id": "…", "result": "succeeded"}

No key and no text stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

import msgspec
from msgspec import Struct

from .appending import append_line
from .errors import LeftRunning, ServiceError, StillRunningError


class Entry(Struct, omit_defaults=True):
    """One thing that was done, or tried."""

    operation: str
    project: str
    when: str = ""
    model: str | None = None
    deployment: str | None = None
    snapshot: str | None = None
    job: str | None = None
    request_id: str | None = None
    records: int | None = None
    result: str = ""


class AuditLog:
    """The log of a state folder.

    Args:
        path: of the file; made with its folder when something is to be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def entry(self, operation: str, project: str) -> Iterator[Entry]:
        """Log what the block does, however it ends; the block fills in what it learns."""
        entry = Entry(operation, project)
        try:
            yield entry
            entry.result = entry.result or "succeeded"
        except BaseException as error:
            entry.result = _ending(error)
            if isinstance(error, ServiceError):
                entry.request_id = error.failure.request_id or entry.request_id
            raise
        finally:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Write a line, whole."""
        entry.when = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        append_line(self._path, msgspec.json.encode(entry))

    def entries(self) -> list[Entry]:
        """Read the log, oldest first; a line that was cut off is passed over."""
        if not self._path.exists():
            return []
        lines = self._path.read_bytes().splitlines()
        return [entry for line in lines if (entry := _read(line))]


def _read(line: bytes) -> Entry | None:
    try:
        return msgspec.json.decode(line, type=Entry)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _ending(error: BaseException) -> str:
    if isinstance(error, LeftRunning | StillRunningError):
        return "left running"
    if isinstance(error, KeyboardInterrupt):
        return "interrupted"
    code = error.code if isinstance(error, ServiceError) else None
    return f"failed: {code or type(error).__name__}"

"""The state folder: backups of labels, snapshots of what was sent, the audit log. No texts.

.spanbridge/audit.jsonl
.spanbridge/backups/incidents/20261123T101112Z.json
.spanbridge/snapshots/incidents/3b1f0c9a22d4.json
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Final

from ..appearing import write_file
from .audit import AuditLog
from .errors import StoppedError

LATEST: Final = "latest"


class State:
    """The files of one state folder.

    Args:
        folder: made when something is to be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.audit = AuditLog(folder / "audit.jsonl")

    def keep_backup(self, project: str, labels: bytes) -> Path:
        """Write the labels that a project has, before they are replaced.

        Raises:
            ProblemError: it can't be written.
        """
        name = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S.%fZ")
        path = self._folder("backups", project) / f"{name}.json"
        write_file(path, labels, force=False)
        return path

    def backup(self, project: str, name: str) -> Path:
        """Find a backup by its file, by its name, or as the latest one.

        Raises:
            StoppedError: there is none.
        """
        if Path(name).is_file():
            return Path(name)
        kept = self.backups(project)
        found = kept[-1:] if name == LATEST else [p for p in kept if name in {p.stem, p.name}]
        if not found:
            remedy = "These are there: " + (", ".join(p.stem for p in kept) or "none") + "."
            raise StoppedError(f"There is no backup {name} of the project {project}.", remedy)
        return found[0]

    def backups(self, project: str) -> list[Path]:
        """List the backups of a project, oldest first."""
        return sorted((self.folder / "backups" / project).glob("*.json"))

    def keep_snapshot(self, project: str, digest: str, data: bytes) -> Path:
        """Write a snapshot, once and for all.

        Raises:
            ProblemError: it can't be written.
        """
        path = self._folder("snapshots", project) / f"{digest}.json"
        if not path.exists():
            write_file(path, data, force=False)
            path.chmod(0o444)
        return path

    def snapshots(self, project: str) -> Iterator[Path]:
        """Yield the snapshots of a project."""
        yield from (self.folder / "snapshots" / project).glob("*.json")

    def _folder(self, kind: str, project: str) -> Path:
        path = self.folder / kind / project
        path.mkdir(parents=True, exist_ok=True)
        return path

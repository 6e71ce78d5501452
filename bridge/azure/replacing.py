"""Replaces a project's labels: says what would change, backs up what is there, imports."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from .difference import Difference, difference
from .errors import NotFoundError, StoppedError
from .once import once
from .operations import Operation
from .session import Session


class Replacement(Struct, frozen=True):
    """Labels that are to take the place of others."""

    project: str
    labels: bytes
    before: bytes | None
    difference: Difference

    @property
    def is_needed(self) -> bool:
        """Whether an import would change anything."""
        return self.before is None or not self.difference.is_empty


def prepare(session: Session, labels: bytes) -> Replacement:
    """Compare labels with those that the project has, if it is there.

    Raises:
        ProblemError: the labels can't be read.
        ServiceError: what is there can't be had.
    """
    try:
        session.info()
    except NotFoundError:
        before = None
    else:
        before = session.export()
    return Replacement(session.project, labels, before, difference(before, labels))


def refuse_removals(replacement: Replacement) -> None:
    """Stop where something would be lost.

    Raises:
        StoppedError: labels, documents or categories would be removed.
    """
    removed = replacement.difference.removes
    if removed:
        raise StoppedError(
            f"This would remove {', '.join(removed)} from the project {replacement.project}.",
            "Say --replace if that is meant; a backup is made first.",
        )


def carry_out(session: Session, replacement: Replacement) -> tuple[Path | None, Operation]:
    """Back up, import and wait; return the backup, if there was anything, and the import.

    Raises:
        ServiceError: the import failed; the backup is kept.
    """
    project, labels = replacement.project, replacement.labels
    backup = None
    if replacement.before is not None:
        backup = session.state.keep_backup(project, replacement.before)
    done = Operation("import", project)

    def look() -> Operation | None:
        try:
            now = session.export()
        except NotFoundError:
            return None
        return done if difference(now, labels).is_empty else None

    operation = once(
        lambda: session.authoring.import_labels(project, labels),
        look,
        session.patience,
        remedy="Push again: an import of the same labels changes nothing.",
    )
    session.wait(operation)
    return backup, operation

"""Push: texts into the container, labels into the project, a snapshot of both; and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from msgspec import Raw, Struct
from msgspec.structs import replace

from ...converters.azure.check import Look, look
from ...converters.azure.mend import mended
from ...converters.report import Report
from ..files import read, texts_in
from . import replacing, snapshots
from .errors import StoppedError
from .replacing import Replacement
from .session import Session
from .storage import Storage
from .uploads import Uploads, plan, upload

TOO_FEW: Final = frozenset({"documents-few", "examples-few", "category-unused"})
"""What `--allow-few` lets pass."""
_EXAMPLES: Final = 1_000


class CheckError(StoppedError):
    """The labels file has errors; `report` tells them."""

    def __init__(self, report: Report) -> None:
        count = sum(report.problems[code] for code in _errors(report))
        few = TOO_FEW & {*_errors(report)}
        remedy = "Correct them; `spanbridge check` shows them all."
        if few:
            remedy += " --allow-few lets pass that there is too little to learn from."
        super().__init__(f"The labels have {count:,} errors; nothing was sent.", remedy)
        self.report = report


class Push(Struct, frozen=True):
    """A push that is prepared: all that it would do is known, nothing is done."""

    folder: Path
    container: str
    report: Report
    uploads: Uploads
    replacement: Replacement
    snapshot: snapshots.Snapshot
    storage: Storage
    session: Session


class Pushed(Struct, frozen=True, omit_defaults=True):
    """What a push did."""

    project: str
    container: str
    snapshot: str
    uploaded: int
    unchanged: int
    imported: bool
    difference: Any
    backup: str | None = None
    warnings: dict[str, int] = {}


def prepare(session: Session, folder: Path, *, allow_few: bool = False) -> Push:
    """Check a folder as `convert to-azure` writes it, and compare it with what is in Azure.

    Args:
        session: the resource; without a project, the labels file's own counts.
        folder: with labels.json, documents/ and perhaps manifest.jsonl, label_config.xml.
        allow_few: let pass that there is too little to learn from.

    Raises:
        CheckError: the labels have errors.
        ProblemError: the folder can't be read.
        StoppedError: the container has other texts of the same names.
        ServiceError: Azure or the storage can't be read.
    """
    report = Report("push", _EXAMPLES)
    texts = texts_in(folder / "documents")
    found = look(read(folder / "labels.json"), "labels.json", texts, report)
    if {*_errors(report)} - (TOO_FEW if allow_few else frozenset()):
        raise CheckError(report)
    named = found.project.file.metadata.project_name
    session = session if session.settings.project else session.on(named)
    labels, container = _labels(found, session.project)
    names = [document.location for document, _ in found.documents]
    storage = session.storage(container)
    return Push(
        folder,
        container,
        report,
        plan(storage, names, texts),
        replacing.prepare(session, labels),
        _snapshot(session, folder, labels, names),
        storage,
        session,
    )


def carry_out(push: Push) -> Pushed:
    """Upload what is new or changed, import the labels, keep the snapshot.

    Raises:
        ServiceError: something failed; a second push goes on from there.
    """
    session, texts = push.session, texts_in(push.folder / "documents")
    project, digest = push.replacement.project, push.snapshot.digest
    with session.state.audit.entry("push", project) as entry:
        entry.snapshot = digest
        upload(push.storage, push.uploads, texts, session.progress)
        backup = None
        if push.replacement.is_needed:
            backup, operation = replacing.carry_out(session, push.replacement)
            entry.request_id, entry.job = operation.request_id, operation.path
        session.state.keep_snapshot(project, digest, push.snapshot.encoded())
    return Pushed(
        project,
        push.container,
        digest,
        len(push.uploads.names),
        len(push.uploads.same),
        push.replacement.is_needed,
        push.replacement.difference,
        str(backup) if backup else None,
        dict(push.report.problems),
    )


def restore(session: Session, replacement: Replacement) -> Path | None:
    """Import a backup; what is there now is backed up first, and the texts stay as they are.

    Raises:
        ServiceError: the import failed.
    """
    with session.state.audit.entry("restore", replacement.project) as entry:
        backup, operation = replacing.carry_out(session, replacement)
        entry.request_id, entry.job = operation.request_id, operation.path
    return backup


def prepare_restore(session: Session, backup: str) -> Replacement:
    """Compare a backup, or any labels file of Azure, with what the project has.

    Raises:
        StoppedError: there is no such backup.
        ProblemError: it can't be read.
    """
    return replacing.prepare(session, read(session.state.backup(session.project, backup)))


def _errors(report: Report) -> list[str]:
    return [code for code, found in report.examples.items() if found[0].severity == "error"]


def _labels(found: Look, project: str) -> tuple[bytes, str]:
    """Write the labels for the project, with nothing in them that Azure doesn't know."""
    metadata = found.project.file.metadata
    container = metadata.storage_input_container_name
    if not container:
        remedy = "Convert with --container NAME, or write it into the labels file."
        raise StoppedError("The labels file names no container.", remedy)
    file = replace(found.project.file, metadata=replace(metadata, project_name=project))
    whole = mended(replace(found, project=replace(found.project, file=file)))
    return whole, container


def _snapshot(
    session: Session, folder: Path, labels: bytes, names: list[str]
) -> snapshots.Snapshot:
    texts, config = texts_in(folder / "documents"), folder / "label_config.xml"
    return snapshots.Snapshot(
        Raw(labels),
        {name: snapshots.sha256_of(texts(name)) for name in names},
        [*snapshots.annotations_of(folder / "manifest.jsonl")],
        read(config).decode("utf-8-sig", "replace") if config.is_file() else None,
        {"api_version": session.settings.api_version},
    )

"""Backup: all that can be had of projects, without changing anything and without Label Studio.

OUT/PROJECT/project.json                   what it is, with its settings
OUT/PROJECT/labels.json                    its labels, as Azure exports them
OUT/PROJECT/documents/*.txt                its texts, byte by byte
OUT/PROJECT/models.json, deployments.json, evaluations/MODEL.json
OUT/PROJECT/container/*.json               labels files in the container, where the portal keeps its
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from ...converters.azure.labels_file import KIND_OF
from ...converters.problems import ProblemError
from ..files import OutputFolder
from .difference import Difference, difference, labels_of
from .errors import NotFoundError
from .models import ProjectInfo
from .pulling import write_texts
from .session import Session

_HEAD = b'"projectFileVersion"'


class BackedUp(Struct, frozen=True):
    """What was written of one project.

    `missing` texts are in the labels and not in the container. `portal` says of each labels file in
    the container what the export has that it has not, and the other way round; None where it can't
    be read as one of this project.
    """

    project: str
    folder: str
    documents: int
    missing: list[str]
    portal: dict[str, Difference | None]


def backup(session: Session, out: Path, *, force: bool = False) -> BackedUp:
    """Write all that can be had of a project into a folder of its name.

    Args:
        session: the project, and the storage of its texts.
        out: the folder of all backups.
        force: replace what an earlier backup wrote.

    Raises:
        ProblemError: the folder can't be written.
        ServiceError: something can't be had.
    """
    info, authoring, name = session.info(), session.authoring, session.project
    labels = session.export()
    with OutputFolder(out / name, force=force) as folder:
        folder.write("project.json", _json(info))
        folder.write("labels.json", msgspec.json.format(labels) + b"\n")
        folder.folder("documents")
        names = _locations(info, labels)
        container = info.storage_input_container_name
        written, missing = write_texts(session, container, names, folder)
        models = authoring.models(name)
        folder.write("models.json", _json(models))
        folder.write("deployments.json", _json(authoring.deployments(name)))
        folder.folder("evaluations")
        for model in models:
            try:
                summary = authoring.summary(name, model.label)
            except NotFoundError:
                continue
            folder.write(f"evaluations/{model.label}.json", _json(summary))
        portal = _portal(session, info, labels, folder)
    return BackedUp(name, str(out / name), written, missing, portal)


def _locations(info: ProjectInfo, labels: bytes) -> list[str]:
    """Return the names of the texts; none of a kind of which we don't know where it has them."""
    if info.project_kind.lower() not in KIND_OF:
        return []
    return [document.location for document in labels_of(labels)]


def _portal(
    session: Session, info: ProjectInfo, labels: bytes, folder: OutputFolder
) -> dict[str, Difference | None]:
    """Keep the labels files of the container, and compare those of this project with the export."""
    storage = session.storage(info.storage_input_container_name)
    found: dict[str, Difference | None] = {}
    folder.folder("container")
    for name in storage.names(".json"):
        data = storage.read(name)
        if _HEAD not in data[: 1 << 16]:
            continue
        folder.write(f"container/{name}", data)
        found[name] = _compared(data, labels)
    return found


def _compared(data: bytes, labels: bytes) -> Difference | None:
    try:
        return difference(data, labels)
    except ProblemError:
        return None


def _json(thing: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(thing)) + b"\n"

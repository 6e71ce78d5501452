"""Pull: labels by export, texts from the container; evaluations, models, deployments beside them.

OUT/labels.json   OUT/documents/*.txt   OUT/models.json   OUT/deployments.json
OUT/evaluations/MODEL.json
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from ...converters.azure.names import is_safe_location
from ..files import OutputFolder
from .difference import labels_of
from .errors import NotFoundError
from .progress import Step
from .session import Session
from .uploads import WORKERS


class Pulled(Struct, frozen=True, omit_defaults=True):
    """What a pull wrote. `missing` texts are in the labels and not in the container."""

    project: str
    out: str
    documents: int
    missing: list[str]
    models: list[str]
    deployments: list[str]


def pull(session: Session, out: Path, *, force: bool = False) -> Pulled:
    """Bring a project home, ready for `convert to-label-studio`.

    Args:
        session: the project, and the storage of its texts.
        out: the folder to write; it appears whole or not at all.
        force: replace what an earlier run wrote there.

    Raises:
        ProblemError: the folder can't be written.
        ServiceError: something can't be had.
    """
    project, authoring = session.project, session.authoring
    container = session.info().storage_input_container_name
    models, deployments = authoring.models(project), authoring.deployments(project)
    labels = session.export()
    with OutputFolder(out, force=force) as folder:
        folder.write("labels.json", msgspec.json.format(labels) + b"\n")
        folder.folder("documents")
        names = [document.location for document in labels_of(labels)]
        written, missing = write_texts(session, container, names, folder)
        folder.write("models.json", _json(models))
        folder.write("deployments.json", _json(deployments))
        folder.folder("evaluations")
        for model in models:
            summary = authoring.summary(project, model.label)
            folder.write(f"evaluations/{model.label}.json", _json(summary))
    return Pulled(
        project,
        str(out),
        written,
        missing,
        [model.label for model in models],
        [one.deployment_name for one in deployments],
    )


def write_texts(
    session: Session, container: str, names: list[str], folder: OutputFolder
) -> tuple[int, list[str]]:
    """Write the texts; return how many, and which aren't there or have no plain name."""
    storage, missing = session.storage(container), []

    def fetched(name: str) -> bytes | None:
        try:
            return storage.read(name) if is_safe_location(name) else None
        except NotFoundError:
            return None

    with ThreadPoolExecutor(WORKERS) as pool:
        for done, (name, text) in enumerate(
            zip(names, pool.map(fetched, names), strict=True), start=1
        ):
            if text is None:
                missing.append(name)
            else:
                folder.write(f"documents/{name}", text)
            if session.progress:
                session.progress(Step("texts", done, len(names)))
    return len(names) - len(missing), missing


def _json(thing: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(thing)) + b"\n"

"""Exports a project into a file, by a snapshot, in bounded memory."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from ..appearing import appearing
from ..progress import Progress, Step
from .client import Server


class Exported(Struct, frozen=True):
    """What an export wrote."""

    project: int
    file: str
    bytes: int


def export(  # noqa: PLR0913 (each is an option)
    server: Server,
    project: int,
    out: Path,
    *,
    with_predictions: bool = False,
    force: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write all tasks of a project, labelled or not, into a file that appears whole.

    Args:
        server: where the project is.
        project: its number.
        out: the file.
        with_predictions: whether predictions are there with their bodies, not just their ids.
        force: replace the file.
        progress: told how many bytes have come.

    Raises:
        ProblemError: the file can't be written.
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    size = 0
    with appearing(out, force=force) as file:
        for chunk in server.export(project, with_predictions=with_predictions):
            file.write(chunk)
            size += len(chunk)
            if progress:
                progress(Step("bytes", size))
    return Exported(project, str(out), size)

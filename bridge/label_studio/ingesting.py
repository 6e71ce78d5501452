"""Makes a task of each text file of a folder, byte by byte as it is.

Label Studio's own upload makes a task of each line. Here `data.azure` keeps what the way to Azure
needs: the name of the text, its language, its hash, and which piece of it this is.

{"data": {"text": "…", "azure": {"location": "a.txt", "language": "en-us", "sha256": "9f86…",
                                 "piece": 2, "pieces": 5}}}
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Raw, Struct

from ...converters.azure.names import is_safe_location
from ...converters.label_studio.label_config import LabelConfig
from ...converters.report import Report
from ..files import read
from ..progress import Progress
from .client import Server
from .cutting import pieces
from .importing import Found, Imported, import_tasks

_ENDING: Final = ".txt"


class Ingestion(Struct, frozen=True):
    """A folder that is to go in, and how."""

    folder: Path
    language: str
    split_at: str | int | None = None


def ingest(
    server: Server, project: int, what: Ingestion, progress: Progress | None = None
) -> Imported:
    """Bring the text files of a folder into a project, those that it has already left as they are.

    Raises:
        ProblemError: the folder can't be read, or the project shows no text.
        ServiceError: Label Studio refused, failed or can't be reached; run again, this goes on.
    """
    config = LabelConfig.parse(server.project(project).label_config, f"project {project}")
    field = next(o.field for o in config.objects)
    report = Report()
    return import_tasks(server, project, texts_of(what, field, report), report, progress)


def texts_of(what: Ingestion, field: str, report: Report) -> Iterator[Found]:
    """Yield the tasks of a folder, by the names of its files; what can be none is told."""
    for file in sorted(what.folder.iterdir()):
        if file.suffix.lower() != _ENDING or not file.is_file():
            continue
        text = _text(file, report)
        if text is None:
            continue
        parts = pieces(text, what.split_at)
        for number, part in enumerate(parts, start=1):
            azure: dict[str, Any] = {"location": file.name, "language": what.language}
            azure["sha256"] = sha256(text.encode()).hexdigest()
            if len(parts) > 1:
                azure |= {"piece": number, "pieces": len(parts)}
            data = msgspec.json.encode({field: part, "azure": azure})
            yield Found(str(file), {"data": Raw(data)})


def _text(file: Path, report: Report) -> str | None:
    """Read a text; None, and told, if it can be no document."""
    if not is_safe_location(file.name):
        report.tell("text-file-refused", str(file), name=file.name)
        return None
    try:
        text = read(file).decode()
    except UnicodeDecodeError as error:
        report.tell("text-file-not-utf8", str(file), error=error)
        return None
    if not text.strip("\ufeff").strip():
        report.tell("text-file-empty", str(file))
        return None
    if "\0" in text:
        report.tell("text-nul", str(file), index=text.index("\0"))
        return None
    return text

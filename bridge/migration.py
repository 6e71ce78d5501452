"""Brings a project out of Language Studio into Label Studio: by an Azure project, or a backup.

The labels file is checked and mended, becomes tasks and a configuration, and goes in by what tasks
are known by (`label_studio.keys`): a run that broke off is simply run again, and adds what is new.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from ..converters.azure.decode import decode
from ..converters.azure.labels_file import Metadata
from ..converters.label_studio.label_config import LabelConfig
from ..converters.problems import Problem
from ..converters.report import Report
from .azure import pulling
from .azure.session import Session
from .check import fix
from .convert import to_label_studio
from .errors import StoppedError
from .files import read
from .label_studio.client import Project, Server
from .label_studio.importing import Imported, import_tasks, tasks_of
from .label_studio.verifying import verify
from .prelabelling import Prelabelled, prelabel
from .prelabelling.run import Announce
from .progress import Progress

NEW: Final = "new"
_SHORTEST: Final = 3


class Copy(Struct, frozen=True):
    """A project as `azure pull` and `azure backup` write it."""

    name: str
    folder: Path

    @property
    def labels(self) -> Path:
        """Its labels file."""
        return self.folder / "labels.json"

    @property
    def texts(self) -> Path:
        """The folder of its texts."""
        return self.folder / "documents"


class Migrated(Struct, frozen=True):
    """What a migration did, or would do.

    `mended` is what was wrong with the labels and is right now; `report` what is not moved, and
    why. `project` is None where nothing was to be done.
    """

    name: str
    metadata: Metadata
    tasks: int
    labels: dict[str, dict[str, int]]
    moved: int
    mended: list[Problem]
    report: Report
    imported: Imported | None = None
    project: Project | None = None
    predicted: Prelabelled | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "name": self.name,
            "kind": self.metadata.project_kind,
            "tasks": self.tasks,
            "labels": self.labels,
            "labels_moved_to_their_text": self.moved,
            "mended": self.mended,
            "label_studio_project": self.project.id if self.project else None,
            "imported": self.imported.as_dict() if self.imported else None,
            "predicted": self.predicted.as_dict() if self.predicted else None,
            "problems": self.report.as_dict()["problems"],
        }


@contextmanager
def copy_of(session: Session) -> Iterator[Copy]:
    """Bring an Azure project home for as long as it is needed.

    Raises:
        ServiceError: something can't be had.
    """
    with tempfile.TemporaryDirectory(prefix="spanbridge-") as folder:
        pulling.pull(session, Path(folder) / "copy")
        yield Copy(session.project, Path(folder) / "copy")


def copies_in(backup: Path) -> list[Copy]:
    """Find the projects of a backup, or the one that the folder is.

    Raises:
        StoppedError: there are none.
    """
    folders = [backup, *sorted(backup.iterdir())]
    found = [Copy(_name(one), one) for one in folders if (one / "labels.json").is_file()]
    if not found:
        remedy = "Make one: `spanbridge azure backup --all --out DIR`."
        raise StoppedError(f"There is no backup of a project in {backup}.", remedy)
    return found


def migrate(
    copy: Copy,
    server: Server | None,
    *,
    into: int | str | None = None,
    progress: Progress | None = None,
) -> Migrated:
    """Bring a project into Label Studio.

    Args:
        copy: the project.
        server: where it goes; None tells what would be done.
        into: the number of a project there, `new` for a new one; by default the project of the same
            title, or a new one.
        progress: told of the tasks that are in.

    Raises:
        ProblemError: the labels can't be read, or are of a kind that is not moved.
        ServiceError: Label Studio refused, failed or can't be reached; run again, this goes on.
    """
    with tempfile.TemporaryDirectory(prefix="spanbridge-") as name:
        folder = Path(name)
        fixed = fix(copy.labels, folder / "labels.json", texts=copy.texts)
        project = _there(server, copy.name, into) if server else None
        config = folder / "given.xml" if project else None
        if project and config:
            config.write_text(project.label_config, encoding="utf-8")
        made = to_label_studio(
            folder / "labels.json", folder / "tasks", texts=copy.texts, label_config=config
        )
        metadata = decode(read(copy.labels), copy.labels.name, Report()).file.metadata
        imported = None
        if server:
            xml = (folder / "tasks" / "label_config.xml").read_text(encoding="utf-8")
            if project is None:
                project = server.create(_title(copy.name), xml, instructions(copy))
            imported = _brought(server, project, folder / "tasks" / "tasks.json", progress)
        tasks = sum(made.documents.values())
        return Migrated(
            copy.name, metadata, tasks, made.spans, len(fixed.changes),
            fixed.mended, made, imported, project,
        )  # fmt: skip


def predict(
    done: Migrated, session: Session, server: Server, announce: Announce | None = None
) -> Migrated:
    """Let Azure predict the tasks that nobody has labelled, each once for a model version.

    Args:
        done: what a migration did.
        session: the resource; the deployment of its settings is asked, else the only one there is.
        server: where the tasks are.
        announce: told what it will cost before anything is sent.

    Raises:
        StoppedError: there is no deployment, or there are several and none is named.
        ProblemError: a budget doesn't allow it.
        ServiceError: a service refused, failed or can't be reached; run again, this goes on.
    """
    if done.project is None:
        return done
    settings = replace(
        session.settings, project=done.name, deployment=_deployment(session.on(done.name))
    )
    predicted = prelabel(
        server, done.project.id, settings, only_unlabelled=True,
        progress=session.progress, announce=announce,
    )  # fmt: skip
    return replace(done, predicted=predicted)


def _deployment(session: Session) -> str:
    """Return the deployment to ask."""
    if session.settings.deployment:
        return session.settings.deployment
    found = [one.deployment_name for one in session.authoring.deployments(session.project)]
    if len(found) == 1:
        return found[0]
    project = session.project
    if found:
        message = f"The project {project} has several deployments: {', '.join(found)}."
        raise StoppedError(message, "Choose one with --deployment NAME.")
    message = f"The project {project} has no deployment that could predict; the rest is done."
    raise StoppedError(
        message, "Leave --predict away, or deploy a model: `spanbridge azure deploy`."
    )


def _brought(server: Server, project: Project, tasks: Path, progress: Progress | None) -> Imported:
    config = LabelConfig.parse(project.label_config, f"project {project.id}")
    report = verify(tasks, config)
    return import_tasks(server, project.id, tasks_of(tasks), report, progress)


def _there(server: Server, name: str, into: int | str | None) -> Project | None:
    """Find the project to go on with; None if a new one is to be made."""
    if isinstance(into, int):
        return server.project(into)
    if into == NEW:
        return None
    found = [one for one in server.projects() if one.title == _title(name)]
    if len(found) > 1:
        numbers = ", ".join(str(one.id) for one in found)
        message = f"Several projects in Label Studio are titled {name}: {numbers}."
        raise StoppedError(message, "Choose one with --label-studio-project N.")
    return server.project(found[0].id) if found else None


def _title(name: str) -> str:
    """Return a title that Label Studio takes: at least three characters."""
    return name if len(name) >= _SHORTEST else f"{name} (Azure)"


def instructions(copy: Copy) -> str:
    """Write what the project says of its categories as instructions for annotators."""
    assets = decode(read(copy.labels), copy.labels.name, Report()).file.assets
    said = [one for one in (*assets.entities, *assets.classes) if one.description]
    items = "".join(
        f"<li><b>{escape(one.category)}</b>: {escape(str(one.description))}</li>" for one in said
    )
    return f"<ul>{items}</ul>" if items else ""


def _name(folder: Path) -> str:
    """Return the name of the project in a folder, as its labels file has it."""
    try:
        name = decode(read(folder / "labels.json"), "labels.json", Report()).file.metadata
    except ValueError:
        return folder.name
    return name.project_name or folder.resolve().name

"""`spanbridge label-studio export`, `import`, `import-predictions`: tasks out and in."""

from __future__ import annotations

from pathlib import Path

import click

from ...converters.report import Report
from ..label_studio import exporting, importing, predictions
from ..label_studio.client import Server
from ..progress import Progress
from . import PROBLEMS
from . import azure_view as view
from .console import tell_all
from .label_studio_options import on_server
from .shared import Outcome

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("project", type=int)
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="File to write; it appears whole or not at all.",
)  # fmt: skip
@click.option(
    "--with-predictions", is_flag=True, help="Write the bodies of predictions, not just their ids."
)
@click.option("--force", is_flag=True, help="Replace the file.")
@on_server
def export(  # noqa: PLR0913 (each is an option)
    server: Server, progress: Progress | None, *, project: int, out: Path, with_predictions: bool,
    force: bool,
) -> Outcome:  # fmt: skip
    """Write all tasks of a project into a file.

    Tasks without annotations are written too. `convert to-azure FILE` goes on from there.
    """
    done = exporting.export(
        server, project, out, with_predictions=with_predictions, force=force, progress=progress
    )
    return Outcome(done, lambda: view.facts(project=project, file=out, bytes=f"{done.bytes:,}"))


@click.command("import")
@click.argument("project", type=int)
@click.argument("tasks", type=_FILE)
@on_server
def import_command(
    server: Server, progress: Progress | None, *, project: int, tasks: Path
) -> Outcome:
    """Bring tasks in, none twice.

    TASKS is a list of tasks, or an export. All regions are compared with their texts first, since
    Label Studio takes any offsets; one that is off keeps all from being sent. A task that the
    project has already is known by its data, so what broke off is simply run again.
    """
    return imported(importing.import_file(server, project, tasks, progress))


@click.command("import-predictions")
@click.argument("project", type=int)
@click.argument("file", type=_FILE)
@on_server
def import_predictions(
    server: Server, progress: Progress | None, *, project: int, file: Path
) -> Outcome:
    """Bring predictions to the tasks that are there.

    FILE is a list of tasks with predictions, such as `azure predict --out FILE.json` writes. Tasks
    are found by their data. Each task gets one prediction of a model version.
    """
    done = predictions.import_predictions(server, project, file, progress)

    def show() -> None:
        tell_all(done.report)
        view.facts(project=project, predictions_added=f"{done.added:,}", there=f"{done.there:,}")

    return Outcome(done.as_dict(), show, status_of(done.report))


def imported(done: importing.Imported) -> Outcome:
    """Say what an import did."""

    def show() -> None:
        tell_all(done.report)
        view.facts(
            project=done.project,
            tasks_added=f"{done.added:,}",
            there_already=f"{done.there:,}",
            there_with_another_text=f"{done.differing:,}" if done.differing else None,
        )

    return Outcome(done.as_dict(), show, status_of(done.report))


def status_of(report: Report) -> int:
    """Return the exit status that a report makes."""
    return PROBLEMS if report.has_errors else 0

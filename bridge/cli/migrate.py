"""`spanbridge migrate`: out of Language Studio, into Label Studio."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace
from rich.text import Text

from ...converters.azure.labels_file import KIND_OF
from ..azure.errors import LeftRunning
from ..azure.project import AzureProject
from ..label_studio.client import Server
from ..migration import Copy, Migrated, copies_in, copy_of, predict
from ..migration import migrate as move
from ..prelabelling import Prelabelled
from ..progress import Progress
from ..settings import Settings
from . import PROBLEMS
from . import azure_view as view
from .azure_options import settings_of, settings_options
from .console import out, tell_all
from .label_studio_ingest import PROJECT
from .label_studio_prelabel import announce
from .shared import Outcome, progress_of_steps, told

_GO_ON = "Interrupted. What was done stays; the same command goes on from there."
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@settings_options
@click.option("--all", "all_of_them", is_flag=True, help="All projects of the resource.")
@click.option("--from-backup", type=_FOLDER, metavar="DIR", help="Of `azure backup`, or `pull`.")
@click.option(
    "--label-studio-project", type=PROJECT, metavar="N|new",
    help="Where to; by default the project of the same title, or a new one.",
)  # fmt: skip
@click.option(
    "--predict",
    "predicts",
    is_flag=True,
    help="Let Azure predict the tasks without labels; says first what it will cost.",
)
@click.option("--deployment", metavar="NAME", help="What predicts; by default the only one.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done; needs no Label Studio.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def migrate(  # noqa: PLR0913 (an argument an option)
    *, all_of_them: bool, from_backup: Path | None, label_studio_project: int | str | None,
    predicts: bool, deployment: str | None, dry_run: bool, as_json: bool, **options: Any,
) -> int:  # fmt: skip
    """Bring projects out of Language Studio into Label Studio.

    Labels are checked and mended, and become annotations; texts without labels become tasks to
    label; the Train and Test parts are kept. Nothing in Azure is changed. Run again, only what is
    new is added. The way back is `label-studio export`, `convert to-azure`, `azure push`.
    """
    settings = settings_of(options)
    if deployment:
        settings = replace(settings, deployment=deployment)
    server = None if dry_run else Server(settings)

    def act() -> Outcome:
        done: list[Migrated] = []
        stays: dict[str, str] = {}
        with progress_of_steps() as progress:
            for copy in _copies(settings, from_backup, stays, all_of_them=all_of_them):
                moved = move(copy, server, into=label_studio_project, progress=progress)
                if predicts and server:
                    moved = _predicted(moved, settings, server, progress)
                done.append(moved)
                if not as_json:
                    _show(moved, dry_run=dry_run)
        data = {"migrated": [one.as_dict() for one in done], "not_moved": stays}
        wrong = any(one.report.has_errors or _has_errors(one.predicted) for one in done)
        return Outcome(data, lambda: _show_stays(stays), PROBLEMS if wrong else 0)

    try:
        return told(act, as_json=as_json)
    except KeyboardInterrupt as error:
        raise LeftRunning(str(error) or _GO_ON) from error


def _predicted(
    moved: Migrated, settings: Settings, server: Server, progress: Progress | None
) -> Migrated:
    with AzureProject(settings=settings, progress=progress) as project:
        return predict(moved, project.session, server, announce)


def _has_errors(predicted: Prelabelled | None) -> bool:
    return predicted is not None and predicted.report.has_errors


def _show_stays(stays: dict[str, str]) -> None:
    for name, kind in stays.items():
        out.print(Text(f"{name}: not moved, since its kind is {kind}."))


def _copies(
    settings: Settings, from_backup: Path | None, stays: dict[str, str], *, all_of_them: bool
) -> Iterator[Copy]:
    """Yield the projects that are to be moved; name in `stays` those of other kinds."""
    if from_backup:
        yield from copies_in(from_backup)
        return
    with AzureProject(settings=settings) as project, ExitStack() as held:
        infos = project.projects() if all_of_them else [project.session.info()]
        for info in infos:
            if info.project_kind.lower() not in KIND_OF:
                stays[info.project_name] = info.project_kind
                continue
            yield held.enter_context(copy_of(project.session.on(info.project_name)))
            held.pop_all().close()


def _show(one: Migrated, *, dry_run: bool) -> None:
    tell_all(one.report)
    spans = sum(sum(counts.values()) for counts in one.labels.values())
    imported = one.imported
    view.facts(
        project=one.name,
        kind=one.metadata.project_kind,
        tasks=f"{one.tasks:,}",
        labels=f"{spans:,}",
        labels_moved_to_their_text=f"{one.moved:,}" if one.moved else None,
        label_studio_project=one.project.id if one.project else None,
        added=f"{imported.added:,}" if imported else None,
        there_already=f"{imported.there:,}" if imported else None,
        there_with_another_text=imported.differing or None if imported else None,
        predicted=f"{one.predicted.added:,} tasks by {one.predicted.version}"
        if one.predicted
        else None,
    )
    if one.predicted:
        tell_all(one.predicted.report)
    if dry_run:
        out.print("Nothing was done: this was a dry run.")
    elif one.project:
        number, name = one.project.id, one.name
        kind = KIND_OF[one.metadata.project_kind.lower()]
        container = one.metadata.storage_input_container_name
        options = f"--project-name {name} --container {container} --include-unlabelled"
        options += "" if kind == "entities" else f" --kind {kind}"
        options += " --multilingual" if one.metadata.multilingual else ""
        out.print(Text("To go on, annotate; then bring the labels back into the same project:"))
        for line in (
            f"  spanbridge label-studio export {number} --out {name}.json",
            f"  spanbridge convert to-azure {name}.json {options} --out {name}",
            f"  spanbridge azure push {name} -p {name}",
        ):
            out.print(Text(line), soft_wrap=True)

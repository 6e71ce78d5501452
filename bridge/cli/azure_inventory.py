"""`spanbridge azure inventory` and `backup`: what there is, and a safe copy of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.text import Text

from ..azure import backing_up
from ..azure.inventory import Inventory
from ..azure.inventory import inventory as look_at
from ..azure.project import AzureProject
from ..settings import load
from . import PROBLEMS
from . import azure_view as view
from .azure_options import on_project
from .console import out
from .shared import Outcome, print_json, progress_of_steps

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--endpoint", multiple=True, metavar="URL", help="A resource; may be given again.")
@click.option("--profile", multiple=True, metavar="NAME", help="A profile; may be given again.")
@click.option("--storage", metavar="WHERE", help="Where texts are, to see which are missing.")
@click.option("--config", "config_file", type=_FILE, metavar="FILE", help="A spanbridge.toml.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def inventory(*, as_json: bool, **options: Any) -> int:
    """Tell all of all projects, and what can't be moved.

    Several endpoints share one login, or one key; give a profile each to resources with keys of
    their own.
    """
    found = [one for resource in _looked_at(**options) for one in resource]
    if as_json:
        print_json(found)
    else:
        show(found)
    return PROBLEMS if any(one.missing_texts for one in found) else 0


def _looked_at(
    *, endpoint: tuple[str, ...], profile: tuple[str, ...], storage: str | None,
    config_file: Path | None,
) -> Iterator[list[Inventory]]:  # fmt: skip
    for name, address in product(profile or (None,), endpoint or (None,)):
        given = {"endpoint": address, "storage": storage}
        settings = load(given, file=config_file, profile=name, environment=os.environ)
        with (
            progress_of_steps() as progress,
            AzureProject(settings=settings, progress=progress) as project,
        ):
            yield look_at(project.session, view.today())


def show(found: list[Inventory]) -> None:
    """Print what was found, a table of all and the details of each."""
    columns = ("project", "kind", "languages", "texts", "labelled", "missing", "labels", "models")
    view.table(
        columns,
        [
            (
                one.project.project_name,
                one.project.project_kind,
                ", ".join(one.languages) or one.project.language,
                f"{one.documents:,}",
                f"{one.labelled:,}",
                "?" if one.missing_texts is None else f"{len(one.missing_texts):,}",
                f"{sum(sum(counts.values()) for counts in one.labels.values()):,}",
                len(one.models),
            )
            for one in found
        ],
    )
    for one in found:
        _show(one)


def _show(one: Inventory) -> None:
    view.facts(project=one.project.project_name, resource=one.endpoint)
    for category in dict.fromkeys([*one.categories, *one.labels]):
        counts = one.labels.get(category, {})
        shown = ", ".join(f"{number:,} {split}" for split, number in sorted(counts.items()))
        _line(category, shown or "no labels")
    for scored in one.models:
        score = "not evaluated" if scored.f1 is None else f"F1 {scored.f1:.3f}"
        expires = scored.model.model_expiration_date or "?"
        _line(f"model {scored.model.label}", f"{score}, expires {expires}")
    for deployment in one.deployments:
        expires = deployment.deployment_expiration_date or "?"
        name = f"deployment {deployment.deployment_name}"
        _line(name, f"{deployment.model_id}, expires {expires}")
    if one.missing_texts:
        _line("missing texts", ", ".join(one.missing_texts[:10]))
    for line in one.stays:
        _line("stays", line)
    view.warn(one.expiring)


def _line(name: str, words: str) -> None:
    out.print(Text(f"  {name}: {words}"))


@click.command()
@click.option("--all", "all_of_them", is_flag=True, help="All projects of the resource.")
@click.option(
    "--out", "folder", required=True, type=click.Path(path_type=Path), metavar="DIR",
    help="Folder to write; each project is a folder in it, which appears whole or not at all.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace what an earlier backup wrote there.")
@on_project
def backup(project: AzureProject, *, all_of_them: bool, folder: Path, force: bool) -> Outcome:
    """Keep a copy of labels, texts and evaluations.

    The labels file that Language Studio keeps in the container is kept too, and compared with what
    Azure exports. A text that the container doesn't have makes the exit status 1.
    """
    session = project.session
    names = [one.project_name for one in project.projects()] if all_of_them else [session.project]
    done = [backing_up.backup(session.on(name), folder, force=force) for name in names]
    columns = ("project", "folder", "texts", "missing", "labels files in the container")
    rows = [
        (one.project, one.folder, f"{one.documents:,}", ", ".join(one.missing[:5]) or "-",
         "; ".join(f"{name}: {_state(found)}" for name, found in one.portal.items()))
        for one in done
    ]  # fmt: skip
    status = PROBLEMS if any(one.missing for one in done) else 0
    return Outcome(msgspec.to_builtins(done), lambda: view.table(columns, rows), status)


def _state(found: Any) -> str:
    if found is None:
        return "can't be read"
    return "the same labels" if found.is_empty else "other labels"

"""`spanbridge convert`: the two directions."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ...converters.report import Report
from ..convert import to_azure, to_label_studio
from ..reading import OptionError
from . import PROBLEMS
from .reading import reading_options
from .shared import print_json, progress_of

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_LABELS = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
_SOURCE = click.Path(exists=True, allow_dash=True, path_type=Path)
Command = Callable[..., Any]


@click.group()
def convert() -> None:
    """Convert labelled texts between Label Studio and Azure."""


def _common(command: Command) -> Command:
    """Add the options that every conversion takes."""
    options = (
        click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR",
                     help="Folder to write; it appears whole or not at all."),
        click.option("--strict", is_flag=True,
                     help="Write nothing if anything has to be left out."),
        click.option("--force", is_flag=True, help="Replace what an earlier run wrote there."),
        click.option("--json", "as_json", is_flag=True, help="Print the report as JSON."),
    )  # fmt: skip
    return functools.reduce(lambda made, option: option(made), reversed(options), command)


@convert.command("to-azure")
@click.argument("sources", nargs=-1, required=True, type=_SOURCE, metavar="SOURCE...")
@click.option("--project-name", help="The Azure project.  [default: the name of the folder]")
@click.option("--container", help="The container for the texts.  [default: like the project]")
@click.option("--description", default="", help="The project's description.")
@click.option("--multilingual", is_flag=True, help="The project takes several languages.")
@reading_options
@click.option(
    "--overlaps",
    type=click.Choice(["longest", "first", "keep", "error"]),
    default="longest",
    show_default=True,
    help="Which of overlapping spans to keep.",
)
@click.option(
    "--split", metavar="TRAIN/TEST", help="Percentages, such as 80/20, by the texts' hash."
)
@click.option(
    "--project-file-version",
    default="2022-05-01",
    show_default=True,
    help="What to write as projectFileVersion.",
)
@click.option(
    "--no-texts",
    "write_texts",
    flag_value=False,
    default=True,
    type=bool,
    help="Write labels and manifest only.",
)
@_common
def to_azure_command(sources: tuple[Path, ...], out: Path, *, as_json: bool, **options: Any) -> int:
    """Write labels.json, documents/ and manifest.jsonl for Azure custom NER.

    SOURCE is an export of Label Studio (JSON, JSON_MIN, CSV, TSV), a task list or JSON Lines, or a
    folder or zip of such files or of target storage; - is standard input. report.json tells all
    that was done.
    """
    return _converted(
        lambda progress: to_azure(sources, out, progress=progress, **options),
        f"For Azure, in {out}",
        as_json=as_json,
        strict=options["strict"],
    )  # fmt: skip


@convert.command("to-label-studio")
@click.argument("labels", type=_LABELS, metavar="LABELS.json")
@click.option(
    "--texts", required=True, type=_FOLDER, metavar="DIR", help="Folder of the documents."
)
@click.option(
    "--manifest",
    "manifest_file",
    type=_FILE,
    metavar="FILE",
    help="The manifest.jsonl written with the labels: tasks, ids and regions come back.",
)
@click.option(
    "--label-config",
    type=_FILE,
    metavar="FILE",
    help="Labeling configuration to fit the labels to; else one is made of them.",
)
@click.option(
    "--as",
    "written_as",
    type=click.Choice(["annotations", "predictions"]),
    default="annotations",
    show_default=True,
    help="What the labels become.",
)
@click.option("--model-version", default="azure", show_default=True, help="Of predictions.")
@_common
def to_label_studio_command(labels: Path, out: Path, *, as_json: bool, **options: Any) -> int:
    """Write tasks.json and label_config.xml for Label Studio.

    LABELS.json is a labels file as Azure exports it; - is standard input.
    """
    return _converted(
        lambda progress: to_label_studio(labels, out, progress=progress, **options),
        f"For Label Studio, in {out}",
        as_json=as_json,
        strict=options["strict"],
    )


def _converted(
    conversion: Callable[[Any], Report], title: str, *, as_json: bool, strict: bool
) -> int:
    """Run a conversion with progress, print what it did, return the exit status."""
    with progress_of("converting") as progress:
        try:
            report = conversion(progress)
        except OptionError as error:
            raise click.UsageError(str(error)) from error
    if as_json:
        print_json(report.as_dict())
    else:
        from . import console  # noqa: PLC0415 (rich is slow to import)

        console.tell_all(report)
        console.summary(report, title)
        if strict and report.has_errors:
            console.err.print("[bold red]--strict: nothing was written.[/]")
    return PROBLEMS if report.has_errors else 0

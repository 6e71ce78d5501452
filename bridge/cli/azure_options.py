"""What all commands on Azure share: options, settings, progress, JSON, questions."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..azure.errors import LeftRunning, StoppedError
from ..azure.project import AzureProject
from ..progress import Progress
from ..settings import Settings, load
from .shared import Outcome, print_json, progress_of_steps, told

__all__ = [
    "Outcome",
    "confirm",
    "on_project",
    "print_json",
    "settings_of",
    "settings_options",
    "yes_option",
]

_GIVEN = ("project", "endpoint", "storage", "state", "max_wait")
_INTERRUPTED = "Interrupted. What was done stays; the same command goes on from there."
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that settings are made of; see `settings_of`."""
    options = (
        click.option("-p", "--project", metavar="NAME", help="The project."),
        click.option("--endpoint", metavar="URL", help="The address of the Language resource."),
        click.option("--storage", metavar="WHERE",
                     help="Where texts are: a folder, or an address; secret ones by environment."),
        click.option("--state", type=click.Path(file_okay=False), metavar="DIR",
                     help="Folder of backups, snapshots and the audit log."),
        click.option("--max-wait", type=float, metavar="SECONDS",
                     help="How long to wait for a job, which goes on.  [default: a day]"),
        click.option("--profile", metavar="NAME", help="A profile of spanbridge.toml."),
        click.option("--config", "config_file", type=_FILE, metavar="FILE",
                     help="Another spanbridge.toml."),
    )  # fmt: skip
    return functools.reduce(lambda made, option: option(made), reversed(options), command)


def settings_of(options: dict[str, Any], **more: Any) -> Settings:
    """Take the options of `settings_options` out of all, and gather the settings with `more`."""
    given = {name: options.pop(name, None) for name in _GIVEN}
    return load(given | more, file=options.pop("config_file"), profile=options.pop("profile"))


def on_project(command: Callable[..., Outcome]) -> Callable[..., int]:
    """Give a command its project, made of the options that all share, and print what it found."""

    @settings_options
    @click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
    @functools.wraps(command)
    def run(*, as_json: bool, **options: Any) -> int:
        settings = settings_of(options)

        def act() -> Outcome:
            try:
                with progress_of_steps() as progress, _opened(settings, progress) as project:
                    return command(project, **options)
            except KeyboardInterrupt as error:
                raise LeftRunning(str(error) or _INTERRUPTED) from error

        return told(act, as_json=as_json)

    return run


def yes_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--yes` to a command that asks."""
    return click.option("-y", "--yes", is_flag=True, help="Do it without asking.")(command)


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something is lost.

    Raises:
        StoppedError: the answer is no.
        click.UsageError: there is nobody to ask.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError(f"{question} There is nobody to ask here: say --yes if so.")
    if not click.confirm(question, err=True):
        raise StoppedError("Nothing was done.")


def _opened(settings: Settings, progress: Progress | None) -> AzureProject:
    return AzureProject(settings=settings, progress=progress)

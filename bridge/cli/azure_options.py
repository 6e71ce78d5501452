"""What all commands on Azure share: options, settings, progress, JSON, questions."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import click
import msgspec
from msgspec import Struct

from ..azure.errors import LeftRunning, ServiceError, StoppedError
from ..azure.progress import Progress
from ..azure.project import AzureProject
from ..settings import Settings, load

_INTERRUPTED = "Interrupted. What was done stays; the same command goes on from there."
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Outcome(Struct, frozen=True):
    """What a command found: data for `--json`, how people see it, the exit status."""

    data: Any
    show: Callable[[], None]
    status: int = 0


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that settings are made of; see `settings_of`."""
    options = (
        click.option("-p", "--project", metavar="NAME", help="The project."),
        click.option("--endpoint", metavar="URL", help="The address of the Language resource."),
        click.option("--storage", metavar="WHERE",
                     help="Where texts are: a folder, or an address; secret ones by environment."),
        click.option("--state", type=click.Path(file_okay=False), metavar="DIR",
                     help="Folder of backups, snapshots and the audit log."),
        click.option("--profile", metavar="NAME", help="A profile of spanbridge.toml."),
        click.option("--config", "config_file", type=_FILE, metavar="FILE",
                     help="Another spanbridge.toml."),
    )  # fmt: skip
    return functools.reduce(lambda made, option: option(made), reversed(options), command)


def settings_of(options: dict[str, Any]) -> Settings:
    """Take the options of `settings_options` out of all, and gather the settings."""
    given = {name: options.pop(name, None) for name in ("project", "endpoint", "storage", "state")}
    return load(given, file=options.pop("config_file"), profile=options.pop("profile"))


def on_project(command: Callable[..., Outcome]) -> Callable[..., int]:
    """Give a command its project, made of the options that all share, and print what it found."""

    @settings_options
    @click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
    @functools.wraps(command)
    def run(*, as_json: bool, **options: Any) -> int:
        settings = settings_of(options)
        try:
            with _progress() as progress, _opened(settings, progress) as project:
                outcome = command(project, **options)
        except (ServiceError, StoppedError) as error:
            if as_json:
                print_json({"error": _described(error)})
            raise
        except KeyboardInterrupt as error:
            raise LeftRunning(str(error) or _INTERRUPTED) from error
        if as_json:
            print_json(outcome.data)
        else:
            outcome.show()
        return outcome.status

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


def print_json(data: Any) -> None:
    """Print data as JSON, for programs."""
    click.echo(msgspec.json.format(msgspec.json.encode(data)).decode())


def _described(error: ServiceError | StoppedError) -> dict[str, Any]:
    if isinstance(error, ServiceError):
        return {"kind": type(error).__name__, **msgspec.to_builtins(error.failure)}
    found = {"kind": type(error).__name__, "message": str(error), "remedy": error.remedy}
    return found | {"details": error.details}


def _opened(settings: Settings, progress: Progress | None) -> AzureProject:
    return AzureProject(settings=settings, progress=progress)


def _progress() -> AbstractContextManager[Progress | None]:
    """Show progress where there is a terminal to show it on."""
    if not sys.stderr.isatty():
        return nullcontext()
    from . import console  # noqa: PLC0415 (rich is slow to import)

    return console.steps()

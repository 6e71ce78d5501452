"""What several commands do alike, without loading what only a terminal needs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import click
import msgspec
from msgspec import Struct

from ..errors import ServiceError, StoppedError
from ..files import Progress
from ..progress import Progress as Steps


class Outcome(Struct, frozen=True):
    """What a command found: data for `--json`, how people see it, the exit status."""

    data: Any
    show: Callable[[], None]
    status: int = 0


def print_json(value: Any) -> None:
    """Print plain data, or structs, as JSON for programs."""
    click.echo(msgspec.json.format(msgspec.json.encode(value)).decode())


def progress_of(doing: str) -> AbstractContextManager[Progress | None]:
    """Show progress where there is a terminal to show it on."""
    if not sys.stderr.isatty():
        return nullcontext()
    from . import console  # noqa: PLC0415 (rich is slow to import)

    return console.progress(doing)


def progress_of_steps() -> AbstractContextManager[Steps | None]:
    """Show the progress of several steps where there is a terminal to show it on."""
    if not sys.stderr.isatty():
        return nullcontext()
    from . import console  # noqa: PLC0415 (rich is slow to import)

    return console.steps()


def described(error: ServiceError | StoppedError) -> dict[str, Any]:
    """Return an error as plain data, for `--json`."""
    if isinstance(error, ServiceError):
        return {"kind": type(error).__name__, **msgspec.to_builtins(error.failure)}
    found = {"kind": type(error).__name__, "message": str(error), "remedy": error.remedy}
    return found | {"details": error.details}


def told(act: Callable[[], Outcome], *, as_json: bool) -> int:
    """Do what a command does, print it or its error, and return the exit status.

    Raises:
        ServiceError, StoppedError: after they were printed as JSON, if that is asked for.
    """
    try:
        outcome = act()
    except (ServiceError, StoppedError) as error:
        if as_json:
            print_json({"error": described(error)})
        raise
    if as_json:
        print_json(outcome.data)
    else:
        outcome.show()
    return outcome.status

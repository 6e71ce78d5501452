"""What all commands on Label Studio share: settings, progress, JSON."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import click

from ..errors import ServiceError, StoppedError
from ..label_studio.client import Server
from ..progress import Progress
from ..settings import load
from .shared import Outcome, described, print_json, progress_of_steps

P = ParamSpec("P")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def on_server(
    command: Callable[Concatenate[Server, Progress | None, P], Outcome],
) -> Callable[..., int]:
    """Give a command its server and what it tells its progress to, and print what it found."""

    @click.option("--profile", metavar="NAME", help="A profile of spanbridge.toml.")
    @click.option(
        "--config", "config_file", type=_FILE, metavar="FILE", help="Another spanbridge.toml."
    )
    @click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
    @functools.wraps(command)
    def run(*, as_json: bool, profile: str | None, config_file: Path | None, **options: Any) -> int:
        server = Server(load(file=config_file, profile=profile))
        try:
            with progress_of_steps() as progress:
                outcome = command(server, progress, **options)  # type: ignore[call-arg]
        except (ServiceError, StoppedError) as error:
            if as_json:
                print_json({"error": described(error)})
            raise
        if as_json:
            print_json(outcome.data)
        else:
            outcome.show()
        return outcome.status

    return run

"""What all commands on Label Studio share: settings, progress, JSON."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..label_studio.client import Server
from ..settings import load
from .shared import Outcome, progress_of_steps, told

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def on_server(
    command: Callable[..., Outcome],
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

        def act() -> Outcome:
            with progress_of_steps() as progress:
                return command(server, progress, **options)

        return told(act, as_json=as_json)

    return run

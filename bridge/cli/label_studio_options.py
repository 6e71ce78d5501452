"""What all commands on Label Studio share, or on it and Azure: settings, progress, JSON."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from ..azure.errors import LeftRunning
from ..label_studio.client import Server
from ..settings import load
from .azure_options import settings_of, settings_options
from .shared import Outcome, progress_of_steps, told

_GO_ON = "Interrupted. What was done stays; the same command goes on from there."
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


def on_both(command: Callable[..., Outcome]) -> Callable[..., int]:
    """Give a command its settings, its server and what it tells its progress to; print the rest."""

    @settings_options
    @click.option("--deployment", metavar="NAME", help="The deployment to ask.")
    @click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
    @functools.wraps(command)
    def run(*, as_json: bool, deployment: str | None, **options: Any) -> int:
        settings = settings_of(options)
        if deployment:
            settings = replace(settings, deployment=deployment)
        server = Server(settings)

        def act() -> Outcome:
            try:
                with progress_of_steps() as progress:
                    return command(settings, server, progress, **options)
            except KeyboardInterrupt as error:
                raise LeftRunning(_GO_ON) from error

        return told(act, as_json=as_json)

    return run

"""What the commands on loops share: settings, names, and the places that they open."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from ...converters.problems import ProblemError, Words
from ..loop.opening import place_of
from ..loop.options import loops_of
from ..loop.place import Place
from ..settings import Settings, load

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NAME = click.argument("name", metavar="NAME")


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that settings are made of; the command gets the settings."""

    @click.option("--profile", metavar="NAME", help="A profile of spanbridge.toml.")
    @click.option(
        "--config", "config_file", type=_FILE, metavar="FILE", help="Another spanbridge.toml."
    )
    @functools.wraps(command)
    def run(*, profile: str | None, config_file: Path | None, **options: Any) -> int:
        settings = load({}, file=config_file, profile=profile)
        found: int = command(settings=settings, **options)
        return found

    return run


def names_of(settings: Settings, *given: str) -> list[str]:
    """Return the loops that are named, or all.

    Raises:
        ProblemError: there are none.
    """
    names = [*given] or [*loops_of(settings)]
    if not names:
        how = Words("a table `[loop.NAME]` in spanbridge.toml; docs/loop.md shows one")
        raise ProblemError.of("setting-missing", "settings", name="loop", how=how)
    return names


@contextmanager
def places(settings: Settings, names: list[str], *, aloud: bool = False) -> Iterator[list[Place]]:
    """Open loops; `aloud` prints what is done, a line each."""
    with ExitStack() as held:
        yield [
            held.enter_context(
                place_of(settings, name, functools.partial(_say, name) if aloud else _be_quiet)
            )
            for name in names
        ]


def when(moment: float | None) -> str | None:
    """Write a moment, in the time of the machine."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(moment)) if moment else None


def _say(name: str, words: str) -> None:
    click.echo(f"{time.strftime('%Y-%m-%dT%H:%M:%S')} {name}: {words}")


def _be_quiet(_: str) -> None:
    """Say nothing."""

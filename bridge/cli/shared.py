"""What several commands do alike, without loading what only a terminal needs."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import click

from ..files import Progress


def print_json(value: Any) -> None:
    """Print plain data, or structs, as JSON for programs."""
    import msgspec  # noqa: PLC0415 (beside its use)

    click.echo(msgspec.json.format(msgspec.json.encode(value)).decode())


def progress_of(doing: str) -> AbstractContextManager[Progress | None]:
    """Show progress where there is a terminal to show it on."""
    if not sys.stderr.isatty():
        return nullcontext()
    from . import console  # noqa: PLC0415 (rich is slow to import)

    return console.progress(doing)

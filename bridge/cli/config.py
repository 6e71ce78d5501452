"""`spanbridge config`: the settings, and where each came from."""

from __future__ import annotations

from typing import Any

import click

from ..settings import TABLES
from .azure_options import print_json, settings_of, settings_options


@click.group()
def config() -> None:
    """Tell the settings, and where each came from."""


@config.command()
@settings_options
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def show(*, as_json: bool, **options: Any) -> int:
    """Show every setting and where it came from; secrets are masked."""
    settings = settings_of(options)
    shown = settings.shown()
    if as_json:
        print_json(
            {
                **{
                    name: {"value": value, "source": settings.sources[name]}
                    for name, value in shown.items()
                },
                **{name: getattr(settings, name) for name in TABLES},
            }
        )
        return 0
    from . import azure_view as view  # noqa: PLC0415 (rich is slow to import)

    rows = [(name, value, settings.sources[name]) for name, value in shown.items()]
    view.table(("setting", "value", "from"), rows)
    for name in TABLES:
        for key, value in getattr(settings, name).items():
            view.facts(**{f"[{name}] {key}": value})
    return 0

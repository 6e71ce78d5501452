"""`spanbridge loop report`."""

from __future__ import annotations

from pathlib import Path

import click

from ..appearing import appearing
from ..azure.prices import prices_of
from ..loop.standing import calibration_of, history
from ..settings import Settings
from .loop_options import NAME, names_of, places, settings_options


@click.command()
@NAME
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", required=True,
    help="The page to write.",
)  # fmt: skip
@click.option(
    "--text/--no-text", "texts", default=True,
    help="Show names of categories and models, or leave them out, for sharing. Texts of tasks are "
    "never in it.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace the page that is there.")
@settings_options
def report(*, name: str, html: Path, texts: bool, force: bool, settings: Settings) -> int:
    """Write a page on a loop that needs nothing else.

    It holds the learning curve, categories, confidence, agreement and cost.
    """
    from ..loop.report_page import page  # noqa: PLC0415 (beside its use)

    with places(settings, names_of(settings, name)) as [place]:
        rounds = place.record.rounds()
    told = history(rounds, prices_of(settings.prices))
    with appearing(html, force=force) as file:
        file.write(page(name, told, calibration_of(rounds), texts=texts).encode())
    click.echo(f"{html}: {len(rounds):,} rounds")
    return 0

"""`spanbridge loop rollback`."""

from __future__ import annotations

import click

from ..loop.rolling_back import release as let_go
from ..loop.rolling_back import roll_back
from ..settings import Settings
from . import azure_view as view
from .azure_options import confirm, yes_option
from .loop_options import NAME, names_of, places, settings_options
from .shared import Outcome, told


@click.command()
@NAME
@settings_options
@click.option("--to", metavar="MODEL", help="Which model; by default the one that served before.")
@click.option("--release", is_flag=True, help="Let a loop go on that was held.")
@yes_option
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def rollback(  # noqa: PLR0913 (each is an option)
    *, name: str, to: str | None, release: bool, yes: bool, as_json: bool, settings: Settings
) -> int:
    """Go back to an earlier model, and hold the loop.

    The loop NAME is held then: no round begins until --release.
    """
    if release and to:
        raise click.UsageError("--release lets the loop go on as it is; it takes no --to.")
    with places(settings, names_of(settings, name)) as [place]:
        if release:
            return told(lambda: _released(let_go(place)), as_json=as_json)
        confirm(f"Roll {name} back to {to or 'the model before'}?", yes=yes)
        return told(lambda: _rolled(roll_back(place, to)), as_json=as_json)


def _released(why: str) -> Outcome:
    return Outcome({"released": why}, lambda: view.facts(goes_on=f"it was {why}"))


def _rolled(found: object) -> Outcome:
    facts = {name: getattr(found, name) for name in getattr(found, "__struct_fields__", ())}
    return Outcome(found, lambda: view.facts(**facts))

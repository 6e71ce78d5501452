"""`spanbridge loop status` and `spanbridge loop history`."""

from __future__ import annotations

from typing import Any

import click
from rich.text import Text

from ..azure.prices import prices_of
from ..loop.standing import history, status
from ..settings import Settings
from . import azure_view as view
from .console import out
from .loop_options import names_of, places, settings_options, when
from .shared import print_json

_NAMES = click.argument("names", nargs=-1, metavar="[NAME]...")
_YEAR = len("2026-")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@click.command()
@_NAMES
@settings_options
@_JSON
def status_command(*, names: tuple[str, ...], as_json: bool, settings: Settings) -> int:
    """Tell how loops stand: what serves, what comes next, what it costs, whether to go on.

    Nothing is done by it. Without a NAME all loops are told of.
    """
    with places(settings, names_of(settings, *names)) as found:
        told = [status(place) for place in found]
    if as_json:
        print_json(told)
    for one in () if as_json else told:
        _show(one)
    return 0


@click.command()
@_NAMES
@settings_options
@_JSON
def history_command(*, names: tuple[str, ...], as_json: bool, settings: Settings) -> int:
    """Tell what the rounds of loops did and cost."""
    prices = prices_of(settings.prices)
    with places(settings, names_of(settings, *names)) as found:
        told = {place.name: history(place.record.rounds(), prices) for place in found}
    if as_json:
        print_json(told)
        return 0
    for name, rounds in told.items():
        out.print(Text(name, "bold"))
        columns = ("round", "began", "changed", "F1", "outcome", "hours", "records")
        view.table(columns, map(_row, rounds))
    return 0


def _show(one: dict[str, Any]) -> None:
    bill, shown, following = one["bill"], one["shown"] or {}, one["next"] or {}
    out.print(Text(one["loop"], "bold"))
    view.facts(
        held=one["held"],
        problem=one["problem"],
        rounds=one["rounds"],
        open_round=f"{following['round']}: {following['action']}" if following else None,
        waits_for=following.get("why"),
        serves=", ".join(f"{k}: {v or 'nothing'}" for k, v in (one.get("serving") or {}).items()),
        model_version=shown.get("model_version"),
        order_of_tasks=shown.get("sampling"),
        models=one.get("models"),
        looked=when(one["looked"]),
        next_round=f"about {bill['next_round']['hours']:.2f} hours of training, "
        f"{bill['next_round']['records']:,} text records"
        if one["rounds"]
        else "nothing is known yet of what a round takes",
        used_in_30_days=f"{bill['hours_in_30_days']:.2f} hours of training",
        no_round_now=bill["forbidden"],
    )
    for words in one.get("expiring") or ():
        view.facts(expires=words)
    for sign in (one["stopping"] or {}).get("signs", ()):
        view.facts(**{"stop" if sign["stop"] else "go on": sign["words"]})
    for words in one["unheard"]:
        view.facts(not_told=words)


def _row(one: dict[str, Any]) -> tuple[Any, ...]:
    before, now = one["f1_before"], one["f1"]
    scores = [f"{score:.2f}" for score in (before, now) if score is not None]
    changes = one["changes"] or {}
    return (
        one["round"], (when(one["began"]) or "")[_YEAR:], changes.get("tasks"), " → ".join(scores),
        one["outcome"] or "open", f"{one['hours']:.2f}", one["records"],
    )  # fmt: skip

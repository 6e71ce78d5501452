"""`spanbridge loop worker` and `spanbridge loop run`."""

from __future__ import annotations

import time

import click

from ..errors import StoppedError
from ..loop.looking import look
from ..loop.next_action import Action
from ..loop.observing import Asked
from ..loop.place import Place
from ..loop.worker import Worker
from ..settings import Settings
from . import PROBLEMS
from .loop_options import NAME, names_of, places, settings_options

_BY_HAND = "somebody started it by hand"
_POLL = 5.0
_TRIES = 30


@click.command()
@settings_options
def worker(*, settings: Settings) -> int:
    """Look at all loops, again and again, until it is stopped.

    Any number of workers may run; one acts on a loop at a time. Ctrl-C or SIGTERM stop it; what
    runs in Azure goes on, and the next look of any worker goes on from there.
    """
    with places(settings, names_of(settings), aloud=True) as found:
        click.echo(f"Looking at {', '.join(one.name for one in found)}. Ctrl-C stops it.")
        return _run(found)


@click.command()
@NAME
@settings_options
@click.option("--once", is_flag=True, help="End when the round is over, or waits for somebody.")
@click.option(
    "--force", is_flag=True,
    help="Begin a round without changes too; let a model pass that there are too few test spans "
    "to judge. One that is worse never passes.",
)  # fmt: skip
def run_command(*, name: str, once: bool, force: bool, settings: Settings) -> int:
    """Work on one loop, beginning with a round by hand.

    A round that is open goes on; else one begins if anything has changed. rounds_a_day and the
    like don't hold it up. The exit status is 1 if the round failed, or its model was held back.
    """
    with places(settings, names_of(settings, name), aloud=True) as [place]:
        found = _by_hand(place, force=force)
        if once:
            return _end(found)
        return _run([place])


def _run(found: list[Place]) -> int:
    try:
        Worker(found).run()
    except KeyboardInterrupt:
        click.echo("Stopped. What runs in Azure goes on; the next look goes on from there.")
    return 0


def _by_hand(place: Place, *, force: bool) -> Action:
    """Look until the round is over, or there is nothing to wait for.

    Raises:
        StoppedError: other workers are at it all the time, or a rule of ours forbids something.
        ServiceError: a service refused, failed or can't be reached.
    """
    asked = Asked(_BY_HAND, force=force)
    tries = 0
    while tries < _TRIES:
        found = look(place, asked)
        if found and found.kind != "wait" and found.outcome != "superseded":
            return found
        tries = 0 if found else tries + 1
        if found and found.kind == "wait":
            asked = Asked(force=force) if place.record.open() else asked
            click.echo(found.why)
        time.sleep(_POLL)
    message = f"Another worker acts on the loop {place.name}."
    raise StoppedError(message, "`spanbridge loop status` tells what it does.")


def _end(found: Action) -> int:
    click.echo(": ".join(words for words in (found.outcome or "", found.why) if words))
    return PROBLEMS if found.outcome not in {None, "promoted"} else 0

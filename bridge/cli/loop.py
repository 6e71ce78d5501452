"""`spanbridge loop`: annotation that keeps a model improving; commands are loaded when called."""

from __future__ import annotations

import click

from . import LazyGroup

COMMANDS = {
    "worker": (".loop_worker:worker", "Look at all loops, again and again, until it is stopped."),
    "run": (".loop_worker:run_command", "Work on one loop, beginning with a round by hand."),
    "status": (
        ".loop_status:status_command",
        "Tell how loops stand: what serves, what comes next, what it costs, whether to go on.",
    ),
    "history": (".loop_status:history_command", "Tell what the rounds of loops did and cost."),
    "rollback": (".loop_rollback:rollback", "Go back to an earlier model, and hold the loop."),
    "report": (".loop_report:report", "Write a page on a loop that needs nothing else."),
    "simulate": (
        ".loop_simulate:simulate_command",
        "Tell of data labelled already how many labels would have been enough.",
    ),
}


@click.group(cls=LazyGroup, table=COMMANDS)
def loop() -> None:
    """Keep a model in Azure improving by what is annotated in Label Studio."""

"""`spanbridge loop`: annotation that keeps a model improving; commands are loaded when called."""

from __future__ import annotations

import click

from . import LazyGroup

COMMANDS = {
    "simulate": (
        ".loop_simulate:simulate_command",
        "Tell of data labelled already how many labels would have been enough.",
    ),
}


@click.group(cls=LazyGroup, table=COMMANDS)
def loop() -> None:
    """Keep a model in Azure improving by what is annotated in Label Studio."""

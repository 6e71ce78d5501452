"""`spanbridge ml-backend`: serve Azure's suggestions to Label Studio."""

from __future__ import annotations

import logging
import sys
from typing import Any

import click

from .azure_options import settings_of, settings_options

_FORMAT = "%(asctime)s %(levelname)s %(message)s"


@click.command("ml-backend")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", default=9090, show_default=True, type=click.IntRange(0, 65535),
    help="Port to listen at; 0 takes a free one.",
)  # fmt: skip
@click.option("--deployment", metavar="NAME", help="The deployment that is asked.")
@settings_options
def ml_backend_command(host: str, port: int, deployment: str | None, **options: Any) -> int:
    """Serve Azure's suggestions to Label Studio.

    Connect it by `spanbridge label-studio connect`, or in the project's settings. The table
    [backend] of spanbridge.toml has what can be chosen besides; docs/ml-backend.md explains it.
    """
    from ...ml_backend.running import MlBackend, wait_for_the_end, warnings_of  # noqa: PLC0415 (flask is slow)

    logging.basicConfig(level=logging.INFO, format=_FORMAT, stream=sys.stderr)
    settings = settings_of(options, deployment=deployment)
    try:
        server = MlBackend(settings, host, port)
    except OSError as error:
        raise click.ClickException(
            f"The backend can't start: {error.strerror or error}."
        ) from error
    for warning in warnings_of(settings, host, server.backend.options):
        click.echo(f"Mind: {warning}", err=True)
    with server:
        click.echo(f"ML backend listens at {server.address}")
        why = server.backend.ready()
        click.echo(f"Not ready yet: {why}" if why else f"Serves {server.backend.versions()[0]}.")
        wait_for_the_end(server)
    return 0

"""`spanbridge label-studio projects`: what there is."""

from __future__ import annotations

import click
import msgspec

from ..label_studio.client import Server
from ..progress import Progress
from . import azure_view as view
from .label_studio_options import on_server
from .shared import Outcome


@click.command()
@on_server
def projects(server: Server, _progress: Progress | None) -> Outcome:
    """List the projects."""
    found = [*server.projects()]
    columns = ("project", "title", "tasks", "annotated", "predictions")
    rows = [(one.id, one.title, one.tasks, one.annotated, one.predictions) for one in found]
    return Outcome(msgspec.to_builtins(found), lambda: view.table(columns, rows))

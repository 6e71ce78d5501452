"""`spanbridge label-studio`: the commands on a Label Studio server, each loaded when called."""

from __future__ import annotations

import click

from . import LazyGroup

COMMANDS = {
    "projects": (".label_studio_projects:projects", "List the projects."),
    "export": (".label_studio_tasks:export", "Write all tasks of a project into a file."),
    "import": (".label_studio_tasks:import_command", "Bring tasks in, none twice."),
    "import-predictions": (
        ".label_studio_tasks:import_predictions",
        "Bring predictions to the tasks that are there.",
    ),
    "ingest": (".label_studio_ingest:ingest", "Make a task of each text file of a folder."),
    "connect": (
        ".label_studio_connect:connect",
        "Connect a project with `spanbridge ml-backend`.",
    ),
    "disconnect": (".label_studio_connect:disconnect", "Undo what `connect` did."),
    "prelabel": (
        ".label_studio_prelabel:prelabel",
        "Bring what a deployment finds to the tasks of a project.",
    ),
}


@click.group("label-studio", cls=LazyGroup, table=COMMANDS)
def label_studio() -> None:
    """Bring tasks into Label Studio, and back.

    LABEL_STUDIO_URL says where it is, LABEL_STUDIO_API_KEY who asks: a personal access token, or a
    legacy one.
    """

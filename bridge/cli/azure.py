"""`spanbridge azure`: the commands on projects in Azure, each loaded when it is called."""

from __future__ import annotations

import click

from . import LazyGroup

COMMANDS = {
    "push": (".azure_push:push", "Bring labels and texts into Azure; remove nothing unasked."),
    "restore": (".azure_push:restore", "Bring a backup of the labels back."),
    "train": (".azure_train:train", "Train a model on the project's labels."),
    "jobs": (".azure_train:jobs", "List trainings, or wait for a job."),
    "cancel": (".azure_train:cancel", "Cancel a training."),
    "deploy": (".azure_deploy:deploy", "Let a deployment serve a model."),
    "swap": (".azure_deploy:swap", "Let two deployments serve each other's models."),
    "evaluate": (
        ".azure_evaluate:evaluate_command",
        "Tell how well a model does, by category and language, and what it gets wrong.",
    ),
    "predict": (".azure_predict:predict", "Find what a deployment finds in texts."),
    "inventory": (
        ".azure_inventory:inventory",
        "Tell all of all projects, and what can't be moved.",
    ),
    "backup": (".azure_inventory:backup", "Keep a copy of labels, texts and evaluations."),
    "pull": (".azure_pull:pull", "Bring labels, texts and evaluations home."),
    "projects": (".azure_list:projects", "List the projects of the resource."),
    "models": (".azure_list:models", "List the models, and when they expire."),
    "deployments": (".azure_list:deployments", "List the deployments, and what they serve."),
    "lineage": (".azure_list:lineage", "Tell which annotations trained a model."),
    "delete": (".azure_delete:delete", "Delete a project, a model or a deployment."),
}


@click.group(cls=LazyGroup, table=COMMANDS)
def azure() -> None:
    """Bring a project into Azure, and through its life there."""

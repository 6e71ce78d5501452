"""`spanbridge azure delete`: projects, models and deployments, never what is served."""

from __future__ import annotations

import click

from ..azure import deploying
from ..azure.project import AzureProject
from . import azure_view as view
from .azure_options import Outcome, confirm, on_project, yes_option


@click.group()
def delete() -> None:
    """Delete a project, a model or a deployment."""


@delete.command("project")
@click.argument("name")
@yes_option
@on_project
def project_command(project: AzureProject, *, name: str, yes: bool) -> Outcome:
    """Delete a project with its models, after a backup of its labels.

    A project that has deployments is not deleted.
    """
    session = project.session.on(name)
    session.info()
    confirm(f"Delete the project {name} with its labels and models?", yes=yes)
    backup = deploying.delete_project(session)
    data = {"deleted": name, "backup": backup}
    return Outcome(data, lambda: view.facts(**data))


@delete.command("model")
@click.argument("name")
@yes_option
@on_project
def model_command(project: AzureProject, *, name: str, yes: bool) -> Outcome:
    """Delete a model that no deployment serves."""
    project.session.authoring.model(project.session.project, name)
    confirm(f"Delete the model {name}?", yes=yes)
    project.delete_model(name)
    return _deleted(name)


@delete.command("deployment")
@click.argument("name")
@yes_option
@on_project
def deployment_command(project: AzureProject, *, name: str, yes: bool) -> Outcome:
    """Delete a deployment; whoever predicts by it can't any more."""
    project.session.authoring.deployment(project.session.project, name)
    confirm(f"Delete the deployment {name}?", yes=yes)
    project.delete_deployment(name)
    return _deleted(name)


def _deleted(name: str) -> Outcome:
    return Outcome({"deleted": name}, lambda: view.facts(deleted=name))

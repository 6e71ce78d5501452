"""`spanbridge azure deploy` and `swap`: which deployment serves which model."""

from __future__ import annotations

import click

from ..azure import deploying
from ..azure.expiry import expiries
from ..azure.models import Deployment
from ..azure.project import AzureProject
from . import azure_view as view
from .azure_options import Outcome, confirm, on_project, yes_option


@click.command()
@click.option("--model", required=True, metavar="LABEL", help="The model to serve.")
@click.option("--name", required=True, metavar="NAME", help="The deployment, new or not.")
@yes_option
@on_project
def deploy(project: AzureProject, *, model: str, name: str, yes: bool) -> Outcome:
    """Let a deployment serve a model.

    A deployment that serves another model asks first.
    """
    before = deploying.served(project.session, name)
    if before:
        confirm(f"Let {name} serve {model} in place of {before.model_id}?", yes=yes)
    done = project.deploy(model, name)
    return Outcome(done, lambda: show([done]))


@click.command()
@click.argument("first")
@click.argument("second")
@on_project
def swap(project: AzureProject, *, first: str, second: str) -> Outcome:
    """Let two deployments serve each other's models."""
    done = project.swap(first, second)
    return Outcome(done, lambda: show(done))


def show(found: list[Deployment]) -> None:
    """Print deployments, and which expire soon."""
    view.table(
        ("deployment", "model", "trained", "deployed", "expires"),
        [
            (
                one.deployment_name, one.model_id, one.last_trained_date_time,
                one.last_deployed_date_time, one.deployment_expiration_date,
            )
            for one in found
        ],
    )  # fmt: skip
    view.warn(expiries(found, view.today()))

"""`spanbridge azure projects`, `models`, `deployments`, `lineage`: what there is, and whence."""

from __future__ import annotations

import click
from msgspec import to_builtins

from ..azure.expiry import expiries
from ..azure.project import AzureProject
from . import azure_view as view
from .azure_deploy import show as show_deployments
from .azure_options import Outcome, on_project


@click.command()
@on_project
def projects(project: AzureProject) -> Outcome:
    """List the projects of the resource."""
    found = project.projects()
    columns = ("project", "kind", "language", "container", "changed", "trained", "deployed")
    rows = [
        (
            one.project_name, one.project_kind, one.language, one.storage_input_container_name,
            one.last_modified_date_time, one.last_trained_date_time, one.last_deployed_date_time,
        )
        for one in found
    ]  # fmt: skip
    return Outcome(found, lambda: view.table(columns, rows))


@click.command()
@on_project
def models(project: AzureProject) -> Outcome:
    """List the models, and when they expire."""
    found = project.models()
    soon = expiries(found, view.today())

    def show() -> None:
        view.table(
            ("model", "trained", "seconds", "configuration", "expires"),
            [
                (
                    one.label, one.last_trained_date_time, one.last_training_duration_in_seconds,
                    one.model_training_config_version, one.model_expiration_date,
                )
                for one in found
            ],
        )  # fmt: skip
        view.warn(soon)

    return Outcome({"models": found, "expiring": soon}, show)


@click.command()
@on_project
def deployments(project: AzureProject) -> Outcome:
    """List the deployments, and what they serve."""
    found = project.deployments()
    soon = expiries(found, view.today())
    data = {"deployments": found, "expiring": soon}
    return Outcome(data, lambda: show_deployments(found))


@click.command()
@click.argument("model")
@on_project
def lineage(project: AzureProject, *, model: str) -> Outcome:
    """Tell which annotations trained a model.

    They are in the snapshot that its training was begun with; --json lists them all.
    """
    found = project.lineage(model)

    def show() -> None:
        tasks = len({str(one.task) for one in found.annotations})
        view.facts(
            model=found.model,
            model_id=found.model_id,
            trained=found.trained,
            snapshot=found.snapshot,
            pushed=", ".join(found.pushed),
            deployments=", ".join(found.deployments),
            documents=f"{found.documents:,}",
            annotations=f"{len(found.annotations):,} of {tasks:,} tasks",
        )
        columns = ("document", "task", "annotation", "updated")
        view.table(columns, [(one.document, one.task, one.annotation, one.updated)
                             for one in found.annotations[:_SHOWN]])  # fmt: skip

    return Outcome(to_builtins(found), show)


_SHOWN = 20

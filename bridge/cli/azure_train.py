"""`spanbridge azure train`, `jobs`, `cancel`: trainings begun once, watched and ended."""

from __future__ import annotations

from typing import Any

import click

from ..azure import training
from ..azure.models import JobState
from ..azure.prices import prices_of
from ..azure.project import AzureProject
from . import azure_view as view
from .azure_options import Outcome, on_project


@click.command()
@click.option(
    "--model", metavar="LABEL", help="Its label.  [default: one that ends in the snapshot's hash]"
)
@click.option(
    "--training-config", "config", metavar="VERSION", help="[default: the service's newest]"
)
@click.option(
    "--split",
    metavar="TRAIN/TEST",
    help="Percentages, or `manual` for the labels file's parts.  [default: these, else 80/20]",
)
@click.option("--replace", is_flag=True, help="Train a model of that label anew.")
@click.option(
    "--check-texts/--no-check-texts", default=True, help="Look whether the texts are all there."
)
@click.option("--wait", is_flag=True, help="Wait until it is trained.")
@on_project
def train(project: AzureProject, *, wait: bool, **options: Any) -> Outcome:
    """Train a model on the project's labels."""
    plan = training.prepare(project.session, **options)
    view.warn([plan.expiry])
    bill = _bill(project, plan)
    operation = training.begin(project.session, plan)
    state = project.session.wait(operation) if wait else None
    done = training.trained(plan, operation, state)

    def show() -> None:
        view.facts(
            project=done.project, model=done.model, job=done.job, status=done.status,
            documents=plan.documents, snapshot=done.snapshot, bill=bill,
        )  # fmt: skip
        _show_warnings(state)
        if not wait:
            view.facts(wait_with=f"spanbridge azure jobs {done.job} --wait -p {done.project}")

    return Outcome(done, show)


@click.command()
@click.argument("job", required=False)
@click.option("--wait", is_flag=True, help="Wait until the job is over.")
@on_project
def jobs(project: AzureProject, *, job: str | None, wait: bool) -> Outcome:
    """List trainings, or wait for a job.

    JOB is the id of a training, or the path of any job as an interrupted command names it.
    """
    if wait and job is None:
        raise click.UsageError("--wait needs the JOB to wait for.")
    if job is not None:
        state = project.wait(job) if wait else project.state(job)
        return Outcome(state, lambda: _show([state]))
    found = project.jobs()
    return Outcome(found, lambda: _show(found))


@click.command()
@click.argument("job")
@on_project
def cancel(project: AzureProject, *, job: str) -> Outcome:
    """Cancel a training."""
    state = project.cancel(job)
    return Outcome(state, lambda: _show([state]))


def _bill(project: AzureProject, plan: training.Plan) -> str:
    prices = prices_of(project.session.settings.prices)
    amount = prices.words(plan.estimate.amount(prices))
    return f"about {plan.estimate.hours:.2f} hours of training: {amount}"


def _show(found: list[JobState]) -> None:
    columns = ("job", "model", "status", "done", "begun", "estimated end")
    view.table(columns, map(_row, found))
    for state in found:
        _show_warnings(state)


def _row(state: JobState) -> tuple[Any, ...]:
    result = state.result
    return (
        state.job_id,
        result.model_label if result else None,
        state.status,
        f"{state.percent:.0f} %" if result else None,
        state.created_date_time,
        result.estimated_end_date_time if result else None,
    )


def _show_warnings(state: JobState | None) -> None:
    for detail in (*(state.errors or ()), *(state.warnings or ())) if state else ():
        view.facts(**{detail.code or "told": detail.message})

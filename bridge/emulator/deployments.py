"""Deployments: list, get, put, delete, swap."""

from __future__ import annotations

from typing import Any

from . import rules
from .call import Answer, Call
from .clock import date, stamp
from .database import Row, dumps, loads
from .exceptions import ServiceError, invalid, not_found
from .job_calls import poll, start_job
from .jobs import Job, Outcome
from .models import DeployOptions, SwapOptions
from .options import TIERS
from .paging import page
from .projects import find, forget_weights
from .resource import Resource
from .responses import accepted, state
from .schema import read
from .trained_models import find_model

DEPLOYMENT_DAYS = 548
"""Days until a deployment expires: about 18 months, as the quickstart has it."""

_SELECT = (
    "SELECT d.*, w.trained, w.config FROM deployments d JOIN weights w ON w.id = d.model "
    "WHERE d.project = ?"
)


def list_deployments(resource: Resource, call: Call) -> Answer:
    """Answer the deployments of a project."""
    find(resource, call.project)
    rows = resource.database.rows(f"{_SELECT} ORDER BY d.name", call.project)
    return page(call, [_shape(row) for row in rows])


def get_deployment(resource: Resource, call: Call) -> Answer:
    """Answer one."""
    return Answer(200, _shape(find_deployment(resource, call.project, call.path["deployment"])))


def put_deployment(resource: Resource, call: Call) -> Answer:
    """Start to let a deployment, new or not, serve a model."""
    name = rules.check_name(call.path["deployment"], "deployment")
    find(resource, call.project)
    options = read(call.body, DeployOptions, call.version, strict=resource.options.strict)
    find_model(resource, call.project, options.trained_model_label)
    names = [row["name"] for row in resource.database.rows(_SELECT, call.project)]
    most = TIERS[resource.options.tier]
    if name not in names and len(names) >= most:
        raise ServiceError(
            "QuotaExceeded", f"A project has at most {most} deployments.", target=name
        )
    payload = {"model": options.trained_model_label}
    return _started(resource, call, "deploy", name, payload)


def do_deploy(resource: Resource, job: Job) -> Outcome:
    """Do the work of a deployment."""

    def apply() -> None:
        model, moment = find_model(resource, job.project, job.payload["model"]), stamp()
        resource.database.run(
            "INSERT OR REPLACE INTO deployments VALUES (?, ?, ?, ?, ?, ?)",
            job.project, job.target, model["id"], moment, date(days=DEPLOYMENT_DAYS), dumps([]),
        )  # fmt: skip
        resource.database.run(
            "UPDATE projects SET deployed = ? WHERE name = ?", moment, job.project
        )
        forget_weights(resource)

    return Outcome(apply=apply)


def delete_deployment(resource: Resource, call: Call) -> Answer:
    """Start to delete a deployment."""
    name = find_deployment(resource, call.project, call.path["deployment"])["name"]
    return _started(resource, call, "undeploy", name, {})


def do_undeploy(resource: Resource, job: Job) -> Outcome:
    """Do the work of a deletion."""

    def apply() -> None:
        resource.database.run(
            "DELETE FROM deployments WHERE project = ? AND name = ?", job.project, job.target
        )
        forget_weights(resource)

    return Outcome(apply=apply)


def get_deployment_job(resource: Resource, call: Call) -> Answer:
    """Answer how far a deployment, or its deletion, is."""
    kind = resource.jobs.get(call.path["job"]).kind
    known = kind if kind in {"deploy", "undeploy"} else "deploy"
    return state(poll(resource, call, known, call.path["deployment"]))


def swap(resource: Resource, call: Call) -> Answer:
    """Start to let two deployments serve each other's models."""
    options = read(call.body, SwapOptions, call.version, strict=resource.options.strict)
    names = [options.first_deployment_name, options.second_deployment_name]
    for name in names:
        find_deployment(resource, call.project, name)
    if names[0] == names[1]:
        raise invalid("A deployment can't be swapped with itself.", "secondDeploymentName")
    job = start_job(resource, "swap", call.project, payload={"names": names})
    return accepted(call, f"{call.project}/deployments/swap/jobs", job)


def do_swap(resource: Resource, job: Job) -> Outcome:
    """Do the work of a swap."""

    def apply() -> None:
        rows = [find_deployment(resource, job.project, name) for name in job.payload["names"]]
        for row, other in zip(rows, reversed(rows), strict=True):
            resource.database.run(
                "UPDATE deployments SET model = ?, deployed = ? WHERE project = ? AND name = ?",
                other["model"], stamp(), job.project, row["name"],
            )  # fmt: skip
        resource.counters.add("swaps")

    return Outcome(apply=apply)


def get_swap(resource: Resource, call: Call) -> Answer:
    """Answer how far a swap is."""
    return state(poll(resource, call, "swap"))


def find_deployment(resource: Resource, project: str, name: str) -> Row:
    """Return the row of a deployment, with its model's.

    Raises:
        ServiceError: there is none, or no such project.
    """
    find(resource, project)
    row = resource.database.row(f"{_SELECT} AND d.name = ?", project, name)
    if row is None:
        raise not_found("deployment", name)
    return row


def _started(
    resource: Resource, call: Call, kind: str, name: str, payload: dict[str, Any]
) -> Answer:
    job = start_job(resource, kind, call.project, name, payload=payload)
    return accepted(call, f"{call.project}/deployments/{name}/jobs", job)


def _shape(row: Row) -> dict[str, Any]:
    return {
        "deploymentName": row["name"],
        "modelId": row["model"],
        "lastTrainedDateTime": row["trained"],
        "lastDeployedDateTime": row["deployed"],
        "deploymentExpirationDate": row["expires"],
        "modelTrainingConfigVersion": row["config"],
        "assignedResources": loads(row["resources"]),
    }

"""Projects: list, create or change, get, delete."""

from __future__ import annotations

from typing import Any

from . import rules
from .call import Answer, Call
from .clock import stamp
from .database import Row, dumps, loads
from .exceptions import ServiceError, invalid
from .job_calls import start_job
from .jobs import Job, Outcome
from .models import ProjectOptions
from .paging import page
from .project_file import check_options, kind_of
from .resource import Resource, project_not_found
from .responses import accepted, state
from .schema import read

MERGE_PATCH = "application/merge-patch+json"


def list_projects(resource: Resource, call: Call) -> Answer:
    """Answer all projects."""
    rows = resource.database.rows("SELECT * FROM projects ORDER BY name")
    return page(call, [shape(row) for row in rows])


def get_project(resource: Resource, call: Call) -> Answer:
    """Answer one."""
    return Answer(200, shape(find(resource, call.project)))


def patch_project(resource: Resource, call: Call) -> Answer:
    """Create a project, or change what it is."""
    strict = resource.options.strict
    content_type = call.headers.get("Content-Type", "").partition(";")[0].strip()
    if strict and content_type != MERGE_PATCH:
        message = f"The content type is {MERGE_PATCH}, not '{content_type}'."
        raise ServiceError("UnsupportedMediaType", message)
    options = read(call.body, ProjectOptions, call.version, strict=strict)
    check_options(options, call.project)
    with resource.database.transaction():
        made = save(resource, options)
        return Answer(201 if made else 200, shape(find(resource, call.project)))


def delete_project(resource: Resource, call: Call) -> Answer:
    """Start to delete a project with all that belongs to it."""
    find(resource, call.project)
    job = start_job(resource, "delete-project", call.project)
    return accepted(call, "global/deletion-jobs", job)


def get_deletion(resource: Resource, call: Call) -> Answer:
    """Answer how far a deletion is."""
    job = resource.jobs.get(call.path["job"])
    if job.kind != "delete-project":
        raise ServiceError("OperationNotFound", f"There is no job '{job.id}'.", target=job.id)
    return state(resource.jobs.poll(job.id))


def delete(resource: Resource, job: Job) -> Outcome:
    """Do the work of a deletion."""

    def apply() -> None:
        database = resource.database
        for table in ("models", "deployments"):
            database.run(f"DELETE FROM {table} WHERE project = ?", job.project)  # noqa: S608 (ours)
        database.run("DELETE FROM projects WHERE name = ?", job.project)
        database.run("DELETE FROM jobs WHERE project = ? AND id <> ?", job.project, job.id)
        forget_weights(resource)

    return Outcome(apply=apply)


def find(resource: Resource, name: str) -> Row:
    """Return the row of a project.

    Raises:
        ServiceError: there is none.
    """
    row = resource.database.row("SELECT * FROM projects WHERE name = ?", name)
    if row is None:
        raise project_not_found(name)
    return row


def save(resource: Resource, options: ProjectOptions, assets: Any = None) -> bool:
    """Create a project or change it; tell whether it is new.

    Raises:
        ServiceError: it has another kind, or there are too many.
    """
    database, name, kind = resource.database, options.project_name, kind_of(options.project_kind)
    row = database.row("SELECT * FROM projects WHERE name = ?", name)
    if row is None and database.count("SELECT COUNT(*) FROM projects") >= rules.PROJECTS:
        raise ServiceError("QuotaExceeded", f"There are {rules.PROJECTS} projects already.")
    if row is not None and loads(row["metadata"])["projectKind"] != kind:
        raise invalid(f"The project '{name}' is of another kind.", "projectKind")
    options.project_kind = kind
    metadata, moment = dumps(options), stamp()
    if row is None:
        database.run(
            "INSERT INTO projects VALUES (?, ?, ?, ?, ?, NULL, NULL)",
            name, metadata, dumps(assets or {"projectKind": kind}), moment, moment,
        )  # fmt: skip
        return True
    if assets is None:  # a merge patch leaves what it doesn't name
        metadata = dumps(loads(row["metadata"]) | loads(metadata))
    database.run(
        "UPDATE projects SET metadata = ?, assets = ?, modified = ? WHERE name = ?",
        metadata, dumps(assets) if assets is not None else row["assets"], moment, name,
    )  # fmt: skip
    return False


def shape(row: Row) -> dict[str, Any]:
    """Give a project as the service answers it."""
    times = {
        "createdDateTime": row["created"],
        "lastModifiedDateTime": row["modified"],
        "lastTrainedDateTime": row["trained"],
        "lastDeployedDateTime": row["deployed"],
    }
    metadata: dict[str, Any] = loads(row["metadata"])
    return {name: time for name, time in times.items() if time} | metadata


def forget_weights(resource: Resource) -> None:
    """Delete the learnt weights that no model and no deployment uses any more."""
    resource.database.run(
        "DELETE FROM weights WHERE id NOT IN (SELECT id FROM models) "
        "AND id NOT IN (SELECT model FROM deployments)"
    )

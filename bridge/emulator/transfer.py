"""Import and export of a project's labels."""

from __future__ import annotations

from .call import Answer, Call
from .database import dumps, loads
from .exceptions import ServiceError, invalid, unsupported
from .job_calls import belonging, poll, start_job
from .jobs import Job, Outcome
from .models import EXPORTED, ProjectOptions
from .project_file import kind_of, read_file
from .projects import find, save
from .resource import Resource
from .responses import PROJECTS, accepted, state
from .schema import convert

FILE_VERSION = "2022-05-01"
"""The projectFileVersion of exports."""


def import_project(resource: Resource, call: Call) -> Answer:
    """Start to import labels; what is wrong with them is told at once."""
    form = call.headers.get("format", "json").lower()
    if call.version >= EXPORTED and form != "json":
        raise unsupported(f"imports of the format '{form}'")
    strict = resource.options.strict
    file, assets = read_file(call.body, call.project, call.version, strict=strict)
    file.metadata.project_kind = kind_of(file.metadata.project_kind)
    assets.project_kind = file.metadata.project_kind
    payload = {"metadata": loads(dumps(file.metadata)), "assets": loads(dumps(assets))}
    job = start_job(resource, "import", call.project, payload=payload | {"version": call.version})
    return accepted(call, f"{call.project}/import/jobs", job)


def do_import(resource: Resource, job: Job) -> Outcome:
    """Do the work of an import: labels only, but the container has to exist."""
    metadata, version = job.payload["metadata"], job.payload["version"]
    options = convert(metadata, ProjectOptions, version, strict=False)
    resource.check_container(options.storage_input_container_name)

    def apply() -> None:
        save(resource, options, job.payload["assets"])

    return Outcome(apply=apply)


def get_import(resource: Resource, call: Call) -> Answer:
    """Answer how far an import is."""
    return state(poll(resource, call, "import"))


def export_project(resource: Resource, call: Call) -> Answer:
    """Start to export the labels as they are."""
    row = find(resource, call.project)
    if call.query.get("stringIndexType") != "Utf16CodeUnit":
        raise invalid(
            "The query parameter stringIndexType must be Utf16CodeUnit.", "stringIndexType"
        )
    if "trainedModelLabel" in call.query:
        raise unsupported("snapshots of trained models")
    kind, wanted = loads(row["metadata"])["projectKind"], call.query.get("assetKind")
    if wanted is not None and kind_of(wanted) != kind:
        raise invalid(f"The project is no {wanted}.", "assetKind")
    job = start_job(resource, "export", call.project)
    return accepted(call, f"{call.project}/export/jobs", job)


def do_export(resource: Resource, job: Job) -> Outcome:
    """Do the work of an export."""
    row = find(resource, job.project)
    file = {
        "projectFileVersion": FILE_VERSION,
        "stringIndexType": "Utf16CodeUnit",
        "metadata": {"settings": {}} | loads(row["metadata"]),
        "assets": loads(row["assets"]),
    }
    return Outcome(result=file)


def get_export(resource: Resource, call: Call) -> Answer:
    """Answer how far an export is, and where its file will be."""
    job = poll(resource, call, "export")
    url = call.link(f"{PROJECTS}/{call.project}/export/jobs/{job.id}/result")
    return state(job, resultUrl=url if job.status == "succeeded" else None)


def get_exported(resource: Resource, call: Call) -> Answer:
    """Answer the file of an export."""
    job = belonging(resource, call, "export")
    if job.status != "succeeded":
        message = f"The export '{job.id}' has no result: it is {job.status}."
        raise ServiceError("NotFound", message, target=job.id)
    return Answer(200, job.result)

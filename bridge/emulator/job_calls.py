"""Jobs as calls start and name them: as faults on demand want, and by id beneath their project."""

from __future__ import annotations

from typing import Any

from .call import Call
from .exceptions import ServiceError
from .faults import JobFault
from .jobs import Job
from .resource import Resource


def make_job(
    resource: Resource, kind: str, project: str, target: str = "", *,
    payload: dict[str, Any] | None = None, **more: Any,
) -> Job:  # fmt: skip
    """Make a job that is to go as a fault on demand may want; `Jobs.begin` sets it going."""
    fault = resource.faults.take(JobFault, kind=kind)
    payload = payload or {}
    if fault and fault.status:
        payload |= {"forced": {"status": fault.status, "errors": fault.errors}}
    seconds = fault.seconds if fault else None
    return resource.jobs.make(kind, project, target, payload=payload, seconds=seconds, **more)


def start_job(resource: Resource, kind: str, project: str, target: str = "", **more: Any) -> Job:
    """Make a job and set it going."""
    return resource.jobs.begin(make_job(resource, kind, project, target, **more))


def belonging(resource: Resource, call: Call, kind: str, target: str = "") -> Job:
    """Return the job that the path names.

    Raises:
        ServiceError: there is none, or it is another project's or of another kind.
    """
    job: Job = resource.jobs.get(call.path["job"])
    if (job.kind, job.project, job.target) != (kind, call.project, target):
        raise ServiceError("OperationNotFound", f"There is no job '{job.id}'.", target=job.id)
    return job


def poll(resource: Resource, call: Call, kind: str, target: str = "") -> Job:
    """Return the job that the path names, one poll further.

    Raises:
        ServiceError: see `belonging`.
    """
    belonging(resource, call, kind, target)
    return resource.jobs.poll(call.path["job"])

"""Answers that several operations share: of a thing, of a job that started, of a job's state."""

from __future__ import annotations

from typing import Any

from .call import Answer, Call
from .jobs import CANCELLABLE, Job

PROJECTS = "/language/authoring/analyze-text/projects"
RETRY = {"Retry-After": "1"}
"""The SDK waits 30 s between two polls if nothing is said, or 0."""


def accepted(call: Call, path: str, job: Job) -> Answer:
    """Answer that a job has started; `path` leads from the projects to the job."""
    location = call.link(f"{PROJECTS}/{path}/{job.id}")
    return Answer(202, headers={"operation-location": location} | RETRY)


def state(job: Job, **more: Any) -> Answer:
    """Answer the state of a job."""
    return Answer(200, job.shape(**more), RETRY if job.status in CANCELLABLE else {})

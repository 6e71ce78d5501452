"""Analysis jobs of the runtime: submit, get, cancel."""

from __future__ import annotations

from collections import Counter
from typing import Any

from . import rules, tasks
from .call import Answer, Call
from .exceptions import ServiceError, invalid
from .job_calls import start_job
from .jobs import CANCELLABLE, Job, Outcome
from .models import Analysis, Text
from .paging import next_link, number
from .resource import Resource
from .responses import RETRY
from .schema import read

JOBS = "/language/analyze-text/jobs"
KEPT_DAYS = 2
PAGE, MAX_PAGE = 20, 50
"""Documents of each task on a page, unless `top` says otherwise (our choice)."""


def submit(resource: Resource, call: Call) -> Answer:
    """Start to analyse texts."""
    if len(call.body) > rules.BATCH_BYTES:
        message = f"The request has {len(call.body)} bytes, over {rules.BATCH_BYTES}."
        raise ServiceError("PayloadTooLarge", message, inner="InvalidDocumentBatch")
    strict = resource.options.strict
    body = read(call.body, Analysis, call.version, strict=strict)
    _check_documents(body.analysis_input.documents, strict=strict)
    if not body.tasks:
        raise ServiceError("InvalidRequest", "There are no tasks.", target="$.tasks")
    wanted = [
        tasks.check(resource, task, f"$.tasks[{i}]", call.version, body.default_language)
        for i, task in enumerate(body.tasks)
    ]
    documents = [
        {"id": one.id, "text": one.text, "language": one.language}
        for one in body.analysis_input.documents
    ]
    payload = {"documents": documents, "tasks": wanted, "displayName": body.display_name}
    job = start_job(resource, "analysis", "", payload=payload, plain_id=True, days=KEPT_DAYS)
    location = call.link(f"{JOBS}/{job.id}")
    return Answer(202, headers={"operation-location": location} | RETRY)


def do_analysis(resource: Resource, job: Job) -> Outcome:
    """Do the work: each task on all documents."""
    results, errors = [], []
    for index, task in enumerate(job.payload["tasks"]):
        try:
            results.append(tasks.run(resource, task, job.payload["documents"]))
        except ServiceError as error:  # noqa: PERF203 (a task must not cost the others)
            errors.append(error.shape() | {"target": f"#/tasks/items/{index}"})
            results.append(tasks.failed(task))
    status = "succeeded" if not errors else "partiallyCompleted"
    if len(errors) == len(results):
        status = "failed"
    records = sum(result.pop("records", 0) for result in results)

    def apply() -> None:
        resource.counters.add("textRecords", records)

    return Outcome(status, {"items": results}, errors, apply=apply)


def get_analysis(resource: Resource, call: Call) -> Answer:
    """Answer how far a job is, and a page of its results."""
    job = resource.jobs.poll(_belonging(resource, call).id)
    top, skip = number(call, "top", PAGE), number(call, "skip", 0)
    if not 0 < top <= MAX_PAGE:
        raise invalid(f"The query parameter top is from 1 to {MAX_PAGE}.", "top")
    stats = call.query.get("showStats", "").lower() == "true"
    items = [
        tasks.page(item, job.payload["documents"], top, skip, stats=stats)
        for item in job.result.get("items", [])
    ]
    more = skip + top < max((tasks.size(item) for item in job.result.get("items", [])), default=0)
    body = {
        "jobId": job.id,
        "createdDateTime": job.created,
        "lastUpdatedDateTime": job.updated,
        "expirationDateTime": job.expires,
        "displayName": job.payload["displayName"],
        "status": job.status,
        "errors": job.errors or None,
        "nextLink": next_link(call, skip=skip + top, top=top) if more else None,
        "tasks": _tasks(job, items),
    }
    shown = {name: value for name, value in body.items() if value is not None}
    return Answer(200, shown, RETRY if job.status in CANCELLABLE else {})


def cancel_analysis(resource: Resource, call: Call) -> Answer:
    """Cancel a job."""
    job = resource.jobs.cancel(_belonging(resource, call).id)
    return Answer(202, headers={"operation-location": call.link(f"{JOBS}/{job.id}")} | RETRY)


def _tasks(job: Job, items: list[dict[str, Any]]) -> dict[str, Any]:
    total, counts = len(job.payload["tasks"]), Counter(item["status"] for item in items)
    over = job.status not in CANCELLABLE
    failed = counts["failed"] if items else (total if job.status == "failed" else 0)
    return {
        "completed": counts["succeeded"],
        "failed": failed,
        "inProgress": 0 if over else total,
        "total": total,
        "items": items,
    }


def _belonging(resource: Resource, call: Call) -> Job:
    job = resource.jobs.get(call.path["job"])
    if job.kind != "analysis":
        raise ServiceError("OperationNotFound", f"There is no job '{job.id}'.", target=job.id)
    return job


def _check_documents(documents: list[Text], *, strict: bool) -> None:
    """Refuse a batch that is too large, empty, or has an id twice."""
    if not documents:
        raise ServiceError(
            "InvalidRequest", "There are no documents.", inner="MissingInputDocuments"
        )
    ids = {one.id for one in documents}
    if len(ids) < len(documents) or not all(ids):
        message = "Each document needs an id of its own."
        raise ServiceError("InvalidRequest", message, inner="InvalidDocumentBatch")
    if not strict:
        return
    characters = sum(rules.utf16_length(one.text) for one in documents)
    for found, most, what in (
        (len(documents), rules.BATCH_DOCUMENTS, "documents"),
        (characters, rules.BATCH_CHARACTERS, "characters"),
    ):
        if found > most:
            message = f"The request has {found} {what}, over {most}."
            raise ServiceError("InvalidRequest", message, inner="InvalidDocumentBatch")

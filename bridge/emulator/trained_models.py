"""Trained models: list, get, delete, look at their evaluation, evaluate again."""

from __future__ import annotations

from typing import Any

from msgspec import convert as to_model

from . import corpus, evaluation
from .call import Answer, Call
from .database import Row, dumps, loads
from .exceptions import ServiceError, invalid, not_found
from .job_calls import poll, start_job
from .jobs import Job, Outcome
from .models import EvaluationOptions
from .paging import page
from .projects import find, forget_weights
from .resource import Resource
from .responses import accepted, state
from .schema import read
from .training import assets_of


def list_models(resource: Resource, call: Call) -> Answer:
    """Answer the models of a project."""
    find(resource, call.project)
    rows = resource.database.rows(
        "SELECT * FROM models WHERE project = ? ORDER BY trained, label", call.project
    )
    return page(call, [_shape(row) for row in rows])


def get_model(resource: Resource, call: Call) -> Answer:
    """Answer one."""
    return Answer(200, _shape(find_model(resource, call.project, call.path["model"])))


def delete_model(resource: Resource, call: Call) -> Answer:
    """Delete a model, unless a deployment serves it (our choice)."""
    with resource.database.transaction():
        row = find_model(resource, call.project, call.path["model"])
        served = resource.database.row("SELECT name FROM deployments WHERE model = ?", row["id"])
        if served:
            message = f"The model is deployed as '{served['name']}'."
            raise ServiceError("Conflict", message, target=row["label"])
        resource.database.run(
            "DELETE FROM models WHERE project = ? AND label = ?", call.project, row["label"]
        )
        forget_weights(resource)
    return Answer(204)


def get_summary(resource: Resource, call: Call) -> Answer:
    """Answer the numbers of a model's evaluation."""
    row = find_model(resource, call.project, call.path["model"])
    return Answer(200, loads(row["summary"]))


def list_results(resource: Resource, call: Call) -> Answer:
    """Answer what a model predicted for each document it was tested on."""
    row = find_model(resource, call.project, call.path["model"])
    if call.query.get("stringIndexType") != "Utf16CodeUnit":
        raise invalid(
            "The query parameter stringIndexType must be Utf16CodeUnit.", "stringIndexType"
        )
    return page(call, loads(row["results"]))


def evaluate(resource: Resource, call: Call) -> Answer:
    """Start to evaluate a model again."""
    label = find_model(resource, call.project, call.path["model"])["label"]
    options = read(call.body, EvaluationOptions, call.version, strict=resource.options.strict)
    payload = {"options": loads(dumps(evaluation.checked(options)))}
    job = start_job(resource, "evaluate", call.project, label, payload=payload)
    return accepted(call, f"{call.project}/models/{label}/evaluate/jobs", job)


def do_evaluate(resource: Resource, job: Job) -> Outcome:
    """Do the work of an evaluation."""
    project, model = find(resource, job.project), find_model(resource, job.project, job.target)
    metadata = loads(project["metadata"])
    options = to_model(job.payload["options"], EvaluationOptions)
    _, testing = corpus.split(assets_of(project), options)
    parts = corpus.load(resource, metadata["storageInputContainerName"], testing)
    weights = resource.model(model["id"])
    done = evaluation.evaluate(metadata["projectKind"], weights, parts, options)

    def apply() -> None:
        resource.database.run(
            "UPDATE models SET summary = ?, results = ? WHERE id = ?",
            dumps(done.summary), dumps(done.results), model["id"],
        )  # fmt: skip

    return Outcome(apply=apply)


def get_evaluation(resource: Resource, call: Call) -> Answer:
    """Answer how far an evaluation is."""
    label = call.path["model"]
    row, job = find_model(resource, call.project, label), poll(resource, call, "evaluate", label)
    done = 100 if job.status == "succeeded" else resource.jobs.percent(job)
    result = {
        "evaluationOptions": job.payload["options"],
        "modelLabel": label,
        "trainingConfigVersion": row["config"],
        "percentComplete": done,
    }
    return state(job, result=result)


def find_model(resource: Resource, project: str, label: str) -> Row:
    """Return the row of a model.

    Raises:
        ServiceError: there is none, or no such project.
    """
    find(resource, project)
    row = resource.database.row(
        "SELECT * FROM models WHERE project = ? AND label = ?", project, label
    )
    if row is None:
        raise not_found("model", label)
    return row


def _shape(row: Row) -> dict[str, Any]:
    return {
        "label": row["label"],
        "modelId": row["id"],
        "lastTrainedDateTime": row["trained"],
        "lastTrainingDurationInSeconds": row["seconds"],
        "modelExpirationDate": row["expires"],
        "modelTrainingConfigVersion": row["config"],
        "hasSnapshot": False,
    }

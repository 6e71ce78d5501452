"""Training jobs: start, watch, list, cancel, and the work itself."""

from __future__ import annotations

import math
import time
import uuid
from datetime import datetime
from typing import Any

from msgspec import convert as to_model

from . import corpus, evaluation, learner, rules
from .call import Answer, Call
from .clock import date, now, stamp
from .database import Row, dumps, loads
from .exceptions import ServiceError, invalid, unsupported
from .faults import ExpiredConfigFault
from .job_calls import belonging, make_job, poll
from .jobs import CANCELLABLE, Job, Outcome
from .models import Assets, EvaluationOptions, TrainOptions
from .paging import page
from .project_file import read_assets
from .projects import find, forget_weights
from .resource import Resource
from .responses import accepted, state
from .schema import read
from .versions import AUTHORING, TRAINING_CONFIGS

MODEL_DAYS = 365
"""Days until a model expires (our choice)."""


def train(resource: Resource, call: Call) -> Answer:
    """Start a training."""
    row = find(resource, call.project)
    options = read(call.body, TrainOptions, call.version, strict=resource.options.strict)
    rules.check_name(options.model_label, "model")
    if (options.data_generation_settings or {}).get("enableDataGeneration"):
        raise unsupported("the generation of synthetic data")
    payload = {
        "label": options.model_label,
        "config": _config(resource, options.training_config_version),
        "options": loads(dumps(evaluation.checked(options.evaluation_options))),
    }
    _check_project(resource, call.project, assets_of(row), options.model_label)
    with resource.database.transaction():
        if any(job.status in CANCELLABLE for job in resource.jobs.named("train", call.project)):
            message = f"A training of the project '{call.project}' is in progress."
            raise ServiceError("Conflict", message, target=call.project)
        job = make_job(resource, "train", call.project, payload=payload)
    return accepted(call, f"{call.project}/train/jobs", resource.jobs.begin(job))


def do_train(resource: Resource, job: Job) -> Outcome:
    """Do the work: read the texts, train, test, keep the model."""
    row = find(resource, job.project)
    kind, assets = loads(row["metadata"])["projectKind"], assets_of(row)
    container = loads(row["metadata"])["storageInputContainerName"]
    options = to_model(job.payload["options"], EvaluationOptions)
    began = time.monotonic()
    resource.check_container(container)
    training, testing = (
        corpus.load(resource, container, half) for half in corpus.split(assets, options)
    )
    jitter = resource.database.count("SELECT COUNT(*) FROM jobs WHERE kind = 'train'")
    model = learner.train(
        kind, [part.example for part in training], jitter if resource.options.jitter else None
    )
    evaluated = evaluation.evaluate(kind, model, testing, options)
    identifier = f"{job.payload['label']}-{now():%Y%m%dT%H%M%S}-{uuid.uuid4().hex}"
    seconds = math.ceil(time.monotonic() - began)

    def apply() -> None:
        _keep(resource, job, kind, identifier, model.to_bytes(), seconds, evaluated)

    left_out = sum(part.left_out for part in (*training, *testing))
    message = f"{left_out} labels were left out: they cover no text of their region."
    warnings = [{"code": "Warning", "message": message}] if left_out else []
    return Outcome(warnings=warnings, apply=apply)


def _keep(  # noqa: PLR0913, PLR0917 (what becomes true)
    resource: Resource, job: Job, kind: str, identifier: str, data: bytes, seconds: int,
    evaluated: evaluation.Evaluation,
) -> None:  # fmt: skip
    database, moment = resource.database, stamp()
    find(resource, job.project)
    config = job.payload["config"]
    database.run(
        "INSERT INTO weights VALUES (?, ?, ?, ?, ?)", identifier, kind, moment, config, data
    )
    database.run(
        "INSERT OR REPLACE INTO models VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        job.project, job.payload["label"], identifier, moment, seconds, date(days=MODEL_DAYS),
        config, dumps(evaluated.summary), dumps(evaluated.results),
    )  # fmt: skip
    database.run("UPDATE projects SET trained = ? WHERE name = ?", moment, job.project)
    forget_weights(resource)
    resource.counters.add("trainings")


def get_training(resource: Resource, call: Call) -> Answer:
    """Answer how far a training is."""
    job = poll(resource, call, "train")
    return state(job, result=_result(resource, job))


def list_trainings(resource: Resource, call: Call) -> Answer:
    """Answer the trainings of a project that haven't expired."""
    find(resource, call.project)
    jobs = resource.jobs.named("train", call.project)
    return page(call, [job.shape(result=_result(resource, job)) for job in jobs])


def cancel_training(resource: Resource, call: Call) -> Answer:
    """Cancel a training."""
    job = belonging(resource, call, "train")
    return accepted(call, f"{call.project}/train/jobs", resource.jobs.cancel(job.id))


def _result(resource: Resource, job: Job) -> dict[str, Any]:
    over = job.status not in CANCELLABLE
    succeeded = job.status in {"succeeded", "partiallyCompleted"}
    training: dict[str, Any] = {"percentComplete": 100 if succeeded else resource.jobs.percent(job)}
    if job.status != "notStarted":
        training["startDateTime"] = job.created
    ended = {"startDateTime": job.updated, "endDateTime": job.updated} if succeeded else {}
    known = {
        "modelLabel": job.payload["label"],
        "trainingConfigVersion": job.payload["config"],
    }
    if job.seconds and not over:
        began = datetime.fromisoformat(job.created.replace("Z", "+00:00"))
        known["estimatedEndDateTime"] = stamp(began, seconds=job.seconds)
    return known | {
        "trainingStatus": training
        | ({"endDateTime": job.updated} if over else {})
        | {"status": job.status if not succeeded else "succeeded"},
        "evaluationStatus": {"percentComplete": 100 if succeeded else 0}
        | ended
        | {"status": "succeeded" if succeeded else "notStarted"},
    }


def assets_of(row: Row) -> Assets:
    """Return the assets of a project's row."""
    kind = loads(row["metadata"])["projectKind"]
    return read_assets(loads(row["assets"]), kind, AUTHORING[-1], strict=False)


def _config(resource: Resource, version: str) -> str:
    chosen = TRAINING_CONFIGS[-1] if version == "latest" else version
    if chosen not in TRAINING_CONFIGS:
        raise invalid(
            f"The training configuration '{version}' is unknown.", "trainingConfigVersion"
        )
    if resource.faults.take(ExpiredConfigFault, version=chosen):
        message = f"The training configuration '{chosen}' has expired."
        raise invalid(message, "trainingConfigVersion")
    return chosen


def _check_project(resource: Resource, project: str, assets: Assets, label: str) -> None:
    database, documents = resource.database, len(assets.documents or [])
    if resource.options.strict and documents < rules.MIN_DOCUMENTS:
        message = f"A training needs {rules.MIN_DOCUMENTS} documents, there are {documents}."
        raise invalid(message, project)
    models = [
        row["label"] for row in database.rows("SELECT label FROM models WHERE project = ?", project)
    ]
    if label not in models and len(models) >= rules.MODELS:
        raise ServiceError(
            "QuotaExceeded", f"There are {rules.MODELS} models already.", target=label
        )

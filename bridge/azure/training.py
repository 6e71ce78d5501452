"""Training: what must hold before it begins, beginning it once, waiting, cancelling."""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec import Raw, Struct

from ...converters.azure.labels_file import LabelledDocument
from ...converters.split import Split
from . import snapshots
from .authoring import EvaluationOptions, TrainOptions
from .cost import HOURS_PER_UNIT, Estimate
from .cost_ledger import before_training
from .difference import difference, labels_of
from .errors import StoppedError
from .expiry import Expiry, expiry_of
from .models import JobState, TrainingConfig
from .once import once
from .operations import Operation
from .session import Session, checked_name
from .storage import Blob, Storage

MODELS: Final = 10
"""Trained models of a project (custom NER, service limits)."""
MAX_UNITS: Final = 128_000
"""Characters of a document, counted as UTF-16 units, the most there can be."""
_BYTES_A_UNIT: Final = 3
_SHOWN: Final = 10
_DEFAULT_SPLIT: Final = EvaluationOptions("percentage", 80, 20)


class Plan(Struct, frozen=True):
    """A training that may begin, and what it will be billed."""

    project: str
    options: TrainOptions
    snapshot: str
    documents: int
    estimate: Estimate
    expiry: Expiry | None
    known_jobs: list[str]


class Trained(Struct, frozen=True, omit_defaults=True):
    """A training that was begun, and how it stands."""

    project: str
    model: str
    snapshot: str
    job: str
    status: str
    expiry: Expiry | None = None


def prepare(  # noqa: PLR0913 (each is an option of the command too)
    session: Session,
    *,
    model: str | None = None,
    config: str | None = None,
    split: str | None = None,
    replace: bool = False,
    check_texts: bool = True,
    today: date | None = None,
) -> Plan:
    """Make sure that a training can begin, and of what.

    Args:
        session: the project.
        model: the label; by default `model-` and the hash of what it is trained on.
        config: the training configuration; by default the service's newest.
        split: percentages such as `80/20`, or `manual` for the labels file's own parts, which is
            the default where it has any.
        replace: whether a model of that label may be trained anew.
        check_texts: whether to look at the texts in the container first.
        today: by which expiry is told.

    Raises:
        StoppedError: a training runs, a text is missing or too long, there is no room for a model.
        ProblemError: the budget doesn't allow it.
        ServiceError: something can't be asked for.
    """
    info = session.info()
    jobs = session.authoring.trainings(session.project)
    _refuse_running(session.project, jobs)
    labels = session.export()
    documents = [*labels_of(labels)]
    container = info.storage_input_container_name
    blobs = _proved(session.storage(container), documents) if check_texts else {}
    snapshot = _snapshot_of(session, labels, blobs)
    chosen = _config(session, info.project_kind, config)
    label = checked_name(model or f"model-{snapshot}", "model")
    _refuse_label(session, label, replace=replace)
    estimate = _estimate(documents, blobs)
    before_training(session.settings, estimate)
    options = TrainOptions(label, chosen.training_config_version, _split(split, documents))
    return Plan(
        session.project,
        options,
        snapshot,
        len(documents),
        estimate,
        _expiry(chosen, today or date.today()),  # noqa: DTZ011 (the day where the person is)
        [job.job_id for job in jobs],
    )


def begin(session: Session, plan: Plan) -> Operation:
    """Begin a training, once, whatever the service answers.

    Raises:
        RefusedError: the service did nothing.
        UncertainError: whether it began can't be told.
    """
    project, label = plan.project, plan.options.model_label
    purse = before_training(session.settings, plan.estimate)

    def look() -> Operation | None:
        for job in session.authoring.trainings(project):
            mine = job.result is not None and job.result.model_label == label
            if mine and job.job_id not in plan.known_jobs:
                return Operation("train", project, f"train/jobs/{job.job_id}")
        return None

    with session.state.audit.entry("train", project) as entry:
        entry.model, entry.snapshot = label, plan.snapshot
        operation = once(
            lambda: session.authoring.train(project, plan.options),
            look,
            session.patience,
            remedy="Look with `spanbridge azure jobs` before you train again.",
        )
        entry.request_id, entry.job = operation.request_id, operation.path
        entry.result = "begun"
        purse.write(plan.estimate)
    return operation


def trained(plan: Plan, operation: Operation, state: JobState | None) -> Trained:
    """Tell how a training stands, before or after the wait for it."""
    job = (operation.path or "").rpartition("/")[2]
    status = state.status if state else "begun"
    label = plan.options.model_label
    return Trained(plan.project, label, plan.snapshot, job, status, plan.expiry)


def cancel(session: Session, job: str) -> JobState:
    """Cancel a training, and return its state then.

    Raises:
        RefusedError: there is no such job, or it is over.
    """
    project = session.project
    done = Operation("cancel", project)

    def look() -> Operation | None:
        status = session.authoring.training(project, job).status.lower()
        return done if status in {"cancelling", "cancelled", "canceled"} else None

    with session.state.audit.entry("cancel", project) as entry:
        entry.job = job
        operation = once(
            lambda: session.authoring.cancel(project, job),
            look,
            session.patience,
            remedy="Look with `spanbridge azure jobs`.",
        )
        entry.request_id = operation.request_id
    return session.authoring.training(project, job)


def _refuse_running(project: str, jobs: list[JobState]) -> None:
    running = [job for job in jobs if not job.is_over]
    if running:
        job = running[0]
        label = job.result.model_label if job.result else "?"
        message = f"The training {job.job_id} of the model {label} is {job.status}."
        remedy = (
            f"A project trains one model at a time: `spanbridge azure jobs {job.job_id} --wait "
            f"-p {project}` waits for it, `spanbridge azure cancel {job.job_id} -p {project}` "
            "cancels it."
        )
        raise StoppedError(message, remedy)


def _proved(storage: Storage, documents: list[LabelledDocument]) -> dict[str, Blob]:
    """Make sure that each text is there and within limits."""
    names = [document.location for document in documents]
    blobs = storage.look(names)
    wrong = [f"{name}: it isn't there" for name in names if name not in blobs]
    wrong += [f"{name}: it is empty" for name, blob in blobs.items() if not blob.size]
    long = (name for name, blob in blobs.items() if _is_too_long(storage, name, blob))
    wrong += [f"{name}: it is longer than {MAX_UNITS:,} UTF-16 units" for name in long]
    if wrong:
        shown = [
            *wrong[:_SHOWN],
            *([f"… and {len(wrong) - _SHOWN:,} more"] * (len(wrong) > _SHOWN)),
        ]
        message = f"{len(wrong):,} texts can't be trained on."
        raise StoppedError(message, "`spanbridge azure push` brings texts up.", shown)
    return blobs


def _is_too_long(storage: Storage, name: str, blob: Blob) -> bool:
    """Count only what may be too long: a unit takes one to three bytes of UTF-8."""
    if blob.size <= MAX_UNITS:
        return False
    if blob.size > MAX_UNITS * _BYTES_A_UNIT:
        return True
    return len(storage.read(name).decode("utf-8", "replace").encode("utf-16-le")) // 2 > MAX_UNITS


def _snapshot_of(session: Session, labels: bytes, blobs: dict[str, Blob]) -> str:
    """Return the hash of what is trained on: that of the last push if it is what is there."""
    state, project = session.state, session.project
    pushed = [e for e in state.audit.entries() if e.operation == "push" and e.project == project]
    for entry in reversed(pushed):
        known = snapshots.find(state, project, entry.snapshot or "")
        if known and difference(bytes(known.labels), labels).is_empty:
            return known.digest
    hashes = {name: f"md5:{blob.md5}" for name, blob in blobs.items()}
    made = snapshots.Snapshot(
        Raw(labels), hashes, settings={"api_version": session.settings.api_version}
    )
    state.keep_snapshot(project, made.digest, made.encoded())
    return made.digest


def _config(session: Session, kind: str, wanted: str | None) -> TrainingConfig:
    """Choose the training configuration: the newest that the service has, or the one named."""
    known = session.authoring.training_configs(kind)
    found = [one for one in known if wanted in {None, one.training_config_version}]
    if found:
        return max(found, key=lambda one: one.training_config_version)
    if wanted and not known:
        return TrainingConfig(wanted)
    names = ", ".join(one.training_config_version for one in known) or "none"
    raise StoppedError(
        f"The service has no training configuration {wanted or 'at all'}.", f"It has: {names}."
    )


def _estimate(documents: list[LabelledDocument], blobs: dict[str, Blob]) -> Estimate:
    """Estimate the bill by the regions' UTF-16 units; without any by bytes, which are no fewer."""
    units = 0
    for document in documents:
        ends = [region.region_offset + region.region_length for region in document.entities]
        blob = blobs.get(document.location)
        units += max(ends) if ends else blob.size if blob else 0
    return Estimate("train", len(documents), units, hours=units * HOURS_PER_UNIT, models=1)


def _expiry(config: TrainingConfig, today: date) -> Expiry | None:
    name, when = config.training_config_version, config.model_expiration_date
    return expiry_of("training configuration", name, when, today)


def _refuse_label(session: Session, label: str, *, replace: bool) -> None:
    models = [model.label for model in session.authoring.models(session.project)]
    if label in models and not replace:
        message = f"There is a model {label} already; the training would take its place."
        raise StoppedError(message, "Name another one with --model, or say --replace.")
    if label not in models and len(models) >= MODELS:
        message = f"The project has {len(models)} models, and Azure keeps {MODELS}."
        remedy = "Delete one: `spanbridge azure delete model NAME`."
        raise StoppedError(message, remedy, models)


def _split(given: str | None, documents: list[LabelledDocument]) -> EvaluationOptions:
    if given == "manual":
        return EvaluationOptions("manual")
    if given:
        try:
            shares = Split.parse(given)
        except ValueError as error:
            raise StoppedError(f"The split is none: {error}.") from error
        return EvaluationOptions("percentage", shares.train, shares.test)
    parted = {document.dataset for document in documents}
    return EvaluationOptions("manual") if {"Train", "Test"} <= parted else _DEFAULT_SPLIT

"""Which annotations trained a model: by the snapshot that its training was begun with."""

from __future__ import annotations

from msgspec import Struct

from . import snapshots
from .errors import StoppedError
from .session import Session, checked_name
from .snapshots import Annotation, Snapshot


class Lineage(Struct, frozen=True, omit_defaults=True):
    """Where a model comes from."""

    project: str
    model: str
    model_id: str
    snapshot: str
    trained: str | None
    job: str | None
    pushed: list[str]
    deployments: list[str]
    documents: int
    texts: dict[str, str]
    annotations: list[Annotation]


def lineage(session: Session, label: str) -> Lineage:
    """Follow a model back to the annotations that trained it.

    Raises:
        StoppedError: it was not trained with the state folder that we have.
        RefusedError: there is no such model.
    """
    project, state = session.project, session.state
    model = session.authoring.model(project, checked_name(label, "model"))
    entries = [one for one in state.audit.entries() if one.project == project]
    begun = [one for one in entries if one.operation == "train" and one.model == label]
    digest = (begun[-1].snapshot if begun else None) or snapshots.of_label(state, project, label)
    found = snapshots.find(state, project, digest) if digest else None
    if not digest or found is None:
        message = f"Nothing in {state.folder} tells what the model {label} was trained on."
        raise StoppedError(message, "Name the folder where it was trained with --state DIR.")
    serving = [
        one.deployment_name
        for one in session.authoring.deployments(project)
        if one.model_id == model.model_id
    ]
    pushes = [e.when for e in entries if e.operation == "push" and e.snapshot == digest]
    return Lineage(
        project,
        label,
        model.model_id,
        digest,
        model.last_trained_date_time,
        begun[-1].job if begun else None,
        pushes,
        serving,
        len(found.texts),
        found.texts,
        _known(found),
    )


def _known(found: Snapshot) -> list[Annotation]:
    return [one for one in found.annotations if one.annotation is not None]

"""Deployments: let one serve a model, swap two, delete; each once, whatever the service answers."""

from __future__ import annotations

from msgspec import Struct

from .errors import NotFoundError, StoppedError
from .models import Deployment, Model
from .once import gone, once
from .operations import Operation
from .session import Session, checked_name

_LOOK = "Look with `spanbridge azure deployments` before you do it again."


class Swap(Struct, frozen=True):
    """Two deployments that are to serve each other's models."""

    first: Deployment
    second: Deployment


def served(session: Session, name: str) -> Deployment | None:
    """Return a deployment, or None if there is none."""
    try:
        return session.authoring.deployment(session.project, checked_name(name, "deployment"))
    except NotFoundError:
        return None


def deploy(session: Session, model: str, name: str) -> Deployment:
    """Let a deployment, new or not, serve a model, and wait until it does.

    Raises:
        RefusedError: there is no such model, or no room for another deployment.
        JobError: the deployment failed.
    """
    project = session.project
    wanted = session.authoring.model(project, checked_name(model, "model"))
    before = served(session, name)
    done = Operation("deploy", project)

    def look() -> Operation | None:
        now = served(session, name)
        return done if now and now.model_id == wanted.model_id and now != before else None

    with session.state.audit.entry("deploy", project) as entry:
        entry.model, entry.deployment = model, name
        operation = once(
            lambda: session.authoring.deploy(project, name, model),
            look,
            session.patience,
            remedy=_LOOK,
        )
        entry.request_id, entry.job = operation.request_id, operation.path
        session.wait(operation)
    return session.authoring.deployment(project, name)


def prepare_swap(session: Session, first: str, second: str) -> Swap:
    """Look at two deployments that are to be swapped.

    Raises:
        RefusedError: one of them isn't there.
        StoppedError: they are one, or serve the same model.
    """
    one, two = (
        session.authoring.deployment(session.project, checked_name(name, "deployment"))
        for name in (first, second)
    )
    if one.model_id == two.model_id:
        raise StoppedError(f"{first} and {second} serve the same model; there is nothing to swap.")
    return Swap(one, two)


def swap(session: Session, plan: Swap) -> list[Deployment]:
    """Let two deployments serve each other's models, once: twice would undo it.

    Raises:
        UncertainError: whether it was done can't be told; it is not done again.
        JobError: the swap failed.
    """
    project = session.project
    names = plan.first.deployment_name, plan.second.deployment_name
    done = Operation("swap", project)

    def look() -> Operation | None:
        models = [session.authoring.deployment(project, name).model_id for name in names]
        return done if models == [plan.second.model_id, plan.first.model_id] else None

    with session.state.audit.entry("swap", project) as entry:
        entry.deployment = " and ".join(names)
        operation = once(
            lambda: session.authoring.swap(project, *names),
            look,
            session.patience,
            remedy=_LOOK,
            again=False,
        )
        entry.request_id, entry.job = operation.request_id, operation.path
        session.wait(operation)
    return [session.authoring.deployment(project, name) for name in names]


def delete_deployment(session: Session, name: str) -> None:
    """Delete a deployment, and wait until it is gone.

    Raises:
        RefusedError: there is none.
        JobError: the deletion failed.
    """
    project = session.project
    session.authoring.deployment(project, checked_name(name, "deployment"))
    with session.state.audit.entry("delete deployment", project) as entry:
        entry.deployment = name
        operation = once(
            lambda: session.authoring.delete_deployment(project, name),
            gone(
                lambda: session.authoring.deployment(project, name), Operation("undeploy", project)
            ),
            session.patience,
            remedy=_LOOK,
        )
        entry.request_id, entry.job = operation.request_id, operation.path
        session.wait(operation)


def delete_model(session: Session, label: str) -> Model:
    """Delete a model that nothing serves.

    Raises:
        StoppedError: a deployment serves it.
        RefusedError: there is none.
    """
    project = session.project
    model = session.authoring.model(project, checked_name(label, "model"))
    serving = [
        one.deployment_name
        for one in session.authoring.deployments(project)
        if one.model_id == model.model_id
    ]
    if serving:
        message = f"The model {label} is served by {', '.join(serving)}."
        remedy = "Deploy another model there, or delete the deployment first."
        raise StoppedError(message, remedy)
    done = Operation("delete", project)

    def act() -> Operation:
        session.authoring.delete_model(project, label)
        return done

    with session.state.audit.entry("delete model", project) as entry:
        entry.model = label
        once(
            act,
            gone(lambda: session.authoring.model(project, label), done),
            session.patience,
            remedy="Look with `spanbridge azure models`.",
        )
    return model


def delete_project(session: Session) -> str:
    """Delete a project that serves nothing, after a backup of its labels; return the backup.

    Raises:
        StoppedError: it has deployments.
        RefusedError: there is none.
        JobError: the deletion failed.
    """
    project = session.project
    serving = [one.deployment_name for one in session.authoring.deployments(project)]
    if serving:
        message = f"The project {project} has deployments: {', '.join(serving)}."
        remedy = "Delete them first: `spanbridge azure delete deployment NAME`."
        raise StoppedError(message, remedy)
    backup = session.state.keep_backup(project, session.export())
    with session.state.audit.entry("delete project", project) as entry:
        operation = once(
            lambda: session.authoring.delete_project(project),
            gone(lambda: session.authoring.project(project), Operation("delete", project)),
            session.patience,
            remedy="Look with `spanbridge azure projects`.",
        )
        entry.request_id, entry.job = operation.request_id, operation.path
        session.wait(operation)
    return str(backup)

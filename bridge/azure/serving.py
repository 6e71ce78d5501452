"""Tells which model a deployment serves, and writes it as Label Studio's model_version.

    production@v2          the deployment, and the label of the model that it serves

Azure tells the id of the model that is served, and the labels of models with their ids. A model
that was trained again under its label has another id: what an older deployment of it serves has no
label any more, and goes by its id.
"""

from __future__ import annotations

from msgspec import Struct

from .session import Session, checked_name

_BETWEEN = "@"


class Serving(Struct, frozen=True):
    """What a deployment serves: the label of a model, and its id."""

    deployment: str
    label: str
    model_id: str

    @property
    def version(self) -> str:
        """What Label Studio is told that predictions are of."""
        return version_of(self.deployment, self.label)


def version_of(deployment: str, model_label: str) -> str:
    """Name the version of predictions.

    Example:
        >>> version_of("production", "v2")
        'production@v2'
    """
    return f"{deployment}{_BETWEEN}{model_label}"


def parts_of(version: str) -> tuple[str, str] | None:
    """Tell deployment and model label of a version; None if it isn't one of ours.

    Neither name may hold an `@` in Azure, so there is one way to read it.

    Example:
        >>> parts_of("production@v2"), parts_of("my own model")
        (('production', 'v2'), None)
    """
    deployment, _, label = version.partition(_BETWEEN)
    return (deployment, label) if deployment and label and _BETWEEN not in label else None


def serving(session: Session, deployment: str) -> Serving:
    """Ask what a deployment serves.

    Raises:
        NotFoundError: there is no such deployment, or no project.
        UnauthorisedError: the key may predict, and not author.
        ServiceError: the service fails, or can't be reached.
    """
    project = session.project
    name = checked_name(deployment, "deployment")
    served = session.authoring.deployment(project, name).model_id
    labels = (one.label for one in session.authoring.models(project) if one.model_id == served)
    return Serving(name, next(labels, served), served)


def served_label(session: Session, deployment: str) -> str:
    """Tell the label of the model that a deployment serves; see `serving`."""
    return serving(session, deployment).label

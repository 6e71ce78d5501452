"""What the service tells of itself: languages, training configurations, resources."""

from __future__ import annotations

from .call import Answer, Call
from .clock import date
from .exceptions import invalid, unsupported
from .languages import languages
from .paging import page
from .project_file import kind_of
from .projects import find
from .resource import Resource
from .training import MODEL_DAYS
from .versions import TRAINING_CONFIGS


def list_languages(_resource: Resource, call: Call) -> Answer:
    """Answer the languages of a kind of project."""
    _check_kind(call)
    return page(
        call,
        [{"languageName": name, "languageCode": code} for code, name in languages().items()],
    )


def list_configs(_resource: Resource, call: Call) -> Answer:
    """Answer the versions of the training configuration."""
    _check_kind(call)
    expires = date(days=MODEL_DAYS)
    return page(
        call,
        [{"trainingConfigVersion": v, "modelExpirationDate": expires} for v in TRAINING_CONFIGS],
    )


def list_resources(resource: Resource, call: Call) -> Answer:
    """Answer the other resources of a project: the emulator is alone."""
    find(resource, call.project)
    return page(call, [])


def list_assigned(_resource: Resource, call: Call) -> Answer:
    """Answer the deployments that other resources assigned to this one: the emulator is alone."""
    return page(call, [])


def refuse(_resource: Resource, _call: Call) -> Answer:
    """Refuse an operation that the emulator doesn't have.

    Raises:
        ServiceError: always.
    """
    raise unsupported("this operation")


def _check_kind(call: Call) -> None:
    kind = call.query.get("projectKind")
    if not kind:
        raise invalid("The query parameter projectKind is missing.", "projectKind")
    kind_of(kind)

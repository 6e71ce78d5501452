"""Back to an earlier model: deployment, model_version and predictions together; and the hold.

The loop is held first, so that no worker brings the model forward again; what a kill leaves undone
is done by calling it again.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ..azure import deploying
from ..azure.serving import serving
from ..errors import NotFoundError, StoppedError
from ..label_studio import versions
from .lock import held
from .place import Place
from .record import RoundRow
from .showing import refreshed, show, version_for


class RolledBack(Struct, frozen=True):
    """What a rollback did; `removed` are the predictions of the model that served."""

    loop: str
    model: str
    before: str
    shown: bool
    removed: int
    predicted: int


def target(rounds: Sequence[RoundRow], served: str) -> str:
    """Return the label of the model that served before the one that serves now.

    Raises:
        StoppedError: the record knows none.

    Example:
        >>> promoted = {"outcome": "promoted"}
        >>> labels = ("r0001-a", "r0002-b")
        >>> rounds = [RoundRow(n, 0.0, "", facts={"label": {"label": label}}, **promoted)
        ...           for n, label in enumerate(labels, 1)]
        >>> target(rounds, "r0002-b")
        'r0001-a'
    """
    promoted = [one for one in rounds if one.outcome == "promoted"]
    for one in reversed(promoted):
        if one.fact("label").get("label") == served and one.fact("old").get("label"):
            return str(one.fact("old")["label"])
    labels = [str(one.fact("label").get("label")) for one in promoted]
    if served in labels[1:]:
        return labels[labels.index(served) - 1]
    message = f"No round tells which model served before {served}."
    raise StoppedError(message, "Name one with --to MODEL; `spanbridge azure models` lists them.")


def roll_back(place: Place, to: str | None = None) -> RolledBack:
    """Let an earlier model serve, show its predictions, and hold the loop.

    Args:
        place: the loop.
        to: the label of a model; by default the one that served before.

    Raises:
        StoppedError: another worker acts, or no earlier model is known or there any more.
        ServiceError: a service refused, failed or can't be reached; call it again.
    """
    with held(place.record.engine, place.name) as lock:
        if lock is None:
            raise _busy(place)
        return _rolled_back(place, to)


def release(place: Place) -> str:
    """Let a loop go on; return what held it.

    Raises:
        StoppedError: nothing does.
    """
    why = place.record.row.held
    if not why:
        raise StoppedError(f"The loop {place.name} isn't held.")
    place.record.note(held="", rolled_from="", rolled_to="")
    return why


def _rolled_back(place: Place, to: str | None) -> RolledBack:
    production = place.options.production
    served = serving(place.session, production).label
    goal, bad = _planned(place, served, to)
    _there(place, goal)
    why = f"rolled back from {bad} to {goal}; `spanbridge loop rollback {place.name} --release`"
    place.record.note(held=f"{why} lets it go on", rolled_from=bad, rolled_to=goal)
    if served != goal:
        deploying.deploy(place.session, goal, production)
    version = version_for(place, goal)
    added = refreshed(place, version)["added"]
    shown = show(place, version)
    removed = versions.forget(place.server, place.ls_project, version_for(place, bad))
    return RolledBack(place.name, goal, bad, shown, removed, added)


def _planned(place: Place, served: str, to: str | None) -> tuple[str, str]:
    """Return where to go and from where, also where an earlier call was cut off half-way."""
    row = place.record.row
    if row.held and row.rolled_to and to in {None, row.rolled_to}:
        return row.rolled_to, row.rolled_from
    return to or target(place.record.rounds(), served), served


def _there(place: Place, label: str) -> None:
    try:
        place.session.authoring.model(place.session.project, label)
    except NotFoundError as error:
        message = f"The model {label} isn't there any more."
        raise StoppedError(message, "Name another with --to MODEL.") from error


def _busy(place: Place) -> StoppedError:
    message = f"A worker acts on the loop {place.name} at this moment."
    return StoppedError(message, "Try again in a minute.")

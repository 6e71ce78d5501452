"""Does one action. What Azure or our own rules refuse before there is a model ends the round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ...converters.problems import ProblemError
from ..azure.errors import JobError
from ..errors import RefusedError, StoppedError, ThrottledError, UnauthorisedError
from . import cleaning, collecting, judging, modelling, showing
from .next_action import Action, Kind
from .place import Place
from .record import RoundRow

Act = Callable[[Place, RoundRow], None]
ACTS: Final[dict[Kind, Act]] = {
    "convert": collecting.convert,
    "push": collecting.push,
    "train": modelling.train,
    "stage": modelling.stage,
    "gate": judging.gate,
    "swap": modelling.swap,
    "promote": modelling.promote,
    "restore": modelling.restore,
    "refresh": showing.refresh,
    "version": showing.set_version,
    "clean": cleaning.clean,
}
_BEFORE: Final = frozenset({"convert", "push", "train"})
_PASSES: Final = (ThrottledError, UnauthorisedError)
_DATABASE: Final = "database-unusable"


def act(place: Place, action: Action) -> Action:
    """Do what is missing, which may be repeated; return what was done, `finish` if it is over.

    Raises:
        ServiceError: a service refused, failed or can't be reached; the next look goes on.
        StoppedError: a rule of ours, after there is a model.
        ProblemError: the database can't be reached, or a budget doesn't allow it.
    """
    if action.kind == "start":
        number = collecting.start(place, action.why)
        place.nudges.forget(place.ls_project, _last(place))
        place.tell(f"round {number}: begun, since {action.why}")
        return action
    now = place.record.open()
    if now is None:
        return action
    place.tell(f"round {now.number}: {_told(action)}")
    if action.kind == "finish":
        place.record.end(now.number, action.outcome or "failed", action.why)
        place.tidy()
    elif action.kind == "predict":
        judging.predict(place, now, action.which or "new")
    else:
        return _tried(place, now, action)
    return action


def _tried(place: Place, now: RoundRow, action: Action) -> Action:
    try:
        ACTS[action.kind](place, now)
    except (RefusedError, StoppedError, ProblemError, JobError) as error:
        if action.kind not in _BEFORE or not _ends(error):
            raise
        why = f"{error} {getattr(error, 'remedy', '')}".strip()
        place.record.end(now.number, "failed", why)
        place.tell(f"round {now.number}: failed: {why}")
        return Action("finish", why, "failed")
    return action


def _ends(error: Exception) -> bool:
    """Whether an error says that this round can't be done, and not just not now."""
    if isinstance(error, ProblemError):
        return error.problem.code != _DATABASE
    return not isinstance(error, _PASSES)


def _last(place: Place) -> int:
    nudges = place.nudges.of(place.ls_project)
    return nudges[-1].id if nudges else 0


def _told(action: Action) -> str:
    words = f"{action.kind} {action.which or ''}".strip()
    return f"{words}: {action.outcome}" if action.outcome else words

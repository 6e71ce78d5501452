"""One look at a loop: what is missing is done, until there is nothing or something runs."""

from __future__ import annotations

from typing import Final

from ..errors import StoppedError
from .acting import act
from .expiring import renew
from .lock import held
from .next_action import PAUSES, Action, next_action
from .observing import Asked, observe
from .place import Place

_MOST: Final = 60
"""Actions in one look; a round has some twelve."""


def look(place: Place, asked: Asked | None = None) -> Action | None:
    """Do what is missing; return what is waited for, or None if another worker is at it.

    Raises:
        ServiceError, StoppedError, ProblemError: see `acting.act`; the next look goes on.
    """
    with held(place.record.engine, place.name) as lock:
        if lock is None:
            return None
        place.lock = lock
        return _to_its_end(place, asked or Asked())


def _to_its_end(place: Place, asked: Asked) -> Action:
    done: list[str] = []
    while len(done) < _MOST:
        place.lock.check()
        action = next_action(observe(place, asked))
        if action.kind not in PAUSES:
            action = act(place, action)
        elif action.kind == "rest":
            renew(place)
        if action.kind in PAUSES or action.kind == "finish":
            return action
        done.append(action.kind)
        if action.kind == "start":
            asked = Asked(force=asked.force)
    raise StoppedError(
        f"The loop {place.name} goes in a circle: {', '.join(done[-3:])}.",
        "Please report it, with what `spanbridge loop history --json` shows.",
    )

"""The worker: looks at every loop again and again, until it is stopped.

Any number of them may run: one acts on a loop at a time. A nudge of the ML backend brings a look
forward; one that is lost costs minutes, since it looks by itself too. Whatever stops it, Azure's
jobs go on, and the next look of any worker goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ...converters.problems import ProblemError
from ..errors import ServiceError, StoppedError
from .looking import look
from .next_action import Action
from .observing import Asked
from .place import Place

_RUNNING: Final = 20.0
"""Seconds until the next look where a training runs."""
_BUSY: Final = 10.0
"""Seconds until the next look where another worker acts."""
_AFTER_ERROR: Final = 60.0
_CALM: Final = 60.0
"""Seconds that pass between looks however many nudges come, but for a training asked for."""
_TICK: Final = 2.0
"""Seconds between looks for nudges."""
_IDLE: Final = "nothing is to be done"


@dataclass
class _Turn:
    """When a loop is looked at next, and the last nudge that is known."""

    place: Place
    at: float = 0.0
    looked: float = 0.0
    nudge: int = 0


class Worker:
    """Looks at loops, each when its time has come.

    Args:
        places: the loops.
        clock: seconds, however counted.
        pause: waits for so many seconds.
    """

    def __init__(
        self,
        places: Sequence[Place],
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._turns = [_Turn(place) for place in places]
        self._clock, self._pause = clock, pause

    def run(self) -> None:
        """Go on until an exception, such as Ctrl-C, ends it."""
        while True:
            self.tick()
            self._pause(min(_TICK, self._left()))

    def tick(self) -> None:
        """Look at each loop whose time has come."""
        for turn in self._turns:
            self._hear(turn)
            if self._clock() >= turn.at:
                turn.looked = self._clock()
                turn.at = self._clock() + self._look(turn.place)

    def _left(self) -> float:
        return max(0.0, min(turn.at for turn in self._turns) - self._clock())

    def _hear(self, turn: _Turn) -> None:
        """Bring a look forward where something was told."""
        nudges = [one for one in _nudges(turn.place) if one[0] > turn.nudge]
        if not nudges:
            return
        turn.nudge = nudges[-1][0]
        trains = any(kind == "train" for _, kind in nudges)
        soon = self._clock() if trains else turn.looked + _CALM
        turn.at = min(turn.at, soon)

    def _look(self, place: Place) -> float:
        """Look, and return the seconds until the next one."""
        found = attempt(place)
        minutes = 60 * place.options.look_minutes
        if found is None:
            return min(_BUSY, minutes)
        if found.kind == "finish":
            return 0.0
        return min(_RUNNING if found.kind == "wait" else minutes, minutes)


def attempt(place: Place, asked: Asked | None = None) -> Action | None:
    """Look at a loop; what goes wrong is told and remembered, and waits for the next look."""
    try:
        found = look(place, asked)
        if found:
            _remember(place, found.why if found.kind == "rest" and found.why != _IDLE else "")
    except (ServiceError, StoppedError, ProblemError) as error:
        words = said(error)
        place.tell(f"not done: {words}")
        _remember(place, words)
        return Action("wait", words)
    return found


def said(error: Exception) -> str:
    """Say what went wrong and what to do about it, in a line."""
    if isinstance(error, ServiceError):
        remedy = error.failure.remedy
    elif isinstance(error, ProblemError):
        return f"{error.problem.cause} {error.problem.remedy}"
    else:
        remedy = getattr(error, "remedy", "")
    return f"{error} {remedy or ''}".strip()


def _remember(place: Place, problem: str) -> None:
    try:
        if place.record.row.problem != problem[:2_000]:
            place.record.note(problem=problem[:2_000])
    except ProblemError as error:
        place.tell(f"not remembered: {said(error)}")


def _nudges(place: Place) -> list[tuple[int, str]]:
    return [(one.id, one.kind) for one in place.nudges.of(place.ls_project)]

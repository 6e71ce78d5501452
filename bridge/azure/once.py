"""Does what must happen once: after an answer that tells nothing, looks before it acts again."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from .errors import NotFoundError, RefusedError, ServiceError, UncertainError
from .operations import Operation
from .patience import Patience

Look = Callable[[], Operation | None]
"""Returns the job that was begun, or one that is done, if the call took effect; else None."""


def once(
    act: Callable[[], Operation],
    look: Look,
    patience: Patience,
    *,
    remedy: str,
    again: bool = True,
) -> Operation:
    """Begin something once.

    Args:
        act: begins it.
        look: whether it took effect, when the answer doesn't say.
        patience: how often to look, and to begin.
        remedy: what somebody is to do when it can't be told.
        again: whether it may be begun anew when no effect is to be seen. Not so where doing it
            twice would undo it, and an effect may still come.

    Raises:
        RefusedError: the service did nothing.
        UncertainError: whether it took effect can't be told.
    """
    uncertain: UncertainError | None = None
    for number in range(patience.tries):
        try:
            return act()
        except UncertainError as error:
            uncertain = error
        except RefusedError:
            if uncertain is None:
                raise
            # it may be refused because the call before took effect after all
            found = _look(look, patience.looks, patience, uncertain, remedy)
            if found:
                return found
            raise
        found = _look(look, patience.looks, patience, uncertain, remedy)
        if found or not again:
            break
        patience.pause(number)
    else:
        found = None
    if found:
        return found
    raise _untold(uncertain, remedy)


def _look(
    look: Look, times: int, patience: Patience, uncertain: UncertainError, remedy: str
) -> Operation | None:
    """Look a few times: what was begun may show late."""
    for number in range(times):
        try:
            found = look()
        except ServiceError as error:
            raise _untold(uncertain, remedy) from error
        if found or number + 1 == times:
            return found
        patience.pause(number)
    return None


def _untold(uncertain: UncertainError | None, remedy: str) -> UncertainError:
    assert uncertain is not None  # noqa: S101 (there is a try, and it has failed)
    message = f"{uncertain.failure.message} It may have taken effect, or may yet."
    return UncertainError(replace(uncertain.failure, message=message, remedy=remedy))


def gone(ask: Callable[[], object], done: Operation) -> Look:
    """Make the look of a deletion: done when what was deleted isn't there."""

    def look() -> Operation | None:
        try:
            ask()
        except NotFoundError:
            return done
        return None

    return look

"""Whether a round is to start, and why; what forbids it, and for how long. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from .options import LoopOptions
from .record import RoundRow
from .seen import Changes

DAY: Final = 86_400.0
MONTH: Final = 30 * DAY
_HOUR: Final = 3_600.0


def due(
    options: LoopOptions, changed: Changes, quiet: float, *, asked: bool = False, hand: str = ""
) -> str:
    """Return why a round is to start; empty if it isn't.

    Args:
        options: of the loop.
        changed: since the last round that trained a model.
        quiet: seconds in which no annotation has changed.
        asked: whether somebody pressed "Start training".
        hand: why somebody starts it by hand, if so.

    Example:
        >>> due(LoopOptions(label_studio_project=7), Changes(made=60, tasks=60), 0)
        '60 tasks changed'
    """
    if hand:
        return hand
    if not changed:
        return ""
    tasks = f"{changed.tasks:,} task{'s' * (changed.tasks != 1)} changed"
    if asked:
        return f"training was asked for; {tasks}"
    if changed.tasks >= options.changed:
        return tasks
    if changed.tasks >= options.quiet_changed and quiet >= 60 * options.quiet_minutes:
        return f"{tasks}, and nothing in {quiet / 60:,.0f} minutes"
    return ""


def forbidden(options: LoopOptions, rounds: Sequence[RoundRow], now: float) -> str:
    """Return what forbids a round to start by itself now; empty if nothing does.

    Args:
        options: of the loop.
        rounds: all of its rounds.
        now: seconds since 1970.
    """
    today = [one for one in rounds if one.began > now - DAY]
    if len(today) >= options.rounds_a_day:
        return f"there were {len(today)} rounds in 24 hours, and rounds_a_day allows no more"
    cap = options.training_hours_a_month
    used = hours_used(rounds, now)
    hours = next((hours_of(one) for one in reversed(rounds) if hours_of(one)), 0.0)
    if cap is not None and used + hours > cap:
        return (
            f"trainings took about {used:.2f} hours in 30 days, the last one {hours:.2f}, and "
            f"training_hours_a_month allows {cap:g}"
        )
    last = rounds[-1] if rounds else None
    wait = options.retry_hours * _HOUR
    if last and last.outcome == "failed" and now - (last.ended or 0) < wait:
        return f"the last round failed; retry_hours lets {options.retry_hours:g} hours pass"
    return ""


def hours_used(rounds: Iterable[RoundRow], now: float) -> float:
    """Add up the estimated hours of trainings of the last 30 days."""
    recent = (one for one in rounds if one.at.get("train-begun", 0.0) > now - MONTH)
    return sum(map(hours_of, recent))


def hours_of(one: RoundRow) -> float:
    """Return the hours that the training of a round was estimated to take."""
    return float(one.fact("train-begun").get("hours") or 0.0)


def baseline(rounds: Sequence[RoundRow]) -> int:
    """Return the number of the last round that trained a model, 0 if there is none.

    What it was made of needs no training any more, whether its model was let into production or
    not; what a failed one was made of does.
    """
    trained = (one.number for one in reversed(rounds) if _has_trained(one))
    return next(trained, 0)


def _has_trained(one: RoundRow) -> bool:
    return "verdict" in one.facts or one.outcome in {"promoted", "rejected", "superseded"}

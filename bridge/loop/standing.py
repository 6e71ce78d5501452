"""How loops stand, and what their rounds did: for `loop status` and `loop history`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from ...converters.problems import ProblemError
from ..active_learning.curve import Point
from ..active_learning.stopping import Advice, advice
from ..azure.cost import Estimate
from ..azure.expiry import expiries
from ..azure.models import Deployment, Model
from ..azure.prices import Prices, prices_of
from ..errors import ServiceError
from ..label_studio import project_settings
from .collecting import config_of
from .next_action import next_action
from .observing import Cloud, cloud_of, observed
from .place import Place
from .record import RoundRow
from .starting import forbidden, hours_of, hours_used
from .state import State

_RECORDS = ("predicted-old", "predicted-new", "refreshed")


def status(place: Place, today: date | None = None) -> dict[str, Any]:
    """Tell how a loop stands; what a service doesn't tell is left out, and said.

    Raises:
        ProblemError: the database can't be reached.
    """
    record = place.record
    row, rounds = record.row, record.rounds()
    unheard: list[str] = []
    found: dict[str, Any] = {
        "loop": place.name,
        "label_studio_project": place.ls_project,
        "azure_project": place.options.azure_project,
        "held": row.held or None,
        "problem": row.problem or None,
        "looked": row.looked or None,
        "rounds": len(rounds),
        "nudges": len(place.nudges.of(place.ls_project)),
        "next": _ask(lambda: _next(place, rounds), unheard),
        **(_ask(lambda: _azure(place, today), unheard) or {}),
        "shown": _ask(lambda: _shown(place), unheard),
        "bill": bill(place, rounds),
        "stopping": stopping(rounds),
    }
    return found | {"unheard": unheard}


def history(rounds: Sequence[RoundRow], prices: Prices) -> list[dict[str, Any]]:
    """Tell what each round did, oldest first, as plain data."""
    return [_told(one, prices) for one in rounds]


def bill(place: Place, rounds: Sequence[RoundRow]) -> dict[str, Any]:
    """Estimate the next round, and count the last 30 days, as far as it is known."""
    prices = prices_of(place.session.settings.prices)
    now = place.record.now()
    last = rounds[-1] if rounds else None
    next_one = Estimate(
        "train", records=records_of(last) if last else 0, hours=hours_of(last) if last else 0.0
    )
    return {
        "next_round": {"hours": next_one.hours, "records": next_one.records,
                       "amount": next_one.amount(prices) if last else None},
        "most_records_a_round": place.options.records_a_round,
        "hours_in_30_days": round(hours_used(rounds, now), 4),
        "most_hours_a_month": place.options.training_hours_a_month,
        "forbidden": forbidden(place.options, rounds, now) or None,
        "currency": prices.currency or None,
    }  # fmt: skip


def stopping(rounds: Sequence[RoundRow]) -> dict[str, Any] | None:
    """Say whether more annotations are worth while; None before there is a model."""
    judged = [one for one in rounds if _f1(one) is not None]
    if not judged:
        return None
    found: Advice = advice(points(judged), kappas(judged))
    plain: dict[str, Any] = msgspec.to_builtins(found)
    return plain


def points(rounds: Sequence[RoundRow]) -> list[Point]:
    """Return F1 on the test part by trained documents, one a round that was judged."""
    found = []
    for one in rounds:
        f1, size = _f1(one), one.fact("verdict").get("trained") or {}
        if f1 is not None and size.get("documents"):
            spread = one.fact("verdict").get("overall") or {}
            error = (spread.get("high", 0.0) - spread.get("low", 0.0)) / 4
            found.append(Point(float(size["documents"]), float(f1), float(error)))
    return found


def kappas(rounds: Sequence[RoundRow]) -> list[float]:
    """Return how far each model agrees with the one before it."""
    held = (one.fact("verdict").get("kappa") for one in rounds)
    return [float(one) for one in held if one is not None]


def calibration_of(rounds: Sequence[RoundRow]) -> list[list[float]]:
    """Return how sure the last model that was judged is; nothing before there is one."""
    held = [found for one in rounds if (found := one.fact("verdict").get("calibration"))]
    return held[-1] if held else []


def records_of(one: RoundRow) -> int:
    """Add up the text records that a round sent."""
    return sum(int(one.fact(name).get("records") or 0) for name in _RECORDS)


def _f1(one: RoundRow) -> float | None:
    found: float | None = (one.fact("verdict").get("new") or {}).get("f1")
    return found


def _told(one: RoundRow, prices: Prices) -> dict[str, Any]:
    verdict, begun = one.fact("verdict"), one.fact("start")
    spent = Estimate("train", records=records_of(one), hours=hours_of(one))
    overall = verdict.get("overall") or {}
    return {
        "round": one.number, "began": one.began, "ended": one.ended, "reason": one.reason,
        "outcome": one.outcome, "why": one.fact("ended").get("why"),
        "model": one.fact("label").get("label"), "snapshot": one.fact("label").get("snapshot"),
        "job": one.fact("train-begun").get("job"),
        "changes": begun.get("changes"), "annotations": begun.get("annotations"),
        "documents": one.fact("converted").get("documents"),
        "trained": verdict.get("trained"),
        "verdict": verdict.get("outcome"),
        "reasons": [reason.get("words") for reason in verdict.get("reasons") or ()],
        "f1": _f1(one), "f1_before": overall.get("old"),
        "f1_of_azure": (verdict.get("azure") or {}).get("f1"),
        "categories": (verdict.get("new") or {}).get("categories"),
        "kappa": verdict.get("kappa"), "forced": bool(one.fact("forced")),
        "quality": verdict.get("quality"),
        "version": one.fact("version").get("version"), "refreshed": one.fact("refreshed") or None,
        "cleaned": one.fact("cleaned") or None,
        "hours": spent.hours, "records": spent.records,
        "amount": spent.amount(prices) if spent.hours or spent.records else None,
    }  # fmt: skip


def _ask(what: Any, unheard: list[str]) -> Any:
    try:
        return what()
    except (ServiceError, ProblemError) as error:
        unheard.append(str(error))
        return None


def _next(place: Place, rounds: Sequence[RoundRow]) -> dict[str, Any] | None:
    """Tell the next action of an open round, without doing anything."""
    now = rounds[-1] if rounds and rounds[-1].ended is None else None
    if now is None:
        return None
    action = next_action(State(held=place.record.row.held, round=observed(place, now)))
    label = now.fact("label").get("label")
    return {"round": now.number, "model": label, "action": action.kind, "why": action.why or None}


def _azure(place: Place, today: date | None) -> dict[str, Any]:
    cloud = cloud_of(place)
    day = today or date.today()  # noqa: DTZ011 (the day where the person is)
    known: list[Model | Deployment] = [*cloud.models.values(), *cloud.deployments.values()]
    return {
        "serving": _serving(cloud, place),
        "models": len(cloud.models),
        "training": next((one.job_id for one in cloud.jobs if not one.is_over), None),
        "expiring": [str(one) for one in expiries(known, day)],
    }


def _serving(cloud: Cloud, place: Place) -> dict[str, str | None]:
    labels = {one.model_id: one.label for one in cloud.models.values()}
    names = [name for name in (place.options.production, place.options.staging) if name]
    there = {name: cloud.deployments.get(name) for name in names}
    return {
        name: labels.get(one.model_id, one.model_id) if one else None for name, one in there.items()
    }


def _shown(place: Place) -> dict[str, Any]:
    settings = project_settings.read(place.server, place.ls_project)
    categories = config_of(place).categories_of(place.options.kind)
    return {
        "model_version": settings.model_version or None, "sampling": settings.sampling,
        "categories": [*categories],
    }  # fmt: skip

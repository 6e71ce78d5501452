"""When models and deployments expire, told ahead of time. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from msgspec import Struct

from .models import Deployment, Model

AHEAD: Final = 60
"""Days ahead that expiry is warned of."""
Kind = Literal["model", "deployment", "training configuration"]


class Expiry(Struct, frozen=True):
    """Something that expires soon, or has."""

    what: Kind
    name: str
    date: str
    days: int

    def __str__(self) -> str:
        """Say it in a sentence."""
        remedy = {
            "model": "Train again",
            "deployment": "Deploy again, or train and deploy",
            "training configuration": "Train with a newer one",
        }[self.what]
        when = f"expires in {self.days} days" if self.days >= 0 else "has expired"
        return f"The {self.what} {self.name} {when} ({self.date}). {remedy}."


def expiry_of(what: Kind, name: str, when: str | None, today: date) -> Expiry | None:
    """Return what expires within 60 days; None otherwise, and where no date is known.

    Example:
        >>> print(expiry_of("model", "v2", "2026-12-01", date(2026, 11, 23)))
        The model v2 expires in 8 days (2026-12-01). Train again.
        >>> expiry_of("model", "v2", "2027-12-01", date(2026, 11, 23)) is None
        True
    """
    try:
        days = (date.fromisoformat((when or "")[:10]) - today).days
    except ValueError:
        return None
    return Expiry(what, name, (when or "")[:10], days) if days <= AHEAD else None


def expiries(things: Iterable[Model | Deployment], today: date) -> list[Expiry]:
    """Return those that expire soon."""
    found = (
        expiry_of("model", one.label, one.model_expiration_date, today)
        if isinstance(one, Model)
        else expiry_of("deployment", one.deployment_name, one.deployment_expiration_date, today)
        for one in things
    )
    return [one for one in found if one]

"""Deployments and models that expire: renewed while a model lives on, told 60 days ahead if not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from ..azure import deploying
from ..azure.expiry import Expiry, expiry_of
from ..azure.models import Deployment, Model
from .observing import cloud_of
from .place import Place

_DAY: Final = 86_400.0


def expiring(
    deployments: Mapping[str, Deployment],
    models: Mapping[str, Model],
    names: list[str],
    today: date,
) -> tuple[list[tuple[str, str]], list[Expiry]]:
    """Return the deployments to renew with the labels of their models, and what is to be told.

    A deployment is renewed by deploying its model again, which helps as long as the model lives
    longer than it.

    Example:
        >>> there = Deployment("production", "2", deployment_expiration_date="2026-12-01")
        >>> models = {"r1": Model("r1", "2", model_expiration_date="2027-09-01")}
        >>> expiring({"production": there}, models, ["production"], date(2026, 11, 23))
        ([('production', 'r1')], [])
    """
    renew: list[tuple[str, str]] = []
    told: list[Expiry | None] = []
    by_id = {one.model_id: one for one in models.values()}
    for one in (deployments[name] for name in names if name in deployments):
        ends = one.deployment_expiration_date
        soon = expiry_of("deployment", one.deployment_name, ends, today)
        model = by_id.get(one.model_id)
        if model:
            told.append(expiry_of("model", model.label, model.model_expiration_date, today))
        if soon and model and (model.model_expiration_date or "") > soon.date:
            renew.append((one.deployment_name, model.label))
        else:
            told.append(soon)
    return renew, [one for one in told if one]


def renew(place: Place, today: date | None = None) -> list[Expiry]:
    """Renew what expires soon, once a day; return what can't be renewed that way."""
    record = place.record
    if record.now() - record.row.renewed < _DAY:
        return []
    cloud = cloud_of(place)
    names = [name for name in (place.options.production, place.options.staging) if name]
    day = today or date.today()  # noqa: DTZ011 (the day where the person is)
    again, told = expiring(cloud.deployments, cloud.models, names, day)
    for name, label in again:
        deploying.deploy(place.session, label, name)
        place.tell(f"the deployment {name} expires soon: {label} is deployed there again")
    for one in told:
        place.tell(str(one))
    record.note(renewed=record.now())
    return told

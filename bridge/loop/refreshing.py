"""Predicts tasks anew with what production serves, by what `spanbridge prelabel` does."""

from __future__ import annotations

from collections.abc import Sequence

from .place import Place


def refresh(place: Place, tasks: Sequence[int]) -> int:
    """Predict those tasks that have no prediction of the version; return how many."""
    from ..prelabelling import prelabel  # noqa: PLC0415 (its clients are slow to import)

    settings = place.session.settings
    return prelabel(place.server, place.ls_project, settings, tasks=[*tasks]).added

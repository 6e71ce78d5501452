"""Annotations worth a second look, after each round: as tabs in Label Studio, and as numbers.

How far annotators agree, what a sure model contradicts in the test part, and phrases that are
labelled in two ways. What the record keeps are counts and the ids of tasks, never the phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from ...converters.document import Document
from ..active_learning.quality import contradicted, two_ways
from ..agreement import agreement_of
from ..azure.snapshots import annotations_of
from ..errors import ServiceError
from ..label_studio import tabs
from .collecting import converted
from .place import Place
from .record import RoundRow

CONTRADICTED: Final = "spanbridge: the model disagrees"
TWO_WAYS: Final = "spanbridge: labelled in two ways"
_MOST: Final = 200
_SHARE: Final = 0.34
"""A phrase with more odd places than that share is ambiguous rather than mislabelled."""


def second_looks(
    place: Place,
    now: RoundRow,
    gold: Sequence[Document],
    predicted: Sequence[Document],
    trained: Sequence[Document],
) -> dict[str, Any]:
    """Find what is worth a second look, keep the tabs, and return it as ids and counts."""
    folder = converted(place, now)
    tasks = {one.document: one.task for one in annotations_of(folder / "manifest.jsonl")}
    contradictions = contradicted(gold, predicted)
    every = [*gold, *trained]
    odd = [one for one in two_ways(every) if len(one.odd) <= _SHARE * len(one.places)]
    found = {
        CONTRADICTED: _tasks(tasks, (gold[one.document].name for one in contradictions)),
        TWO_WAYS: _tasks(tasks, (every[n].name for one in odd for n, _ in one.odd)),
    }
    return {
        "contradictions": len(contradictions),
        "two_ways": len(odd),
        "tasks": found,
        "tabs": [title for title, ids in found.items() if _kept(place, title, ids)],
        "agreement": _agreement(place),
    }


def _tasks(of: dict[str, Any], names: Iterable[str]) -> list[int]:
    ids = dict.fromkeys(of.get(name) for name in names)
    return [one for one in ids if isinstance(one, int)][:_MOST]


def _kept(place: Place, title: str, ids: list[int]) -> bool:
    """Keep a tab, or remove it where it would be empty; a look may do without."""
    try:
        if ids:
            tabs.keep(place.server, place.ls_project, title, ids)
        else:
            tabs.remove(place.server, place.ls_project, title)
    except ServiceError as error:
        place.tell(f"the tab {title!r} can't be kept: {error}")
        return False
    return bool(ids)


def _agreement(place: Place) -> dict[str, Any] | None:
    """Measure how far annotators agree, where tasks have several annotations."""
    if not place.export.is_file():
        return None
    options = place.options
    found = agreement_of(place.export, differences=0, accept=options.accept, kind=options.kind)
    if not found.texts:
        return None
    whole = found.as_dict()
    return {key: whole[key] for key in ("texts", "overall", "categories")}

"""Predicts tasks anew with what production serves, by what `spanbridge prelabel` does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import replace

from ..prelabelling import prelabel
from .options import LoopOptions
from .place import Place

_TRIES: Final = 3


def refresh(place: Place, tasks: Sequence[int]) -> int:
    """Predict those tasks that have no prediction of the version; return how many.

    Tasks of the test part get an empty one, so that they are annotated without help. What a kill
    has left doubtful is told as failed once, and asked for again.
    """
    held = place.session.settings
    settings = replace(held, backend=suggesting(held.backend, place.options))
    server: Any = place.server
    added = 0
    for _ in range(_TRIES):
        done = prelabel(server, place.ls_project, settings, tasks=[*tasks])
        added += done.added
        if not done.failed:
            break
    return added


def suggesting(table: dict[str, Any], options: LoopOptions) -> dict[str, Any]:
    """Return the table [backend] with what the loop says of texts and of the test part.

    Example:
        >>> options = LoopOptions(label_studio_project=7, language="en-us")
        >>> suggesting({"threshold": 0.5}, options)
        {'threshold': 0.5, 'language': 'en-us', 'test': '80/20'}
    """
    known = {
        "language": options.language, "language_field": options.language_field,
        "group_by": options.group_by,
        "test": None if options.suggestions_in_test else options.split,
    }  # fmt: skip
    own = {name: value for name, value in known.items() if value is not None}
    kept = {name: value for name, value in table.items() if name != "test"}
    return kept | own

"""An incident as a Label Studio task to import."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from incidents import Incident


def task(incident: Incident) -> dict[str, Any]:
    """Give the task with one annotation; offsets are code points, as Label Studio's."""
    result = [_region(incident, *entity) for entity in incident.entities]
    return {
        "data": {
            "text": incident.text,
            "incident": incident.identifier,
            "lang": incident.language,
        },
        "annotations": [{"result": result}],
    }


def _region(incident: Incident, start: int, end: int, label: str) -> dict[str, Any]:
    # Repeatable, and short like the identifiers that Label Studio's editor makes.
    digest = hashlib.sha256(f"{incident.identifier} {start} {end} {label}".encode()).hexdigest()
    return {
        "id": digest[:10],
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {
            "start": start,
            "end": end,
            "text": incident.text[start:end],
            "labels": [label],
        },
    }

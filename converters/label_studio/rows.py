"""Turns rows without `data`, those of JSON_MIN and bare `{"text": ...}` tasks, into tasks.

JSON_MIN holds a row an annotation; rows of one task follow each other. It knows neither region ids
nor the tag that a region is on (`to_name`), nor whether an annotation was skipped.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Raw

from .tasks import LABEL_TYPES, decoded

_ROW_KEYS = ("annotator", "created_at", "updated_at", "lead_time")
_ENCODER = msgspec.json.Encoder()


def row_id(fields: dict[str, Raw]) -> bytes | None:
    """Return what rows of one task share, or None if this is no row of JSON_MIN."""
    return bytes(fields["id"]) if "id" in fields and "annotation_id" in fields else None


def task_fields(rows: list[dict[str, Raw]]) -> dict[str, Raw]:
    """Make the fields of a task of the rows of its annotations, or of one bare task."""
    first = rows[0]
    if row_id(first) is None:
        return {"data": Raw(_ENCODER.encode(first))}
    controls = {key for row in rows for key, raw in row.items() if _is_regions(raw)}
    outside = {*controls, *_ROW_KEYS, "id", "annotation_id"}
    data = {key: raw for key, raw in first.items() if key not in outside}
    annotated = [row for row in rows if bytes(row["annotation_id"]) != b"null"]
    annotations = [_annotation(row, sorted(controls & row.keys())) for row in annotated]
    return {
        "id": first["id"],
        "data": Raw(_ENCODER.encode(data)),
        "annotations": Raw(_ENCODER.encode(annotations)),
    }


def _annotation(row: dict[str, Raw], controls: list[str]) -> dict[str, Any]:
    annotation: dict[str, Any] = {"id": row["annotation_id"]}
    if "annotator" in row:
        annotation["completed_by"] = row["annotator"]
    annotation |= {key: row[key] for key in _ROW_KEYS[1:] if key in row}
    annotation["result"] = [
        {"from_name": control, "type": _type(value), "value": value}
        for control in controls
        for value in _values(row[control])
    ]
    return annotation


def _values(raw: Raw) -> list[Any]:
    """Return the regions of a control; what is no list of them is told as a malformed one."""
    values = decoded(raw)
    return values if isinstance(values, list) else [values]


def _is_regions(raw: Raw) -> bool:
    if not bytes(raw).startswith(b"["):
        return False
    values = decoded(raw)
    return bool(values) and all(isinstance(value, dict) and "start" in value for value in values)


def _type(value: Any) -> str:
    """Name the region's type, which is also the key that holds its labels, rating or choices."""
    if not isinstance(value, dict):
        return "labels"
    if labels := next((key for key in LABEL_TYPES if key in value), None):
        return labels
    return next((key for key in value if key not in ("start", "end", "text")), "labels")

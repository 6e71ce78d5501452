"""Annotations with their task inside, as Label Studio's target storage writes them: one a file.

One such file, shortened:

    {"id": 5093, "result": [...], "completed_by": {"id": 1, "email": "a@example.com"},
     "task": {"id": 58384, "data": {"text": "😀 Alice"}}}
"""

from __future__ import annotations

import msgspec
from msgspec import Raw

from .tasks import is_given

_FIELDS = msgspec.json.Decoder(dict[str, Raw])
_ENCODER = msgspec.json.Encoder()
_NULL = Raw(b"null")


def blob_key(fields: dict[str, Raw]) -> bytes | None:
    """Return what the annotations of one task share, or None if this is none with a task inside.

    It is the task's id, or all of a task that has none.
    """
    task = _task(fields) if "result" in fields else None
    if task is None:
        return None
    return bytes(task["id"] if is_given(task.get("id", _NULL)) else fields["task"])


def task_of(blobs: list[dict[str, Raw]]) -> dict[str, Raw]:
    """Make the fields of a task of its annotations."""
    task = _task(blobs[0]) or {}
    identifier = {"task": task["id"]} if "id" in task else {}
    annotations = [
        {**{key: raw for key, raw in blob.items() if key != "task"}, **identifier} for blob in blobs
    ]
    return {"data": _NULL, **task, "annotations": Raw(_ENCODER.encode(annotations))}


def _task(fields: dict[str, Raw]) -> dict[str, Raw] | None:
    try:
        return _FIELDS.decode(fields["task"])
    except (KeyError, msgspec.DecodeError, UnicodeDecodeError):
        return None

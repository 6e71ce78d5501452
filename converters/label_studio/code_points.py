"""Recounts a task whose offsets on Text tags count UTF-16 units in code points, all of it.

So nothing behind the reader knows of the other unit: the manifest holds code points too, and what
comes back is right for the Label Studio of today. Offsets of other tags have units of their own and
stay; so do those that lie outside their text. One between the two halves of a character becomes
half a code point, which no region is read with.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Raw

from ..offsets import OffsetError, OffsetMap
from ..report import Report
from .fields import TextFields
from .tasks import Task, annotations_of, decoded

_ANSWERS = ("annotations", "drafts", "predictions")
_OTHER_UNITS = ("startOffset", "globalOffsets")
_ENCODER = msgspec.json.Encoder()
Item = dict[str, Any]


def recounted(task: Task, fields: TextFields) -> Task:
    """Return the task with all its offsets in code points."""
    maps: dict[str, OffsetMap] = {}
    for key in _ANSWERS:
        found = decoded(task.fields[key]) if key in task.fields else None
        for item in _items(found):
            field = _field(item, fields)
            if field and (text := task.text(field)) is not None:
                offsets = maps.setdefault(field, OffsetMap(text))
                item["value"] = _value(item["value"], offsets)
        if found is not None:
            task.fields[key] = Raw(_ENCODER.encode(found))
    if "annotations" in task.fields:  # what is malformed was told when it was read first
        task.annotations = annotations_of(task.fields["annotations"], task.place, Report())
    return task


def _items(answers: Any) -> Iterator[Item]:
    """Yield what has a value in the results of answers, and of the predictions they came from."""
    for answer in answers if isinstance(answers, list) else ():
        if isinstance(answer, dict):
            yield from _items([answer.get("prediction")])
            result = answer.get("result")
            for item in result if isinstance(result, list) else ():
                if isinstance(item, dict) and isinstance(item.get("value"), dict):
                    yield item


def _field(item: Item, fields: TextFields) -> str | None:
    """Return the field that an item is on; rows name no tag, so it may be the only one there is."""
    known = [*fields.tags]
    name = item.get("to_name") or item.get("from_name")
    found = fields.known.get(name) if isinstance(name, str) else None
    return found or (known[0] if len(known) == 1 and "to_name" not in item else None)


def _value(value: Item, offsets: OffsetMap) -> Item:
    if any(key in value for key in _OTHER_UNITS):
        return value
    return value | {key: _points(value[key], offsets) for key in ("start", "end") if key in value}


def _points(offset: Any, offsets: OffsetMap) -> Any:
    """Recount one offset, which may be a string of digits."""
    is_digits = isinstance(offset, str) and offset.isascii() and offset.isdigit()
    if not (type(offset) is int or (is_digits and len(offset) < 20)):  # noqa: PLR2004 (an index)
        return offset
    units = int(offset)
    if not 0 <= units <= offsets.utf16_length:
        return offset
    try:
        return offsets.from_utf16(units)
    except OffsetError:
        return offsets.from_utf16(units - 1) + 0.5

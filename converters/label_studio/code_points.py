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
from .fields import TextFields
from .tasks import Task, decoded

_ANSWERS = ("annotations", "drafts", "predictions")
_ENCODER = msgspec.json.Encoder()
Item = dict[str, Any]


def recounted(task: Task, fields: TextFields) -> Task:
    """Return the task with all its offsets in code points: what is decoded, and what is kept."""
    maps: dict[str, OffsetMap] = {}

    def offsets_on(tag: Any, control: Any) -> OffsetMap | None:
        field = _field(tag, control, fields)
        if field and field not in maps and (text := task.text(field)) is not None:
            maps[field] = OffsetMap(text)
        return maps.get(field or "")

    for annotation in task.annotations:
        for region in annotation.result if annotation else ():
            value = region.value if region else None
            offsets = offsets_on(region.to_name, region.from_name) if region and value else None
            if value and offsets and value.start_offset is None:
                value.start, value.end = _points(value.start, offsets), _points(value.end, offsets)
    for key in _ANSWERS:
        found = decoded(task.fields[key]) if key in task.fields else None
        for item in _items(found):
            offsets = offsets_on(item.get("to_name"), item.get("from_name"))
            if offsets and "startOffset" not in item["value"]:
                item["value"] = _value(item["value"], offsets)
        if found is not None:
            task.fields[key] = Raw(_ENCODER.encode(found))
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


def _field(tag: Any, control: Any, fields: TextFields) -> str | None:
    """Return the field of a tag; rows name none, so then it may be the only one there is."""
    name = tag or control
    found = fields.known.get(name) if isinstance(name, str | None) else None
    only = next(iter(fields.tags)) if len(fields.tags) == 1 else None
    return found or (None if tag else only)


def _value(value: Item, offsets: OffsetMap) -> Item:
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

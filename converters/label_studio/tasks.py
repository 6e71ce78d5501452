"""The shape of a task, and how one is decoded: fast, and leniently where a part of it is wrong."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from ..report import Report
from .layouts import Layout

Offset = int | float | str | None
LABEL_TYPES = ("labels", "hypertextlabels", "paragraphlabels")
"""The types of regions that label a stretch; each is the key of the labels in its value too."""


class GlobalOffsets(Struct, gc=False):
    """Where a region of HyperText is in the text of all of it, in code points."""

    start: Offset = None
    end: Offset = None


class Value(Struct, gc=False):
    """What a region marks. `start` and `end` have each tag's own unit and type."""

    start: Offset = None
    end: Offset = None
    text: str | list[str] | None = None
    labels: list[str] | None = None
    choices: list[str] | None = None
    start_offset: Offset = msgspec.field(name="startOffset", default=None)
    end_offset: Offset = msgspec.field(name="endOffset", default=None)
    global_offsets: GlobalOffsets | None = msgspec.field(name="globalOffsets", default=None)
    hypertextlabels: list[str] | None = None
    paragraphlabels: list[str] | None = None


class Region(Struct, gc=False):
    """One item of an annotation's result: a region, a value given to a region, or a relation."""

    type: str = ""
    value: Value | None = None
    from_name: str | None = None
    to_name: str | None = None


class Annotation(Struct):
    """One person's answer to a task; what few conversions ask for stays undecoded."""

    id: int | str | None = None
    result: list[Region | None] = []
    was_cancelled: bool | None = None
    ground_truth: bool | None = None
    created_at: str | None = None
    updated_at: str | None = None
    completed_by: Raw = Raw()
    created_username: Raw = Raw()
    updated_by: Raw = Raw()
    lead_time: Raw = Raw()
    parent_prediction: Raw = Raw()
    prediction: Raw = Raw()


class Task(Struct):
    """A task: its fields as they stand, and what was decoded of them.

    `fetched` are the texts, by their field, of which the data hold the address only, `layouts`
    those of tags that show more than a text; `lost` the fields of those that can't be had.
    """

    place: str
    fields: dict[str, Raw]
    data: dict[str, Raw]
    annotations: list[Annotation | None]
    id: int | str | None = None
    fetched: dict[str, str] = {}
    layouts: dict[str, Layout] = {}
    lost: frozenset[str] = frozenset()

    def text(self, path: str) -> str | None:
        """Return a string of the data by its key or dotted path; None where there is none.

        Where the data hold the address of a text, or more than a text, it is that text.
        """
        if path in self.layouts:
            return self.layouts[path].text
        if path in self.fetched:
            return self.fetched[path]
        value = self.value(path)
        return value if isinstance(value, str) else None

    def value(self, path: str) -> Any:
        """Return a value of the data by its key or dotted path (`data.` may stand before it)."""
        path = path.removeprefix("data.")
        if path in self.data:
            return decoded(self.data[path])
        key, _, rest = path.partition(".")
        found = decoded(self.data[key]) if rest and key in self.data else None
        for step in rest.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return found

    def strings(self) -> dict[str, str]:
        """Return all the strings at the top of the data."""
        return {key: _STRING.decode(raw) for key, raw in self.data.items() if _is_string(raw)}

    def kept(self, texts: frozenset[str]) -> bytes:
        """Return the task as JSON with null for the texts that became documents.

        Addresses and what texts are laid out of stay: the way back restores texts only where there
        is null.

        Raises:
            UnicodeDecodeError: what nobody decoded so far is not UTF-8.
        """
        if self.fetched or self.layouts:
            texts -= self.fetched.keys() | self.layouts.keys()
        data = {key: _NULL if key in texts else raw for key, raw in self.data.items()}
        return utf8(_ENCODER.encode({**self.fields, "data": data}))


A = TypeVar("A", bound=Annotation)
R = TypeVar("R", bound=Region)
_FIELDS = msgspec.json.Decoder(dict[str, Raw])
_ANNOTATIONS = msgspec.json.Decoder(list[Annotation | None])
_RAWS = msgspec.json.Decoder(list[Raw])
_REGION = msgspec.json.Decoder(Region)
_ID = msgspec.json.Decoder(int | str | None)
_ANY = msgspec.json.Decoder()
_STRING = msgspec.json.Decoder(str)
_ENCODER = msgspec.json.Encoder()
_NULL = Raw(b"null")


def utf8(data: bytes) -> bytes:
    """Return what is UTF-8; raise UnicodeDecodeError where it is not."""
    if not data.isascii():
        data.decode()
    return data


def is_given(raw: Raw) -> bool:
    """Whether a field is there and not null."""
    return bytes(raw) not in (b"", b"null")


def decoded(raw: Raw) -> Any:
    """Decode a value of any kind; None if its numbers are beyond all range."""
    try:
        return _ANY.decode(raw)
    except msgspec.ValidationError:
        return None


def tell_undecoded(raw: Raw, place: str, report: Report) -> None:
    """Tell why an element is no object that can be decoded."""
    try:
        _FIELDS.decode(raw)
    except msgspec.ValidationError as error:
        report.tell("task-malformed", place, error=error)
    except msgspec.DecodeError:
        report.tell("lone-surrogate", _surrogate_place(raw, place))


def decode_task(fields: dict[str, Raw], place: str, report: Report) -> Task | None:
    """Decode the fields of a task; None, and a problem told, if there is no using it.

    A region or an annotation that is malformed is told and left out of the task.
    """
    try:
        data = _FIELDS.decode(fields["data"])
        identifier = _ID.decode(fields["id"]) if "id" in fields else None
    except msgspec.ValidationError as error:
        report.tell("task-malformed", place, error=error)
        return None
    annotations = (
        annotations_of(fields["annotations"], place, report) if "annotations" in fields else []
    )
    return Task(place, fields, data, annotations, identifier)


def annotations_of(raw: Raw, place: str, report: Report) -> list[Annotation | None]:
    """Decode the annotations of a task, what is malformed told and left out."""
    try:
        return _ANNOTATIONS.decode(raw)
    except msgspec.ValidationError:
        return _annotations_leniently(raw, f"{place}.annotations", report)


def _annotations_leniently(raw: Raw, place: str, report: Report) -> list[Annotation | None]:
    try:
        pieces = _RAWS.decode(raw)
    except msgspec.ValidationError as error:
        report.tell("annotation-malformed", place, error=error)
        return []
    return [
        lenient_annotation(piece, f"{place}[{i}]", report, Annotation, _REGION)
        for i, piece in enumerate(pieces)
    ]


def lenient_annotation(
    raw: Raw, place: str, report: Report, kind: type[A], regions: msgspec.json.Decoder[R]
) -> A | None:
    """Decode an annotation, or what is like one, but for those of its regions that are malformed.

    What is malformed is told; None if that is all of it.
    """
    try:
        fields = _FIELDS.decode(raw)
        results = _RAWS.decode(fields.pop("result", Raw(b"[]")))
        annotation = msgspec.json.decode(_ENCODER.encode(fields), type=kind)
    except msgspec.ValidationError as error:
        report.tell("annotation-malformed", place, error=error)
        return None
    annotation.result = [
        _region(piece, f"{place}.result[{i}]", report, regions) for i, piece in enumerate(results)
    ]
    return annotation


def _region(
    raw: Raw, place: str, report: Report, regions: msgspec.json.Decoder[R]
) -> Region | None:
    try:
        return regions.decode(raw)
    except msgspec.ValidationError as error:
        report.tell("region-malformed", place, error=error)
        return None


def _is_string(raw: Raw) -> bool:
    return bytes(raw).lstrip()[:1] == b'"'


def _surrogate_place(raw: Raw, place: str) -> str:
    """Find the first string in a task that no UTF-8 file can hold."""
    todo = [(place, json.loads(bytes(raw)))]
    while todo:
        where, value = todo.pop()
        if isinstance(value, dict):
            todo += [(f"{where}.{key!a}", item) for key, item in value.items()]
        elif isinstance(value, list):
            todo += [(f"{where}[{index}]", item) for index, item in enumerate(value)]
        elif isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value):
            return where
    return place

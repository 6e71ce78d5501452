"""Reads labels files that are not as Azure writes them: what people made by hand, or long ago.

    preview      {"extractors": [{"name": "Person"}], "documents": [{"location": "1.txt",
                  "extractors": [{"regionOffset": 0, "regionLength": 9, "labels": [
                    {"extractorName": "Person", "offset": 0, "length": 5}]}]}]}
    tutorials    {…, "assets": {…, "documents": [{"document": "1.txt", "entities": [
                  {"category": "Person", "offset": 0, "length": 5, "text": "Alice"}]}]}}

Whatever Azure would refuse is told, and used where there is no doubt what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Raw, Struct

from ..json_stream import UTF8_MARK
from ..problems import Words
from ..report import Report
from .fields import Fields, name_of
from .labelled import Labelled
from .labels_file import (
    FILE_VERSION,
    UTF16,
    Assets,
    Category,
    Label,
    LabelledDocument,
    LabelsFile,
    Metadata,
    Region,
)

_ANY = msgspec.json.Decoder()
_RAWS = msgspec.json.Decoder(dict[str, Raw])
_RAW_LIST = msgspec.json.Decoder(list[Raw])
_KEYS = re.compile(
    rb'\s*\{.*(?<!\\)"(projectFileVersion|stringIndexType|assets|extractors)"\s*:', re.DOTALL
)
WHOLE = -1
"""The length of a region that is not given: all of the text."""


def begins_labels_file(head: bytes) -> bool:
    """Whether the beginning of a file has a key that labels files have, in whichever form."""
    return bool(_KEYS.match(head.removeprefix(UTF8_MARK)))


def file_of(data: Raw, name: str, report: Report) -> tuple[LabelsFile, str]:
    """Read the envelope of a file, and say where its documents stand.

    Raises:
        msgspec.ValidationError: it is no object.
    """
    members = _RAWS.decode(data)
    assets_raw = _members(members.get("assets"))
    preview = "extractors" in members or "extractors" in assets_raw
    top = Fields({k: _ANY.decode(v) for k, v in members.items() if k not in _LARGE}, "$", report)
    assets = Fields(
        {k: _ANY.decode(v) for k, v in assets_raw.items() if k != "documents"}, "$.assets", report
    )
    if preview:
        report.tell("form-preview", name)
    elif not {"assets", "documents"} & members.keys():
        raise msgspec.ValidationError("it has neither assets nor documents")
    metadata = _metadata(top.one("metadata", required=True), report)
    inside = "documents" in assets_raw
    place = "$.assets.documents" if inside else "$.documents"
    documents = _documents(assets_raw if inside else members, place, report)
    kind = _assets_kind(assets, metadata.project_kind, report)
    extractors = [*(top.items("extractors") or ()), *(assets.items("extractors") or ())]
    file = LabelsFile(
        top.text("projectFileVersion", required=not preview) or FILE_VERSION,
        top.text("stringIndexType", required=not preview) or UTF16,
        metadata,
        Assets(
            kind,
            [*_categories(assets, "entities"), *_extractors(extractors)],
            [*_categories(assets, "classes")],
            documents,
        ),
    )
    top.end()
    assets.end()
    return file, place


_LARGE = ("assets", "documents")


def _members(raw: Raw | None) -> dict[str, Raw]:
    try:
        return _RAWS.decode(raw) if raw is not None else {}
    except msgspec.ValidationError:
        return {}


def _documents(members: dict[str, Raw], place: str, report: Report) -> list[Raw]:
    raw = members.get("documents")
    try:
        return _RAW_LIST.decode(raw) if raw is not None else []
    except msgspec.ValidationError:
        found = name_of(_ANY.decode(raw or b"null"))
        report.tell(
            "type-wrong", place, key=Words("documents"), found=Words(found),
            expected=Words("an array"),
        )  # fmt: skip
        return []


def _metadata(fields: Fields | None, report: Report) -> Metadata:
    fields = fields or Fields({}, "$.metadata", report)
    settings = fields.any("settings")
    metadata = Metadata(
        fields.text("projectKind", required=True) or "CustomEntityRecognition",
        fields.text("storageInputContainerName", required=True) or "",
        fields.text("projectName", required=True) or "",
        fields.text("language", required=True) or "",
        fields.flag("multilingual") or False,
        fields.text("description") or "",
        settings if isinstance(settings, dict) else {},
    )
    fields.end()
    return metadata


def _assets_kind(assets: Fields, expected: str, report: Report) -> str:
    kind = assets.text("projectKind")
    if kind is None:
        report.tell("assets-kind-missing", "$.assets")
    elif kind.lower() != expected.lower():
        report.tell("kinds-differ", "$.assets.projectKind", kind=kind, expected=expected)
    return expected


def _categories(assets: Fields, key: str) -> Iterator[Category]:
    for index, value in enumerate(assets.items(key) or ()):
        fields = assets.inner(value, f".{key}[{index}]")
        category = fields and fields.text("category", "name", required=True)
        if fields and category:
            yield Category(category, fields.text("description"))
            fields.end()


def _extractors(values: list[Any]) -> Iterator[Category]:
    for value in values:
        if isinstance(value, dict) and isinstance(value.get("name"), str):
            yield Category(value["name"])


class _Located(Struct):
    location: str


_LOCATION = msgspec.json.Decoder(_Located)


def location_of(raw: Raw) -> str | None:
    """Return the location of a document in whichever form, without decoding the rest of it."""
    try:
        return _LOCATION.decode(raw).location
    except msgspec.ValidationError:
        value = _ANY.decode(raw)
    location = (value.get("location") or value.get("document")) if isinstance(value, dict) else None
    return location if isinstance(location, str) else None


def document_of(raw: Raw, place: str, report: Report) -> Labelled | None:
    """Read a document in whichever form; None, and told, if it can't be one."""
    value = _ANY.decode(raw)
    if not isinstance(value, dict):
        report.tell("document-malformed", place, error=f"it is {value!r}")
        return None
    fields = Fields(value, place, report)
    location = fields.text("location", "document", required=True)
    language = fields.text("culture" if "culture" in fields else "language")
    dataset = fields.text("dataset")
    single = _category_in(fields.one("class"))
    listed = fields.items("classes")
    classes = None if listed is None else [*_listed(fields, listed)]
    regions, places = _regions(fields, report)
    fields.end()
    if location is None:
        report.tell("document-malformed", place, error="it has no location")
        return None
    document = LabelledDocument(location, language, dataset, regions, single, classes)
    return Labelled(document, place, places)


def _category_in(fields: Fields | None) -> Category | None:
    category = fields and fields.text("category", required=True)
    return Category(category) if category else None


def _listed(fields: Fields, values: list[Any]) -> Iterator[Category]:
    for index, value in enumerate(values):
        category = _category_in(fields.inner(value, f".classes[{index}]"))
        if category:
            yield category


def _regions(fields: Fields, report: Report) -> tuple[list[Region], list[list[str]]]:
    """Return the regions of a document, and the place of each label of each."""
    key = "extractors" if "extractors" in fields else "entities"
    values = fields.items(key) or []
    inner = [fields.inner(value, f".{key}[{index}]") for index, value in enumerate(values)]
    found = [one for one in inner if one]
    if any("labels" not in one and "offset" in one for one in found):
        report.tell("labels-flat", fields.place)
        labels = [*_labels(found, report)]
        return [Region(0, WHOLE, [label for _, label in labels])], [[p for p, _ in labels]]
    regions, places = [], []
    for one in found:
        start, length = one.whole("regionOffset"), one.whole("regionLength")
        items = [one.inner(v, f".labels[{i}]") for i, v in enumerate(one.items("labels") or ())]
        labels = [*_labels([item for item in items if item], report)]
        one.end()
        regions.append(
            Region(start or 0, WHOLE if length is None else length, [label for _, label in labels])
        )
        places.append([place for place, _ in labels])
    return regions, places


def _labels(found: list[Fields], report: Report) -> Iterator[tuple[str, Label]]:
    for fields in found:
        key = "extractorName" if "extractorName" in fields else "category"
        category = fields.text(key, required=True)
        offset, length = fields.whole("offset"), fields.whole("length")
        text = fields.text("text")
        fields.end()
        if category is None or offset is None or length is None:
            report.tell("label-malformed", fields.place)
        else:
            yield fields.place, Label(category, offset, length, text)

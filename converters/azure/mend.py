"""Writes a labels file that was looked at as Azure takes it: today's form, UTF-16, labels moved."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from ..offsets import OffsetError, OffsetMap
from .check import Look
from .dialects import WHOLE
from .labels_file import CODE_POINTS, KINDS, UTF16, Category, Label, LabelledDocument, Region

LEFT = (
    "label-in-doubt", "label-malformed", "document-malformed", "offset-refused",
    "region-length-unknown",
)  # fmt: skip
"""The problems that a mended file no longer shows, though nothing could be done about them."""


def mended(look: Look) -> bytes:
    """Return the file mended; documents and labels that could not be read are not in it.

    Offsets that count code points are turned into UTF-16 if all texts are there.
    """
    file, kind = look.project.file, look.project.kind
    every = all(offsets is not None for _, offsets in look.documents)
    count_anew = every and not look.project.counts_utf16
    documents = [
        _document(document, offsets, count_anew=count_anew) for document, offsets in look.documents
    ]
    whole: dict[str, Any] = {
        "projectFileVersion": file.project_file_version,
        "stringIndexType": UTF16 if count_anew or look.project.counts_utf16 else CODE_POINTS,
        "metadata": replace(file.metadata, project_kind=KINDS[kind]),
        "assets": {
            "projectKind": KINDS[kind],
            "entities" if kind == "entities" else "classes": _categories(look),
            "documents": documents,
        },
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def _categories(look: Look) -> list[Category]:
    """Return the declared categories, and behind them those that labels have."""
    assets = look.project.file.assets
    found = {one.category: one for one in (*assets.entities, *assets.classes)}
    for document, _ in look.documents:
        used = [label.category for region in document.entities for label in region.labels]
        for category in (*used, *document.categories):
            found.setdefault(category, Category(category))
    return [*found.values()]


def _document(
    document: LabelledDocument, offsets: OffsetMap | None, *, count_anew: bool
) -> LabelledDocument:
    anew = offsets if count_anew else None
    regions = [_region(region, offsets, anew) for region in document.entities]
    return replace(document, entities=regions)


def _region(region: Region, offsets: OffsetMap | None, anew: OffsetMap | None) -> Region:
    labels = [label for one in region.labels if (label := _label(one, anew))]
    length = region.region_length
    if offsets and (length == WHOLE or anew):
        length = offsets.utf16_length
    elif length == WHOLE:
        length = max((label.offset + label.length for label in labels), default=0)
    return replace(region, region_length=length, labels=labels)


def _label(label: Label, anew: OffsetMap | None) -> Label | None:
    """Count a label anew; None if it names no characters."""
    if anew is None:
        return label
    try:
        start, end = anew.to_utf16(label.offset), anew.to_utf16(label.offset + label.length)
    except OffsetError:
        return None
    return replace(label, offset=start, length=end - start)

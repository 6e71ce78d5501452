"""Turns the regions of an annotation into spans, and says what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..checksum import agrees
from ..document import Span
from ..report import Report
from .fields import TextFields
from .layouts import Layout
from .region_error import RegionError, whole
from .tasks import LABEL_TYPES, Annotation, Region, Value


class Shown(NamedTuple):
    """What a tag shows: a field, its text, and how that is laid out, if not plainly."""

    field: str
    text: str
    layout: Layout | None = None


Tags = Mapping[str | None, Shown | None]
"""What the known tags of a task show; None where a text can't be had."""


def shown_by(fields: TextFields, texts: dict[str, str], layouts: Mapping[str, Layout]) -> Tags:
    """Say what the tags of a task show that has these texts and layouts, by their fields."""
    shown = {field: Shown(field, text, layouts.get(field)) for field, text in texts.items()}
    return {tag: shown.get(field) for tag, field in fields.known.items()}


def spans_of(
    annotation: Annotation, texts: Iterable[str], tags: Tags, place: str, report: Report
) -> dict[str, list[Span]]:
    """Return the spans of an annotation by field, in code points, one for each label of a region.

    What isn't a labelled stretch of one of the texts is told to the report and left out.
    """
    spans: dict[str, list[Span]] = {field: [] for field in texts}
    for index, region in enumerate(annotation.result):
        if region is None:
            continue
        value, shown = region.value, tags.get(region.to_name or region.from_name)
        if shown is None or value is None or region.type not in LABEL_TYPES:
            _tell_other(region, tags, f"{place}.result[{index}]", report)
            continue
        field, text, layout = shown
        start, end, labels = value.start, value.end, value.labels
        # what nearly all regions are, told from the others without a call
        if layout or not (
            type(start) is int
            and type(end) is int
            and 0 <= start < end <= len(text)
            and text[start:end] == value.text
            and labels
            and "" not in labels
        ):
            try:
                start, end, labels = checked(value, text, layout)
            except RegionError as error:
                report.tell(error.code, f"{place}.result[{index}]", **error.quoted)
                continue
        for label in labels:
            spans[field].append(Span(start, end, label))
    return spans


def checked(value: Value, text: str, layout: Layout | None = None) -> tuple[int, int, list[str]]:
    """Return the code points that a value covers, and its labels, checked against its text.

    `layout` is that of the text, if it is no plain one.

    Raises:
        RegionError: its offsets are no whole numbers, cover nothing, lie outside the text, or cover
            other characters than it quotes; or it has no label.
    """
    start, end = layout.points(value) if layout else _points(value)
    saved = value.text
    if not 0 <= start < end <= len(text):
        code = "span-empty" if 0 <= end <= start <= len(text) else "offset-out-of-range"
        raise RegionError(code, start=start, end=end, length=len(text))
    if saved is not None and saved != text[start:end]:
        shown = saved if isinstance(saved, str) else " ".join(saved)
        if not (layout.agrees(shown, start, end) if layout else agrees(shown, text[start:end])):
            raise RegionError("text-mismatch", saved=shown, covered=text[start:end])
    labels = value.labels or value.hypertextlabels or value.paragraphlabels
    if not labels or "" in labels:
        raise RegionError("label-missing", text=text[start:end])
    return start, end, labels


def _points(value: Value) -> tuple[int, int]:
    """Return the offsets on a plain text; one with a path is of another tag."""
    if value.start_offset is not None:
        raise RegionError("region-of-other-tag")
    return whole(value.start), whole(value.end)


def _tell_other(region: Region, tags: Tags, place: str, report: Report) -> None:
    """Tell of a result that is no labelled stretch of one of the texts."""
    tag = region.to_name or region.from_name
    if region.type == "relation":
        report.tell("relation-kept", place)
    elif region.type not in LABEL_TYPES:
        report.tell("result-kept", place, kind=region.type or "?")
    elif region.value is None:
        report.tell("region-malformed", place, error="it has no value")
    elif tag not in tags:
        report.tell("tag-unknown", place, tag=tag)

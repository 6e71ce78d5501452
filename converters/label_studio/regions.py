"""Turns an annotation's regions on Text tags into spans, and says what is wrong with the others."""

from __future__ import annotations

from ..document import Span
from ..report import Report
from .checksum import agrees
from .fields import TextFields
from .tasks import Annotation, Region, Value

_OTHER_TEXT_REGIONS = ("hypertextlabels", "paragraphlabels")


class RegionError(ValueError):
    """A region that names no characters of its text; holds a code and what to quote."""

    def __init__(self, code: str, **quoted: object) -> None:
        super().__init__(code)
        self.code = code
        self.quoted = quoted


def spans_of(
    annotation: Annotation, texts: dict[str, str], fields: TextFields, place: str, report: Report
) -> dict[str, list[Span]]:
    """Return the spans of an annotation by field, in code points, one for each label of a region.

    What isn't a labelled stretch of one of the texts is told to the report and left out.
    """
    spans: dict[str, list[Span]] = {field: [] for field in texts}
    targets = {tag: (texts[f], spans[f]) for tag, f in fields.known.items() if f in texts}
    for index, region in enumerate(annotation.result):
        if region is None:
            continue
        value, target = region.value, targets.get(region.to_name or region.from_name)
        if target is None or value is None or region.type != "labels":
            _tell_other(region, fields, f"{place}.result[{index}]", report)
            continue
        text, found = target
        start, end, labels = value.start, value.end, value.labels
        # what nearly all regions are, told from the others without a call
        if not (
            type(start) is int
            and type(end) is int
            and 0 <= start < end <= len(text)
            and text[start:end] == value.text
            and labels
            and "" not in labels
        ):
            try:
                start, end, labels = checked(value, text)
            except RegionError as error:
                report.tell(error.code, f"{place}.result[{index}]", **error.quoted)
                continue
        for label in labels:
            found.append(Span(start, end, label))
    return spans


def checked(value: Value, text: str) -> tuple[int, int, list[str]]:
    """Return the code points that a value covers, and its labels, checked against its text.

    Raises:
        RegionError: its offsets are no whole numbers, cover nothing, lie outside the text, or cover
            other characters than it quotes; or it has no label.
    """
    start, end, saved = value.start, value.end, value.text
    if type(start) is not int or type(end) is not int:
        if value.start_offset is not None:
            raise RegionError("region-not-text", kind="labels with a node path")
        start, end = _whole(start), _whole(end)
    if not 0 <= start < end <= len(text):
        code = "span-empty" if 0 <= end <= start <= len(text) else "offset-out-of-range"
        raise RegionError(code, start=start, end=end, length=len(text))
    if saved is not None and saved != text[start:end]:
        shown = saved if isinstance(saved, str) else " ".join(saved)
        if not agrees(shown, text[start:end]):
            raise RegionError("text-mismatch", saved=shown, covered=text[start:end])
    if not value.labels or "" in value.labels:
        raise RegionError("label-missing", text=text[start:end])
    return start, end, value.labels


def _whole(offset: object) -> int:
    """Read an offset given as a string of digits, which Label Studio's interface takes."""
    if isinstance(offset, int):
        return offset
    if isinstance(offset, str) and offset.isascii() and offset.isdigit() and len(offset) < 20:  # noqa: PLR2004 (an index)
        return int(offset)
    raise RegionError("offset-not-a-number", offset=offset)


def _tell_other(region: Region, fields: TextFields, place: str, report: Report) -> None:
    """Tell of a result that is no labelled stretch of one of the texts."""
    tag = region.to_name or region.from_name
    if region.type in _OTHER_TEXT_REGIONS:
        report.tell("region-not-text", place, kind=region.type)
    elif region.type == "relation":
        report.tell("relation-kept", place)
    elif region.type != "labels":
        report.tell("result-kept", place, kind=region.type or "?")
    elif region.value is None:
        report.tell("region-malformed", place, error="it has no value")
    elif tag not in fields.known:
        report.tell("tag-unknown", place, tag=tag)

"""Tidies the spans of a document for Azure: edges without white space, no duplicates, no overlaps.

How Azure treats overlapping labels is undocumented, and a sequence model can't learn them, so a
policy decides which of them stay. What is dropped is returned, told and kept in the manifest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Literal

from .document import Span
from .parts import BOM
from .report import Report

Overlaps = Literal["longest", "first", "keep", "error"]
MAX_ENTITY = 500  # UTF-16 or code points is not said (custom NER service limits); we count points
_START = attrgetter("start")
BY_PLACE = attrgetter("start", "end", "label")


class SpansOverlapError(ValueError):
    """Two spans of a document overlap, and the policy is `error`."""


def tidy(
    text: str, spans: Sequence[Span], overlaps: Overlaps, place: str, report: Report
) -> tuple[list[Span], list[Span]]:
    """Return the spans to send, sorted, and those dropped; every change is told to the report.

    Dropped spans are trimmed too, but for those of nothing but white space.

    Raises:
        SpansOverlapError: two spans overlap and the policy is `error`.
    """
    ordered = sorted(spans, key=_START)
    if _are_tidy(text, ordered):
        return ordered, []
    spans, dropped = _trim_all(text, spans, place, report)
    kept, twice = _unique(spans)
    for span in twice:
        report.tell("span-duplicate", place, label=span.label, text=text[span.start : span.end])
    kept, overlapped = resolve(kept, overlaps)
    for span in overlapped:
        report.tell("span-overlap", place, label=span.label, text=text[span.start : span.end])
    return kept, [*dropped, *twice, *overlapped]


def _trim_all(
    text: str, spans: Sequence[Span], place: str, report: Report
) -> tuple[list[Span], list[Span]]:
    kept: list[Span] = []
    dropped: list[Span] = []
    for span in spans:
        trimmed = trim(text, span)
        fault = _fault(span, trimmed)
        if fault:
            report.tell(fault, place, label=span.label, text=text[span.start : span.end])
        if trimmed is None or fault == "entity-too-long":
            dropped.append(trimmed or span)
        else:
            kept.append(trimmed)
    return kept, dropped


def trim(text: str, span: Span) -> Span | None:
    """Move a span's edges off white space; None if it covers nothing else.

    Byte-order marks at the beginning of the text count as such, since no file holds them.

    Example:
        >>> trim("Hi  Alice ", Span(3, 10, "Person"))
        Span(start=4, end=9, label='Person', score=None)
    """
    first = min(max(span.start, _marks(text)), span.end)
    covered = text[first : span.end]
    start = span.end - len(covered.lstrip())
    end = first + len(covered.rstrip())
    if start >= end:
        return None
    if start == span.start and end == span.end:
        return span
    return Span(start, end, span.label, span.score)


def resolve(spans: list[Span], overlaps: Overlaps) -> tuple[list[Span], list[Span]]:
    """Apply an overlap policy; return the spans kept, sorted by place, and those dropped.

    `longest` prefers longer spans, then earlier ones; `first` prefers those given first; `keep`
    keeps all.

    Raises:
        SpansOverlapError: two spans overlap and the policy is `error`.
    """
    ordered = sorted(spans, key=BY_PLACE)
    clash = next(((a, b) for a, b in pairwise(ordered) if b.start < a.end), None)
    if overlaps == "keep" or clash is None:
        return ordered, []
    if overlaps == "error":
        one, other = clash
        raise SpansOverlapError(
            f"{one.label} at {one.start} and {other.label} at {other.start} overlap"
        )
    if overlaps == "longest":
        return _choose(sorted(ordered, key=lambda span: span.start - span.end))
    return _choose(spans)


def _choose(candidates: list[Span]) -> tuple[list[Span], list[Span]]:
    """Keep each candidate that overlaps none kept before it."""
    kept: list[Span] = []
    dropped: list[Span] = []
    for span in candidates:
        at = bisect_left(kept, span.start, key=_START)
        after_previous = at == 0 or kept[at - 1].end <= span.start
        before_next = at == len(kept) or span.end <= kept[at].start
        if after_previous and before_next:
            kept.insert(at, span)
        else:
            dropped.append(span)
    return kept, dropped


def _unique(spans: list[Span]) -> tuple[list[Span], list[Span]]:
    """Part spans from repetitions of the same place and label."""
    seen = {(span.start, span.end, span.label) for span in spans}
    if len(seen) == len(spans):
        return spans, []
    unique: list[Span] = []
    twice: list[Span] = []
    for span in spans:
        key = (span.start, span.end, span.label)
        (unique if key in seen else twice).append(span)
        seen.discard(key)
    return unique, twice


def _are_tidy(text: str, ordered: Sequence[Span]) -> bool:
    """Whether sorted spans need no care at all, as nearly all do; in one pass."""
    previous = _marks(text)
    for span in ordered:
        start, end = span.start, span.end
        if start < previous or end - start > MAX_ENTITY:
            return False
        if text[start].isspace() or text[end - 1].isspace():
            return False
        previous = end
    return True


def _marks(text: str) -> int:
    """Count the byte-order marks at the beginning."""
    return len(text) - len(text.lstrip(BOM)) if text.startswith(BOM) else 0


def _fault(span: Span, trimmed: Span | None) -> str | None:
    if trimmed is None:
        return "span-blank"
    if trimmed.end - trimmed.start > MAX_ENTITY:
        return "entity-too-long"
    return None if trimmed is span else "span-trimmed"

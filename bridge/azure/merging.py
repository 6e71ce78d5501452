"""Cuts texts that are too long for a request into windows that overlap, and merges what is found.

A model sees the end of a window without what follows and its beginning without what precedes. So
each window but the first begins some sentences before the end of the one before it, and where two
windows see the same stretch, the one that sees more around it decides. Pure; all offsets are in
code points.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import chain, product
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from ...converters.document import Span
from ...converters.parts import BOM, ENDS, cut
from .batches import MAX_UNITS

OVERLAP = 2_000
"""How far windows overlap at most, in code points; an entity has up to 500 characters."""
_BY_PLACE = attrgetter("start", "end", "label")


class Window(Struct, frozen=True):
    """A stretch of a text, `text[start:end]`, and whether each end is the text's own."""

    start: int
    end: int
    first: bool = True
    last: bool = True

    def holds(self, span: Span) -> bool:
        """Whether a span of the whole text lies in this window."""
        return self.start <= span.start and span.end <= self.end

    def meets(self, span: Span) -> bool:
        """Whether a span of the whole text has a character in this window."""
        return span.start < self.end and self.start < span.end

    def margin(self, span: Span) -> float:
        """Count what the window shows around a span on the side where a cut is nearer."""
        before = math.inf if self.first else span.start - self.start
        after = math.inf if self.last else self.end - span.end
        return min(before, after)


class Found(Struct, frozen=True):
    """A span of the whole text, and the window that it was found in."""

    span: Span
    window: Window


def windows(text: str, limit: int = MAX_UNITS, overlap: int = OVERLAP) -> list[Window]:
    r"""Cut a text into windows of at most `limit` UTF-16 code units, at line or sentence ends.

    Windows overlap by `overlap` code points at most and, where there are enough of them, half as
    much at least. A text within the limit is one window. Byte-order marks at the very beginning
    are in none.

    Raises:
        ValueError: the limit leaves no room for the overlap, which may take a quarter of it.

    Example:
        >>> [(w.start, w.end) for w in windows("One. Two. Six. Ten. Few. All. ", 24, 6)]
        [(0, 10), (5, 20), (15, 30)]
    """
    if not 0 <= overlap <= limit // 4:
        raise ValueError(f"windows of {limit} can't overlap by {overlap}")
    whole = cut(text, (), limit)
    if len(whole) == 1:
        return [Window(whole[0].start, whole[0].end)]
    # a character beyond U+FFFF takes two units: so the overlap never makes a window too long
    parts = cut(text, (), limit - 2 * overlap)
    made = [Window(parts[0].start, parts[0].end, last=False)]
    for part in parts[1:]:
        earliest = max(made[-1].start + 1, part.start - overlap)
        start = _back(text, earliest, part.start)
        made.append(Window(start, part.end, first=False, last=part is parts[-1]))
    return made


def merge(found: Iterable[tuple[Window, Sequence[Span]]]) -> list[Span]:
    """Return the spans of a whole text, of those found in its windows (counted from their start).

    - what is found in two windows at the same place is one span, with the higher score;
    - what touches a cut, and isn't found by the window that sees it whole, goes;
    - of two that overlap, from two windows, stays the one that is further from a cut.

    Example:
        >>> one, other = Window(0, 20, last=False), Window(12, 40, first=False)
        >>> merge([(one, [Span(14, 18, "City", 0.7)]), (other, [Span(2, 6, "City", 0.9)])])
        [Span(start=14, end=18, label='City', score=0.9)]
    """
    pairs = [(window, spans) for window, spans in found]
    seen = [window for window, _ in pairs]
    shifted = [
        Found(replace(span, start=span.start + w.start, end=span.end + w.start), w)
        for w, spans in pairs
        for span in spans
    ]
    kept: dict[Window, list[Span]] = {window: [] for window in seen}
    for one in sorted(_united(shifted), key=_by_certainty):
        others = [w for w in seen if w != one.window and w.meets(one.span)]
        if not _cut_off(one, others) and not _clashes(one.span, (kept[w] for w in others)):
            kept[one.window].append(one.span)
    return sorted(chain.from_iterable(kept.values()), key=_BY_PLACE)


def _back(text: str, earliest: int, start: int) -> int:
    """Find where a window begins that reaches back over the end of the one before it."""
    middle = (earliest + start) // 2
    for latest, ends in product((middle, start), ENDS):
        for match in ends.finditer(text, earliest, latest):
            if _may_begin(text, match.end()):
                return match.end()
    return next(at for at in range(earliest, start + 1) if _may_begin(text, at))


def _may_begin(text: str, at: int) -> bool:
    """Whether a window that begins here parts no CR LF and has no byte-order mark to lose."""
    return text[at - 1 : at + 1] != "\r\n" and not text.startswith(BOM, at)


def _united(found: list[Found]) -> list[Found]:
    """Make one of what several windows found at the same place: the one with most around it."""
    groups: dict[tuple[int, int, str], list[Found]] = {}
    for one in found:
        groups.setdefault(_BY_PLACE(one.span), []).append(one)
    return [_one_of(group) for group in groups.values()]


def _one_of(group: list[Found]) -> Found:
    best = max(group, key=lambda one: one.window.margin(one.span))
    scores = [one.span.score for one in group if one.span.score is not None]
    return Found(replace(best.span, score=max(scores)) if scores else best.span, best.window)


def _cut_off(one: Found, others: list[Window]) -> bool:
    """Whether a span touches a cut, and another window that shows more around it has it not."""
    margin = one.window.margin(one.span)
    return margin == 0 and any(w.holds(one.span) and w.margin(one.span) > 0 for w in others)


def _clashes(span: Span, kept: Iterable[list[Span]]) -> bool:
    return any(span.start < o.end and o.start < span.end for spans in kept for o in reversed(spans))


def _by_certainty(one: Found) -> tuple[float, float, int, int]:
    span = one.span
    return (-one.window.margin(span), -(span.score or 0), span.start, span.start - span.end)

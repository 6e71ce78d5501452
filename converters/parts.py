"""Cuts texts that Azure takes for too long, at line or sentence ends and never inside a span."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from .document import Span
from .offsets import OffsetMap

# Custom NER service limits: 1 to 128,000 characters. What a character is isn't said; counting
# UTF-16 code units is the careful reading, as no other unit gives a larger number.
MAX_TEXT = 128_000

_LINE_END = re.compile(r"\r\n|\n|\r|\u2028|\u2029")
_SENTENCE_END = re.compile(r"[.!?]+[\"')\]]*\s+|[。！？]+")
_WORD_END = re.compile(r"\s+")
BOM = "\ufeff"


class Part(Struct, frozen=True, array_like=True, gc=False):
    """One piece of a text, `text[start:end]` in code points, and the name of its file."""

    start: int
    end: int
    name: str = ""


def cut(text: str, spans: Sequence[Span], limit: int = MAX_TEXT) -> list[Part]:
    r"""Cut a text into parts of at most `limit` UTF-16 code units.

    A byte-order mark at the beginning is left out: in a file it would be taken for the mark that
    it is, and offsets would shift. Parts touch each other, so joining them (and the mark) gives
    the text again. A span longer than the limit isn't cut and makes its part too long.

    Example:
        >>> [(part.start, part.end) for part in cut("One line.\nAnother line.\n", (), limit=15)]
        [(0, 10), (10, 24)]
    """
    offsets = OffsetMap(text)
    start = 1 if text.startswith(BOM) else 0
    parts = []
    while offsets.utf16_length - offsets.to_utf16(start) > limit:
        end = _best_end(text, spans, start, _furthest(text, offsets, start, limit))
        parts.append(Part(start, end))
        start = end
    return [*parts, Part(start, len(text))]


def _furthest(text: str, offsets: OffsetMap, start: int, limit: int) -> int:
    """Find the last code point within the limit at which no CR LF would be parted."""
    low, high = start + 1, min(offsets.length, start + limit)
    reach = offsets.to_utf16(start) + limit
    furthest = low + bisect_right(range(low + 1, high + 1), reach, key=offsets.to_utf16)
    splits_line_end = furthest - 1 > start and text[furthest - 1 : furthest + 1] == "\r\n"
    return furthest - splits_line_end


def _best_end(text: str, spans: Sequence[Span], start: int, furthest: int) -> int:
    """Prefer a line end, then a sentence end, then a word end; else cut before a span or hard."""
    for ends in (_LINE_END, _SENTENCE_END, _WORD_END):
        places = [match.end() for match in ends.finditer(text, start, furthest)]
        for end in reversed(places):
            if not _inside(spans, end):
                return end
    end = furthest
    while (span := _inside(spans, end)) and span.start > start:
        end = span.start
    return span.end if span else end


def _inside(spans: Sequence[Span], end: int) -> Span | None:
    return next((span for span in spans if span.start < end < span.end), None)

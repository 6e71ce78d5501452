"""Cuts texts that Azure takes for too long, at line or sentence ends and never inside a span."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain, product

from msgspec import Struct

from .document import Span
from .offsets import OffsetMap

# Custom NER service limits: 1 to 128,000 characters. What a character is isn't said; counting
# UTF-16 code units is the careful reading, as no other unit gives a larger number.
MAX_TEXT = 128_000

_LINE_END = re.compile(r"\r\n|\n|\r|\u2028|\u2029")
_SENTENCE_END = re.compile("[.!?]+[\"')\\]]*\\s+|[\u3002\uff01\uff1f]+")
_WORD_END = re.compile(r"\s+")
ENDS = (_LINE_END, _SENTENCE_END, _WORD_END)
"""Where a text may be cut, the best places first; a match ends where the next part begins."""
BOM = "\ufeff"


class Part(Struct, frozen=True, array_like=True, gc=False):
    """One piece of a text, `text[start:end]` in code points, and the name of its file."""

    start: int
    end: int
    name: str = ""


def cut(text: str, spans: Sequence[Span], limit: int = MAX_TEXT) -> list[Part]:
    r"""Cut a text into parts of at most `limit` UTF-16 code units.

    Byte-order marks at the beginning are left out: in a file one would be taken for the mark that
    it is, and offsets would shift; for the same reason no later part begins with one. Parts touch
    each other, so joining them (and the marks) gives the text again. A span longer than the limit
    isn't cut and makes its part too long.

    Example:
        >>> [(part.start, part.end) for part in cut("One line.\nAnother line.\n", (), limit=15)]
        [(0, 10), (10, 24)]
    """
    offsets = OffsetMap(text)
    start = len(text) - len(text.lstrip(BOM))
    parts = []
    while offsets.utf16_length - offsets.to_utf16(start) > limit:
        end = _best_end(text, spans, start, _furthest(offsets, start, limit))
        parts.append(Part(start, end))
        start = end
    rest = [] if parts and start == len(text) else [Part(start, len(text))]
    return [*parts, *rest]


def _furthest(offsets: OffsetMap, start: int, limit: int) -> int:
    """Find the last code point within the limit."""
    low, high = start + 1, min(offsets.length, start + limit)
    reach = offsets.to_utf16(start) + limit
    return low + bisect_right(range(low + 1, high + 1), reach, key=offsets.to_utf16)


def _best_end(text: str, spans: Sequence[Span], start: int, furthest: int) -> int:
    """Prefer a line end, then a sentence end, then a word end; else cut as far on as can be.

    Ends in the further half come first, so that no part is short, or blank, without need.
    """
    middle = (start + furthest) // 2
    for earliest, ends in product((middle, start), ENDS):
        places = [match.end() for match in ends.finditer(text, earliest, furthest)]
        for end in reversed(places):
            if _parts_nothing(text, spans, end):
                return end
    anywhere = chain(range(furthest, start, -1), range(furthest + 1, len(text) + 1))
    return next(end for end in anywhere if _parts_nothing(text, spans, end))


def _parts_nothing(text: str, spans: Sequence[Span], end: int) -> bool:
    """Whether a cut here spares spans and CR LF, and no byte-order mark would begin a file."""
    if text[end - 1 : end + 1] == "\r\n" or text.startswith(BOM, end):
        return False
    return not any(span.start < end < span.end for span in spans)

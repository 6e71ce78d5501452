"""Paragraphs: a dialogue, whose offsets are UTF-16 units of the paragraph that they are in.

    data    {"talk": [{"author": "A", "text": "Hi 😀 Alice"}, {"author": "B", "text": "Hello"}]}
    value   {"start": "0", "end": "0", "startOffset": 6, "endOffset": 11, "text": "Alice", …}

`start` and `end` are numbers of paragraphs, as strings. The plain text is that of all paragraphs, a
line feed between two of them. Seen on Label Studio 1.23.2: texts are counted as they are, line ends
and all; what is no text is shown as it would be written, null and a missing key as nothing. With
`contextScroll`, paragraphs are counted in the order of their times, those without (or at 0) last.
The text that a region over several paragraphs saves has their times in it.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from itertools import accumulate
from typing import Any

from ...checksum import agrees, normalise
from ...offsets import OffsetError, OffsetMap
from ..region_error import RegionError, whole

_BETWEEN = "\n"


class ParagraphsLayout:
    r"""A dialogue as one text, `key` being where each paragraph has its own.

    With an `order` (`sorted`) the paragraphs come in that of their times.

    Raises:
        RegionError: the value is no list of paragraphs.

    Example:
        >>> talk = ParagraphsLayout([{"text": "Hi 😀 Alice"}, {"text": "Hello"}])
        >>> talk.text, talk.value(12, 17)["start"]
        ('Hi 😀 Alice\nHello', '1')
    """

    def __init__(self, value: Any, key: str = "text", order: str = "") -> None:
        if not isinstance(value, list):
            raise RegionError("layout-unreadable", tag="Paragraphs", error="it is no list")
        texts = [_text(one, key) for one in (sorted(value, key=_time) if order else value)]
        self.text = _BETWEEN.join(texts)
        self._offsets = [OffsetMap(text) for text in texts]
        lengths = [len(text) + len(_BETWEEN) for text in texts]
        self._starts = [*accumulate(lengths, initial=0)][: len(texts)]

    def points(self, value: Any) -> tuple[int, int]:
        """Return the code points of the text that a region's value covers.

        Raises:
            RegionError: it names no paragraph, or no characters of it.
        """
        start = self._point(value.start, value.start_offset)
        return start, self._point(value.end, value.end_offset)

    def agrees(self, saved: str, start: int, end: int) -> bool:
        """Whether a saved text can be that of a stretch; over several paragraphs, by its ends."""
        first, last = self._paragraph(start), self._paragraph(end - 1)
        if first == last:
            return agrees(saved, self.text[start:end])
        head = normalise(self.text[start : self._starts[first] + self._offsets[first].length])
        tail = normalise(self.text[self._starts[last] : end])
        shown = normalise(saved)
        return shown.startswith(head) and shown.endswith(tail)

    def value(self, start: int, end: int) -> dict[str, Any]:
        """Return the paragraphs and offsets of a stretch, and its text as Label Studio shows it."""
        first, last = self._paragraph(start), self._paragraph(end - 1)
        return {
            "start": str(first),
            "end": str(last),
            "startOffset": self._units(first, start),
            "endOffset": self._units(last, end),
            "text": self.text[start:end],
        }

    def _paragraph(self, place: int) -> int:
        return bisect_right(self._starts, place) - 1

    def _units(self, paragraph: int, place: int) -> int:
        """Count the units of a paragraph before a place; what joins it to the next counts not."""
        offsets = self._offsets[paragraph]
        return offsets.to_utf16(min(place - self._starts[paragraph], offsets.length))

    def _point(self, paragraph: Any, offset: Any) -> int:
        number, units = whole(paragraph), whole(offset)
        if not 0 <= number < len(self._starts):
            raise RegionError("paragraph-missing", number=number, count=len(self._starts))
        try:
            return self._starts[number] + self._offsets[number].from_utf16(units)
        except OffsetError as error:
            raise RegionError("offset-inside-tag", error=error) from error


def _time(paragraph: Any) -> tuple[bool, float]:
    start = paragraph.get("start") if isinstance(paragraph, dict) else None
    found = isinstance(start, int | float) and bool(start)
    return not found, float(start) if found else 0.0  # type: ignore[arg-type]


def _text(paragraph: Any, key: str) -> str:
    found = paragraph.get(key) if isinstance(paragraph, dict) else None
    if found is None:
        return ""
    return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)

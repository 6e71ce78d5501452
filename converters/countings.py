r"""The ways in which people count the characters of a text when they make labels, right and wrong.

text            H  i  ' '  😀       CR LF  B  o  b
UTF-16          0  1  2    3, 4     5  6   7  8  9
code points     0  1  2    3        4  5   6  7  8
CR LF as one    0  1  2    3, 4     5      6  7  8
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator

from .offsets import OffsetMap
from .parts import BOM

Counting = Callable[[int], int]
"""Gives the offset that somebody who counts so has for a place in code points; never falls."""

UTF16 = "offsets count UTF-16 code units, not code points"
CODE_POINTS = "offsets count code points, not UTF-16 code units"
_CRLF, _LF = re.compile(r"\r\n"), re.compile(r"(?<!\r)\n")


class Countings:
    """The countings of one text; `counts_utf16` says which one is right."""

    def __init__(self, text: str, *, counts_utf16: bool = True) -> None:
        self._text = text
        self._offsets = OffsetMap(text)
        self._counts_utf16 = counts_utf16

    @property
    def right(self) -> Counting:
        """The counting that the format demands."""
        return self._offsets.to_utf16 if self._counts_utf16 else int

    def wrong(self, region: int = 0) -> Iterator[tuple[str, Counting]]:
        """Yield what else somebody may have counted in this text, and how to say it.

        `region` is the offset of the labels' region.
        """
        right, to_utf16 = self.right, self._offsets.to_utf16
        if not self._offsets.is_identity:
            yield (CODE_POINTS, int) if self._counts_utf16 else (UTF16, to_utf16)
        lines = [match.start() for match in _CRLF.finditer(self._text)]
        if lines:
            yield "CR LF is counted as one character", _less(right, lines)
            if not self._offsets.is_identity and self._counts_utf16:
                yield "CR LF is counted as one character, and code points", _less(int, lines)
        feeds = [match.start() for match in _LF.finditer(self._text)]
        if feeds:
            yield "each line feed is counted as two characters", _more(right, feeds)
        if self._text.startswith(BOM):
            yield "the byte-order mark is not counted", _shifted(right, -1)
        else:
            yield "a byte-order mark is counted that isn't there", _shifted(right, 1)
        if region:
            yield "offsets count from the region, not from the document", _shifted(right, -region)
        if not self._text.isascii():
            yield "offsets count bytes of UTF-8", _bytes_of(self._text)


def place_of(counting: Counting, offset: int, length: int) -> int | None:
    """Return the place in code points, in a text of this length, that has the offset."""
    if offset < 0:
        return None
    place = bisect_left(range(length + 1), offset, key=counting)
    return place if place <= length and counting(place) == offset else None


def _less(counting: Counting, places: list[int]) -> Counting:
    return lambda place: counting(place) - bisect_left(places, place)


def _more(counting: Counting, places: list[int]) -> Counting:
    return lambda place: counting(place) + bisect_left(places, place)


def _shifted(counting: Counting, by: int) -> Counting:
    return lambda place: counting(place) + by


def _bytes_of(text: str) -> Counting:
    lengths = [0]
    for character in text:
        lengths.append(lengths[-1] + len(character.encode()))
    return lengths.__getitem__

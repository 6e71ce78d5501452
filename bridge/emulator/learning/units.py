r"""Offsets of one text in the three units of `stringIndexType`, strictly, to code points and back.

    text                H  i  ' '  😀    ' '  e  U+0301
    UnicodeCodePoint    0  1  2   3      4   5  6   (7)
    Utf16CodeUnit       0  1  2   3, 4   5   6  7   (8)
    TextElements_v8     0  1  2   3      4   5      (6)

Own code on purpose, and by other means than the converters': an emulator that counted with the
converters' code would bless their mistakes.

TextElements_v8 is what StringInfo of .NET Framework 4.6.2 to .NET Core 3.1 counts (their categories
are those of Unicode 8): a character and the combining marks (Mn, Mc, Me) after it, a surrogate pair
being one character. Nothing else joins: a family of emoji, a skin tone, a flag and CR LF are
several elements, which the grapheme clusters of .NET 5 are not. Marks don't join a control, format,
unassigned or lone surrogate character or a mark that starts no element (GetCurrentTextElementLen).
An approximation: the categories are those of Python's Unicode version, so an emoji that is younger
than Unicode 8 joins the variation selector after it here, and did not there.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

UTF16 = "Utf16CodeUnit"
CODE_POINTS = "UnicodeCodePoint"
TEXT_ELEMENTS = "TextElements_v8"
KINDS = (TEXT_ELEMENTS, CODE_POINTS, UTF16)

_MARKS = frozenset({"Mn", "Mc", "Me"})
_NO_BASE = frozenset({"Cc", "Cf", "Cn", "Cs", *_MARKS})


class UnitError(ValueError):
    """An offset that names no place in the text, or a unit that nobody knows."""


class Units:
    r"""Maps the offsets of one text between code points and a unit; made once for a text.

    Args:
        text: any text, one with lone surrogates too (each is one UTF-16 code unit).
        kind: one of `KINDS`.

    Raises:
        UnitError: nobody knows the unit.

    Example:
        >>> units = Units("Hi 😀 Zoe\u0301!", UTF16)
        >>> units.to_units(4), units.from_units(5)
        (5, 4)
        >>> units.from_units(4)
        Traceback (most recent call last):
            ...
        spanbridge.bridge.emulator.learning.units.UnitError: offset 4 is inside a character
        >>> Units("Hi 😀 Zoe\u0301!", TEXT_ELEMENTS).to_units(9)
        8
    """

    __slots__ = ("_bounds", "_kind", "_size", "length")

    def __init__(self, text: str, kind: str) -> None:
        if kind not in KINDS:
            raise UnitError(f"unknown stringIndexType {kind!r}: one of {', '.join(KINDS)}")
        self._kind = kind
        self._size = len(text)
        # At [i] the offset in units of code point i; nothing where the two agree throughout.
        self._bounds = None if _agrees(text, kind) else [0, *accumulate(_widths(text, kind))]
        self.length = self._bounds[-1] if self._bounds else self._size

    def to_units(self, index: int) -> int:
        """Turn an offset in code points into units.

        Raises:
            UnitError: it is outside the text or inside a text element.
        """
        self._check(index, self._size, CODE_POINTS)
        if self._bounds is None:
            return index
        if index < self._size and self._bounds[index] == self._bounds[index + 1]:
            raise UnitError(f"code point {index} is inside a text element")
        return self._bounds[index]

    def from_units(self, offset: int) -> int:
        """Turn an offset in units into code points.

        Raises:
            UnitError: it is outside the text or inside a surrogate pair.
        """
        self._check(offset, self.length, self._kind)
        if self._bounds is None:
            return offset
        index = bisect_right(self._bounds, offset) - 1
        if self._bounds[index] != offset:
            raise UnitError(f"offset {offset} is inside a character")
        return index

    def _check(self, offset: int, length: int, kind: str) -> None:
        if not 0 <= offset <= length:
            raise UnitError(f"offset {offset} is outside the text of {length} ({kind})")


def to_units(text: str, index: int, kind: str) -> int:
    """Turn one offset in code points into units.

    Raises:
        UnitError: see `Units`.
    """
    return Units(text, kind).to_units(index)


def from_units(text: str, offset: int, kind: str) -> int:
    """Turn one offset in units into code points.

    Raises:
        UnitError: see `Units`.
    """
    return Units(text, kind).from_units(offset)


def _agrees(text: str, kind: str) -> bool:
    return kind == CODE_POINTS or text.isascii()


def _widths(text: str, kind: str) -> Iterator[int]:
    """Give how far each code point moves the offset."""
    if kind == UTF16:
        return (1 + (character > "\uffff") for character in text)
    return _starts(text)


def _starts(text: str) -> Iterator[int]:
    """Give 1 where a text element starts and 0 within one."""
    joinable = False
    for category in map(unicodedata.category, text):
        joins = joinable and category in _MARKS
        yield not joins
        joinable = joins or category not in _NO_BASE

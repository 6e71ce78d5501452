r"""The only code that knows UTF-16 surrogates: code points to UTF-16 code units and back, strictly.

The model counts Unicode code points (as Python and Label Studio's Text tag do); Azure labels files
count UTF-16 code units (as .NET and JavaScript do). A character beyond U+FFFF, an emoji for
example, is one of the former and two of the latter.

    text          H  i  ' '  😀        ' '  A  l  i  c  e
    code points   0  1  2    3         4    5  6  7  8  9   (10)
    UTF-16        0  1  2    3, 4      5    6  7  8  9  10  (11)
"""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SNIPPET = 12


class OffsetError(ValueError):
    """An offset that names no place in the text."""


class OffsetMap:
    r"""Maps offsets of one text between code points and UTF-16 code units, both from 0.

    The positions of characters beyond U+FFFF are found once; a look-up then is a bisection, and
    costs nothing but a bounds check where the text has none.

    Args:
        text: any text without lone surrogates (they raise UnicodeEncodeError: a lone surrogate
            beside another would pair up in UTF-16, and no map could be right).

    Example:
        >>> offsets = OffsetMap("Hi 😀 Alice")
        >>> offsets.to_utf16(5), offsets.from_utf16(6)
        (6, 5)
        >>> offsets.from_utf16(4)
        Traceback (most recent call last):
            ...
        spanbridge.converters.offsets.OffsetError: offset 4 is inside the surrogate pair of '😀' ...
    """

    __slots__ = ("_astral", "_astral_utf16", "_text", "length", "utf16_length")

    def __init__(self, text: str) -> None:
        self._text = text
        self.length = len(text)
        self.utf16_length = len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
        self._astral = [] if self.is_identity else [m.start() for m in _ASTRAL.finditer(text)]
        self._astral_utf16 = [start + count for count, start in enumerate(self._astral)]

    @property
    def is_identity(self) -> bool:
        """Whether both units agree everywhere, as in a text without characters beyond U+FFFF."""
        return self.utf16_length == self.length

    @property
    def common(self) -> int:
        """The offset up to which both units agree.

        Example:
            >>> OffsetMap("Hi 😀 Alice").common
            3
        """
        return self._astral[0] if self._astral else self.length

    def to_utf16(self, offset: int) -> int:
        """Turn an offset in code points into UTF-16 code units.

        Raises:
            OffsetError: the offset is not within 0 and the length of the text.
        """
        if not 0 <= offset <= self.length:
            raise OffsetError(f"offset {offset} is outside the text of {self.length} code points")
        return offset + bisect_left(self._astral, offset) if self._astral else offset

    def from_utf16(self, offset: int) -> int:
        """Turn an offset in UTF-16 code units into code points.

        Raises:
            OffsetError: the offset is not within 0 and the length of the text, or would cut a
                surrogate pair in two.
        """
        if not 0 <= offset <= self.utf16_length:
            raise OffsetError(
                f"offset {offset} is outside the text of {self.utf16_length} UTF-16 code units"
            )
        if not self._astral:
            return offset
        before = bisect_left(self._astral_utf16, offset)
        if before and self._astral_utf16[before - 1] == offset - 1:
            raise OffsetError(self._inside_pair(offset, self._astral[before - 1]))
        return offset - before

    def from_code_points(self, offset: int) -> int:
        """Check an offset that counts code points already.

        Raises:
            OffsetError: the offset is not within 0 and the length of the text.
        """
        if not 0 <= offset <= self.length:
            raise OffsetError(f"offset {offset} is outside the text of {self.length} code points")
        return offset

    def _inside_pair(self, offset: int, character: int) -> str:
        snippet = self._text[max(0, character - _SNIPPET) : character + _SNIPPET]
        return (
            f"offset {offset} is inside the surrogate pair of {self._text[character]!r} "
            f"in {snippet!r}"
        )

"""Cuts texts that are too long to annotate into pieces that join to the same text."""

from __future__ import annotations

import re
from typing import Final

from ...converters.parts import cut

BLANK_LINES: Final = "blank-lines"
_END: Final = r"(?:\r\n|\r(?!\n)|\n)"
_BLANK_LINE: Final = re.compile(rf"{_END}(?:[ \t]*{_END})+")


def pieces(text: str, split_at: str | int | None) -> list[str]:
    r"""Cut a text at its blank lines, or into pieces of at most so many UTF-16 code units.

    No piece is blank: white space stays with the piece before it. The pieces join to the text.

    Example:
        >>> pieces("One\r\nline.\r\n\r\nTwo.\n", BLANK_LINES)
        ['One\r\nline.\r\n\r\n', 'Two.\n']
        >>> pieces("One line.\nAnother line.\n", 15)
        ['One line.\n', 'Another line.\n']
    """
    if split_at is None:
        return [text]
    if split_at == BLANK_LINES:
        ends = [match.end() for match in _BLANK_LINE.finditer(text)]
    else:
        ends = [part.end for part in cut(text, (), int(split_at))]
    return _not_blank(text, [*ends, len(text)])


def _not_blank(text: str, ends: list[int]) -> list[str]:
    found: list[str] = []
    start = 0
    for end in ends:
        piece, start = text[start:end], end
        if found and not (piece.strip() and found[-1].strip()):
            found[-1] += piece
        elif piece:
            found.append(piece)
    return found

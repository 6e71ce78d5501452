"""Cuts text into tokens that keep their offsets, and tokens into sequences short enough to tag.

A token is a run of letters, a run of digits, or one other character that isn't white space; a
character of Chinese, Japanese or Korean and an emoji are tokens by themselves. Combining marks stay
with what they follow, so that no token begins or ends inside a text element.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain

MAX_TOKENS = 400
"""A block of more tokens is cut at ends of sentences and lines, or if there are none right here."""

Token = tuple[int, int]
"""Where a token starts and ends, in code points of the text."""

_CJK = (
    "\u1100-\u11ff\u2e80-\u312f\u3130-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    "\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)


def _marks() -> str:
    """Make the class of combining marks, which `re` has no name for; few ranges, which are fast."""
    ranges: list[list[int]] = []
    for code in chain(range(0x300, 0x20000), range(0xE0100, 0xE01F0)):
        if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_LETTER, _MARK = rf"[^\W\d_{_CJK}]", f"[{_marks()}]"
_TOKEN = re.compile(rf"{_LETTER}+(?:{_MARK}+{_LETTER}*)*|\d+(?:{_MARK}+\d*)*|\S{_MARK}*|\s{_MARK}+")
_FULL_STOPS = "\u3002\uff01\uff1f"  # they end a sentence without a space
_BLANK_LINES = re.compile(r"(?:\r\n|\r|\n)(?:[^\S\r\n]*(?:\r\n|\r|\n))+")


def sequences(text: str) -> Iterator[list[Token]]:
    r"""Give the tokens of each stretch of text between blank lines, none of them empty.

    Example:
        >>> text = "Node 4 is down 😀\n\nprod-web"
        >>> [[text[start:end] for start, end in tokens] for tokens in sequences(text)]
        [['Node', '4', 'is', 'down', '😀'], ['prod', '-', 'web']]
    """
    start = 0
    for end, following in [*(m.span() for m in _BLANK_LINES.finditer(text)), (len(text), 0)]:
        tokens = [match.span() for match in _TOKEN.finditer(text, start, end)]
        yield from _cut(text, tokens)
        start = following


def _cut(text: str, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    start = 0
    while start < len(tokens):
        end = min(start + MAX_TOKENS, len(tokens))
        if end < len(tokens):
            ends = (at for at in range(end, start, -1) if _ends(text, tokens[at - 1], tokens[at]))
            end = next(ends, end)
        yield [*tokens[start:end]]
        start = end


def _ends(text: str, before: Token, after: Token) -> bool:
    """Tell whether a sentence or a line ends between two tokens."""
    last, gap = text[before[1] - 1], text[before[1] : after[0]]
    return last in _FULL_STOPS or "\n" in gap or (gap != "" and last in ".!?…؟।")

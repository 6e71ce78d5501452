"""Draws a document with its spans highlighted, safely for a terminal."""

from __future__ import annotations

import re

from rich.text import Text

from ...converters.document import Document, Span
from ...converters.label_studio.config_writer import colour as colour_of

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SYMBOLS = 0x2400


def highlighted(
    document: Document, colours: dict[str, int], characters: int, *, colour: bool
) -> Text:
    """Return the first characters of a document with its spans marked.

    `colours` numbers the categories in the order in which they are met, and is added to.
    """
    drawn, position = Text(), 0
    for span in sorted(document.spans, key=lambda span: (span.start, -span.end)):
        if span.start < position or span.start >= characters:  # inside another, or not shown
            continue
        drawn.append(visible(document.text[position : span.start]))
        drawn.append(_marked(document, span, colours, colour=colour))
        position = span.end
    rest = document.text[position:characters]
    return drawn.append(visible(rest) + ("…" if len(document.text) > characters else ""))


def legend(colours: dict[str, int]) -> Text:
    """Return the categories in their colours."""
    return Text("  ").join(Text(f" {label} ", _style(n)) for label, n in colours.items())


def visible(text: str) -> str:
    r"""Replace what could steer a terminal by a symbol: controls, bidirectional marks.

    Example:
        >>> visible("\x1b[31m red\r\n")
        '␛[31m red␍\n'
    """
    return _UNSAFE.sub(_symbol, text)


def _symbol(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(_SYMBOLS + code) if code < ord(" ") else f"⟨{code:04X}⟩"


def _marked(document: Document, span: Span, colours: dict[str, int], *, colour: bool) -> Text:
    number = colours.setdefault(span.label, len(colours))
    covered = visible(document.covered(span))
    return Text(covered, _style(number)) if colour else Text(f"[{covered}|{span.label}]")


def _style(number: int) -> str:
    return f"bold white on {colour_of(number)}"

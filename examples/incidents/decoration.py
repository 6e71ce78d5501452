"""Make a report look typed by people: typos, case, abbreviations, emoji and odd white space."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from grammar import Piece, Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_ABBREVIATIONS: Final = {
    "please": "pls",
    "Please": "Pls",
    "server": "srv",
    "with": "w/",
    "error": "err",
    "about": "abt",
    "message": "msg",
    "connections": "conns",
    "between": "btw",
    "restarted": "rstd",
    "monitoring": "mon.",
    "returns": "rets",
    "customers": "cust.",
    "maintenance": "maint",
}
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_ODD_SPACES: Final = ("  ", "\u00a0", " \t", "\u2009", "   ")


def decorate(pieces: list[Piece], rng: Random) -> list[Piece]:
    """Apply some of the habits of one imaginary writer."""
    pieces = _map(pieces, _case(rng))
    if _chance(rng, 0.2):
        pieces = [p if p.label else Piece(_WORD.sub(_abbreviate, p.text)) for p in pieces]
    pieces = _typos(pieces, rng, rng.choice((0.0, 0.0, 0.0, 0.02, 0.06)))
    if _chance(rng, 0.26):
        pieces = _emoji(pieces, rng)
    if _chance(rng, 0.15):
        pieces = [Piece(rng.choice(_ODD_SPACES)) if p.text == " " else p for p in pieces]
    if _chance(rng, 0.2):
        pieces = _map(pieces, _crlf)
    return pieces


def _chance(rng: Random, share: float) -> bool:
    return rng.random() < share


def _map(pieces: list[Piece], change: Callable[[str], str]) -> list[Piece]:
    return [Piece(change(text), label) for text, label in pieces]


def _case(rng: Random) -> Callable[[str], str]:
    return rng.choices((str, str.lower, str.upper), (85, 11, 4))[0]


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def _abbreviate(word: re.Match[str]) -> str:
    return _ABBREVIATIONS.get(word[0], word[0])


def _typos(pieces: list[Piece], rng: Random, rate: float) -> list[Piece]:
    def change(word: re.Match[str]) -> str:
        return _typo(word[0], rng) if _chance(rng, rate) else word[0]

    return _map(pieces, lambda text: _WORD.sub(change, text))


def _typo(word: str, rng: Random) -> str:
    """Swap, drop or double one inner letter."""
    at = rng.randrange(1, len(word) - 2)
    return rng.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        )
    )


def _emoji(pieces: list[Piece], rng: Random) -> list[Piece]:
    """Put emoji at the front or behind some joiners."""
    writer = Writer(rng)
    result = [*writer.write("emoji"), Piece(" ")] if _chance(rng, 0.7) else []
    for piece in pieces:
        result.append(piece)
        if piece.text.isspace() and _chance(rng, 0.3):
            result += [*writer.write("emoji"), Piece(" ")]
    return result

"""What the learner sees of each token: its word and shape, and those of its neighbours.

Features are bytes, as the CRF takes them fastest: the place in the window, a letter for the kind,
the value. What depends on a word alone is made once and kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from .tokens import Token

WINDOW = 5
"""Tokens seen on each side; with two, nothing tells a borrower from a lender."""

Features = list[bytes]
_Word = tuple[tuple[bytes, ...], ...]

_PLACES = range(-WINDOW, WINDOW + 1)
_SHAPES, _AFFIXES = 2, 1  # how far away the shape, and the first and last letters, are seen
_CHUNK = 12
_KEPT = 1 << 16
_OUTSIDE: _Word = tuple((b"%dw" % place,) if abs(place) == 1 else () for place in _PLACES)


def features(text: str, tokens: Sequence[Token]) -> list[Features]:
    """Make the features of each token of a sequence, at least its own word."""
    words = [_word(text[start:end]) for start, end in tokens]
    around = [_OUTSIDE] * WINDOW + words + [_OUTSIDE] * WINDOW
    # One column for each place: the token that many places on, as the token here sees it.
    columns = [
        [word[index] for word in around[index : index + len(words)]] for index in range(len(_PLACES))
    ]
    return [
        [*chain.from_iterable(seen)]
        for seen in zip(*columns, _joints(text, tokens), _chunks(text, tokens), strict=True)
    ]


@lru_cache(maxsize=_KEPT)
def _word(word: str) -> _Word:
    """Make what a word looks like from each place of the window."""
    lower, form = word.lower(), shape(word)
    return tuple(
        tuple(f"{place}{value}".encode(errors="replace") for value in _seen(place, lower, form))
        + (tuple(value.encode(errors="replace") for value in _own(word)) if place == 0 else ())
        for place in _PLACES
    )


def _seen(place: int, lower: str, form: str) -> list[str]:
    values = [f"w{lower}"]
    if abs(place) <= _SHAPES:
        values.append(f"s{form}")
    if abs(place) <= _AFFIXES and len(lower) > 1:
        values += [f"p{lower[:3]}", f"e{lower[-3:]}"]
    return values


def _own(word: str) -> list[str]:
    lower = word.lower()
    values = [f"n{min(len(word), 8)}"]
    if word != lower:
        values.append(f"W{word}")
    for size in (2, 4):
        if len(word) > size:
            values += [f"p{lower[:size]}", f"e{lower[-size:]}"]
    return values


def shape(word: str) -> str:
    """Show what a word is made of, with runs cut to two.

    Example:
        >>> shape("Ledger"), shape("ORA-12170")
        ('Xxx', 'XX-dd')
    """
    form = ""
    for character in word:
        kind = _kind(character)
        if not form.endswith(kind * 2):
            form += kind
    return form


def _kind(character: str) -> str:
    if character.isalpha():
        return "X" if character.isupper() else "x"
    return "d" if character.isdigit() else character


def _joints(text: str, tokens: Sequence[Token]) -> list[tuple[bytes]]:
    """Tell for each token whether nothing, a space or a line break is on each side of it."""
    ends, starts = [0, *(end for _, end in tokens)], [start for start, _ in tokens]
    gaps = [_gap(text[end:start]) for end, start in zip(ends, starts, strict=False)]
    gaps[0] = b"n"
    return [(b"g" + before + after,) for before, after in zip(gaps, [*gaps[1:], b"n"], strict=True)]


def _gap(space: str) -> bytes:
    if not space:
        return b"-"
    return b"n" if "\n" in space else b"s"


def _chunks(text: str, tokens: Sequence[Token]) -> list[tuple[bytes, bytes]]:
    """Tell for each token what the run without white space around it is, and its place there."""
    result: list[tuple[bytes, bytes]] = []
    first = 0
    for index in range(1, len(tokens) + 1):
        size = index - first
        if index == len(tokens) or size == _CHUNK or tokens[index][0] > tokens[index - 1][1]:
            result += _chunk(text[tokens[first][0] : tokens[index - 1][1]], size)
            first = index
    return result


@lru_cache(maxsize=_KEPT)
def _chunk(chunk: str, size: int) -> list[tuple[bytes, bytes]]:
    form = f"C{shape(chunk)}".encode(errors="replace")
    return [(form, b"D%d" % min(index, 5)) for index in range(size)]

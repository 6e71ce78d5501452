"""What the learner sees of each token: its word and shape, its neighbours, how it is set.

Features are bytes, as the CRF takes them fastest: the place in the window, a letter for the kind,
the value. What depends on a word alone is made once and kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from .tokens import Token

WINDOW = 5
"""Tokens seen on each side; with two, little tells a borrower from a lender."""

Features = list[bytes]
_Word = tuple[tuple[bytes, ...], ...]

_PLACES = range(-WINDOW, WINDOW + 1)
_NEAR, _SIGNS = 1, 2  # how far away shapes and affixes are seen; other things than words
_LONGEST = 50  # letters of a word
_CHUNK = 12  # tokens of a chunk
_KEPT = 1 << 14
_OUTSIDE: _Word = tuple((b"%dw" % place,) if abs(place) == 1 else () for place in _PLACES)


def features(text: str, tokens: Sequence[Token]) -> list[Features]:
    """Make the features of each token of a sequence."""
    words = [text[start : min(end, start + _LONGEST)] for start, end in tokens]
    gaps = [*_gaps(text, tokens)]
    seen = [_OUTSIDE] * WINDOW + [_word(word) for word in words] + [_OUTSIDE] * WINDOW
    # One column for each place: the token that many places on, as it is seen from here.
    columns = [column[place:] for place, column in enumerate(zip(*seen, strict=True))]
    own = (_joints(gaps), _chunks(text, tokens, gaps), _lines(words, gaps))
    return [*map(list, map(chain.from_iterable, zip(*own, *columns, strict=False)))]


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


@lru_cache(maxsize=_KEPT)
def _word(word: str) -> _Word:
    """Make what a word looks like from each place of the window, and more of itself at place 0."""
    lower = word.lower()
    far = [f"w{lower}".encode(errors="replace")]
    near = [*far, *_encoded(_seen(word, lower))]
    views = [
        tuple([b"%d%b" % (place, view) for view in (near if abs(place) <= _NEAR else far)])
        if abs(place) <= _SIGNS or word[0].isalnum()
        else ()
        for place in _PLACES
    ]
    views[WINDOW] += tuple(_encoded(_itself(word, lower)))
    return tuple(views)


def _seen(word: str, lower: str) -> Iterator[str]:
    yield f"s{shape(word)}"
    if len(lower) > 1:
        yield f"p{lower[:3]}"
        yield f"e{lower[-3:]}"


def _itself(word: str, lower: str) -> Iterator[str]:
    yield f"n{min(len(word), 8)}"
    if word != lower:
        yield f"W{word}"
    for size in (2, 4):
        if len(word) > size:
            yield f"p{lower[:size]}"
            yield f"e{lower[-size:]}"


def _encoded(values: Iterable[str]) -> list[bytes]:
    return [value.encode(errors="replace") for value in values]


def _gaps(text: str, tokens: Sequence[Token]) -> Iterator[bytes]:
    """Tell what is before, between and behind the tokens: nothing, a space or a line break."""
    yield b"n"
    for (_, end), (start, _) in pairwise(tokens):
        if end == start:
            yield b"-"
        else:
            yield b"n" if "\n" in text[end:start] else b"s"
    yield b"n"


def _joints(gaps: Sequence[bytes]) -> list[tuple[bytes]]:
    """Give what is on both sides of each token."""
    return [(b"g" + before + after,) for before, after in pairwise(gaps)]


def _chunks(
    text: str, tokens: Sequence[Token], gaps: Sequence[bytes]
) -> Iterator[tuple[bytes, bytes]]:
    """Give the shape of the run without gaps around each token, and its place there."""
    first = 0
    for index in range(1, len(tokens) + 1):
        if gaps[index] != b"-" or index - first == _CHUNK:
            yield from _chunk(text[tokens[first][0] : tokens[index - 1][1]], index - first)
            first = index


@lru_cache(maxsize=_KEPT)
def _chunk(chunk: str, size: int) -> list[tuple[bytes, bytes]]:
    form = f"c{shape(chunk[:_LONGEST])}".encode(errors="replace")
    return [(form, b"d%d" % min(index, 5)) for index in range(size)]


def _lines(words: Sequence[str], gaps: Sequence[bytes]) -> list[tuple[bytes]]:
    """Give the last word of the line of each token: `(the "Lender")`, `: see ticket`."""
    result: list[tuple[bytes]] = []
    last = b""
    for word, gap in zip(reversed(words), reversed(gaps), strict=False):
        if gap == b"n":
            last = b""
        if not last and word[0].isalpha():
            last = word.lower().encode(errors="replace")
        result.append((b"l" + last,))
    return result[::-1]

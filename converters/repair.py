"""Finds where labels were meant to be by the characters that they quote, and names what went wrong.

A label is moved only where there is no doubt: all quotations of a document agree on one way of
counting or on one shift, or the quotation stands in a single place near the label's offset.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from .checksum import agrees, normalise
from .countings import Counting, Countings, place_of

NEAR = 16
_MOST_SHIFTS = 1_000


class Claim(Struct, frozen=True):
    """What a label says: its offset and length in its file's unit, and the text that it quotes."""

    offset: int
    length: int
    quote: str | None = None
    region: int = 0


class Move(Struct, frozen=True):
    """Where a label was meant to be, in the file's unit, and what was wrong."""

    offset: int
    length: int
    cause: str


class Doubt(Struct, frozen=True):
    """Why nobody can tell where a label was meant to be."""

    cause: str


Finding = Move | Doubt | None


def examine(text: str, claims: Sequence[Claim], *, counts_utf16: bool = True) -> list[Finding]:
    r"""Compare labels with what they quote: None where they agree or where nothing is quoted.

    Example:
        >>> text = "Hi 😀\r\nBob met Alice"
        >>> claims = [Claim(6, 3, "Bob"), Claim(14, 5, "Alice")]
        >>> [(move.offset, move.cause) for move in examine(text, claims)][0]
        (7, 'offsets count code points, not UTF-16 code units')
    """
    return _Examination(text, claims, counts_utf16=counts_utf16).findings()


class _Quoted:
    """A claim with a quotation, and the places where that stands."""

    def __init__(self, text: str, claim: Claim, quote: str) -> None:
        self.claim = claim
        self._text = text
        self._pattern = _pattern(quote, text)

    def end_at(self, place: int | None) -> int | None:
        """Return where the quotation ends that begins at a place; None if it doesn't."""
        found = None if place is None else self._pattern.match(self._text, place)
        return found.end() if found else None

    def places(self, start: int = 0, stop: int | None = None) -> Iterator[int]:
        """Yield the places in a part of the text where the quotation begins."""
        last = len(self._text) if stop is None else stop
        found = self._pattern.search(self._text, max(0, start))
        while found and found.start() <= last:
            yield found.start()
            found = self._pattern.search(self._text, found.start() + 1)


class _Examination:
    """One document's claims against its text."""

    def __init__(self, text: str, claims: Sequence[Claim], *, counts_utf16: bool) -> None:
        self._text = text
        self._claims = claims
        self._countings = Countings(text, counts_utf16=counts_utf16)
        self._right = self._countings.right
        self._quoted = {
            index: _Quoted(text, claim, claim.quote)
            for index, claim in enumerate(claims)
            if claim.quote and claim.quote.strip()
        }

    def findings(self) -> list[Finding]:
        """Return what there is to say of each claim."""
        found: list[Finding] = [None] * len(self._claims)
        wrong = [index for index, quoted in self._quoted.items() if not self._is_right(quoted)]
        if wrong:
            agreed = self._agreed()
            for index in wrong:
                quoted = self._quoted[index]
                found[index] = self._by(agreed, quoted) if agreed else self._near(quoted)
        return found

    def _is_right(self, quoted: _Quoted) -> bool:
        claim = quoted.claim
        start = self._place(self._right, claim.offset)
        end = self._place(self._right, claim.offset + claim.length)
        return (
            start is not None
            and end is not None
            and agrees(claim.quote or "", self._text[start:end])
        )

    def _place(self, counting: Counting, offset: int) -> int | None:
        return place_of(counting, offset, len(self._text))

    def _agreed(self) -> tuple[str, Counting] | None:
        """Return the one way of counting that explains all quotations, if there are several."""
        if len(self._quoted) < 2:  # noqa: PLR2004 (one alone can't agree with another)
            return None
        region = max(quoted.claim.region for quoted in self._quoted.values())
        ways = [*self._countings.wrong(region)]
        fitting = [way for way in ways if self._fits(way[1])] or [*self._shifts()]
        places = {tuple(self._places_by(counting)) for _, counting in fitting}
        return fitting[0] if len(places) == 1 else None

    def _fits(self, counting: Counting) -> bool:
        return all(
            quoted.end_at(self._place(counting, quoted.claim.offset)) is not None
            for quoted in self._quoted.values()
        )

    def _places_by(self, counting: Counting) -> Iterator[int | None]:
        for quoted in self._quoted.values():
            yield self._place(counting, quoted.claim.offset)

    def _shifts(self) -> Iterator[tuple[str, Counting]]:
        """Yield the constant shifts that explain all quotations, judged by the longest of them."""
        longest = max(self._quoted.values(), key=lambda quoted: len(quoted.claim.quote or ""))
        for number, place in enumerate(longest.places()):
            shift = longest.claim.offset - self._right(place)
            if number < _MOST_SHIFTS and shift and self._fits(self._shifted(shift)):
                yield f"all offsets of the document are {_off(shift)}", self._shifted(shift)

    def _shifted(self, shift: int) -> Counting:
        return lambda place: self._right(place) + shift

    def _by(self, way: tuple[str, Counting], quoted: _Quoted) -> Move:
        cause, counting = way
        place = self._place(counting, quoted.claim.offset)
        return self._move(quoted, place or 0, cause)

    def _move(self, quoted: _Quoted, place: int, cause: str) -> Move:
        start, end = self._right(place), self._right(quoted.end_at(place) or place)
        return Move(start, end - start, cause)

    def _near(self, quoted: _Quoted) -> Finding:
        """Move a label to the only place near it that has its quotation."""
        offset = quoted.claim.offset
        here = self._place(self._right, offset)
        if quoted.end_at(here) is not None:
            move = self._move(quoted, here or 0, "")
            return replace(move, cause=f"the length is {quoted.claim.length}, not {move.length}")
        near = [*quoted.places(*self._around(offset))]
        if len(near) == 1:
            return self._move(quoted, near[0], self._why(quoted, near[0]))
        if near:
            return Doubt(f"its text stands in {len(near)} places near its offset")
        anywhere = next(quoted.places(), None)
        far = "its text stands only far from its offset"
        return Doubt("its text is nowhere in the document" if anywhere is None else far)

    def _around(self, offset: int) -> tuple[int, int]:
        """Return the first and the last place that are near an offset."""
        places = range(len(self._text) + 1)
        first = bisect_left(places, offset - NEAR, key=self._right)
        return first, bisect_right(places, offset + NEAR, key=self._right) - 1

    def _why(self, quoted: _Quoted, place: int) -> str:
        """Say what was wrong with a single label: a way of counting only if no other speaks."""
        offset, region = quoted.claim.offset, quoted.claim.region
        ways = self._countings.wrong(region) if len(self._quoted) == 1 else ()
        fitting = (cause for cause, counting in ways if counting(place) == offset)
        return next(fitting, f"the offset is {_off(offset - self._right(place))}")


def _off(shift: int) -> str:
    """Say how far off an offset is."""
    return f"{abs(shift)} too {'large' if shift > 0 else 'small'}"


def _pattern(quote: str, text: str) -> re.Pattern[str]:
    """Make what finds a quotation: to the letter if it stands so, else whatever its white space."""
    if quote in text:
        return re.compile(re.escape(quote))
    return re.compile(r"\s+".join(map(re.escape, normalise(quote).split(" "))))

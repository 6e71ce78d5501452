"""Put a report together: which kind of text, in which language, of which parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from grammar import Piece, Writer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random


class Part(NamedTuple):
    """So many expansions of a rule, each followed by the joiner."""

    rule: str
    low: int
    high: int
    joiner: str = " "


class Layout(NamedTuple):
    """A kind of report: its share of all, its language and its parts."""

    weight: int
    language: str
    parts: Sequence[Part]


_BREAK: Final = "\n"
_GAP: Final = "\n\n"
_CHATTER: Final = (Part("plain", 3, 13), Part("decoy", 2, 12), Part("sentence", 1, 1, _GAP))
LAYOUTS: Final[Mapping[str, Layout]] = {
    "message": Layout(30, "en", [Part("sentence", 1, 5)]),
    "mail": Layout(
        14,
        "en",
        [
            Part("plain", 1, 1, _GAP),
            Part("sentence", 2, 6),
            Part("decoy", 0, 2, _GAP),
            Part("person", 1, 1, ""),
        ],
    ),
    "log": Layout(12, "en", [Part("sentence", 1, 2, _GAP), Part("lines", 1, 2, _BREAK)]),
    "trace": Layout(6, "en", [Part("sentence", 1, 2, _BREAK), Part("trace", 1, 1, _BREAK)]),
    "table": Layout(8, "en", [Part("table", 1, 2, _BREAK), Part("sentence", 0, 2)]),
    "list": Layout(6, "en", [Part("plain", 0, 1, _BREAK), Part("fragment", 2, 6, _BREAK)]),
    "chatter": Layout(5, "en", [Part("plain", 1, 3), Part("decoy", 0, 3)]),
    "review": Layout(4, "en", [*_CHATTER, *_CHATTER, *_CHATTER, Part("plain", 1, 3)]),
    "japanese": Layout(4, "ja", [Part("ja", 1, 4, "")]),
    "chinese": Layout(3, "zh-hans", [Part("zh", 1, 4, "")]),
    "arabic": Layout(1, "ar", [Part("ar", 1, 3)]),
    "hebrew": Layout(1, "he", [Part("he", 1, 3)]),
    "quoted": Layout(
        6, "en", [Part("sentence", 1, 2, _BREAK), Part("foreign", 1, 1), Part("plain", 0, 1)]
    ),
}


def compose(rng: Random) -> tuple[str, list[Piece]]:
    """Give the language and the pieces of a random report."""
    layouts = list(LAYOUTS.values())
    [layout] = rng.choices(layouts, [layout.weight for layout in layouts])
    writer = Writer(rng)
    pieces: list[Piece] = []
    for part in layout.parts:
        for _ in range(rng.randint(part.low, part.high)):
            pieces += [*writer.write(part.rule), Piece(part.joiner)]
    return layout.language, pieces[:-1]

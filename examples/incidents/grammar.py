"""Write random text from rules, keeping hold of which parts are entities.

The rules are JSON under `data/`. A rule is a list of templates, the first ones chosen more often
than the last (a long tail, as in real reports), or a string whose characters are equally likely.
In a template, `{rule}` expands a rule, `{rule/upper}` changes its case, and `{Service}`,
`{Code}`, `{Server}` and `{Time}` make an entity, `{Time:clock}` one by the rule `clock`.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from random import Random

LABELS: Final = {
    "Service": "ServiceName",
    "Code": "ErrorCode",
    "Server": "ServerName",
    "Time": "TimeReference",
}
_CASES: Final[Mapping[str, Callable[[str], str]]] = {
    "": str,
    "lower": str.lower,
    "upper": str.upper,
    "title": str.capitalize,
}
_SLOT: Final = re.compile(r"\{([^{}]+)\}")
_REUSE: Final = 0.25
_LONG_TAIL: Final = 0.4


class Piece(NamedTuple):
    """A stretch of text, with its label if it is an entity."""

    text: str
    label: str | None = None


@cache
def rules() -> Mapping[str, Sequence[str]]:
    """Read all rules; a name may be defined in one file only."""
    merged: dict[str, Sequence[str]] = {}
    for path in sorted((Path(__file__).parent / "data").glob("*.json")):
        part: dict[str, Sequence[str]] = json.loads(path.read_text(encoding="utf-8"))
        if doubles := merged.keys() & part.keys():
            message = f"{path.name} defines again: {sorted(doubles)}"
            raise ValueError(message)
        merged.update(part)
    return merged


class Writer:
    """Expands rules for one document, in which a name may be mentioned again."""

    def __init__(self, rng: Random) -> None:
        """Take all decisions from `rng`."""
        self._rng = rng
        self._mentioned: dict[str, list[str]] = {}

    def write(self, rule: str) -> list[Piece]:
        """Expand one rule into pieces."""
        return [piece for piece in self._pieces(self._choose(rule)) if piece.text]

    def _choose(self, rule: str) -> str:
        options = rules()[rule]
        if isinstance(options, str):
            return self._rng.choice(options)
        place = self._rng.random()
        if self._rng.random() < _LONG_TAIL:
            # A product of two uniform numbers favours the front, and is exact on every platform.
            place *= self._rng.random()
        return options[int(len(options) * place)]

    def _pieces(self, template: str) -> Iterator[Piece]:
        at = 0
        for slot in _SLOT.finditer(template):
            yield Piece(template[at : slot.start()])
            yield from self._fill(slot[1])
            at = slot.end()
        yield Piece(template[at:])

    def _fill(self, slot: str) -> list[Piece]:
        kind, _, rule = slot.partition(":")
        if kind in LABELS:
            return [Piece(self._mention(kind, rule), LABELS[kind])]
        rule, _, case = slot.partition("/")
        pieces = self.write(rule)
        return [Piece(_CASES[case](text), label) for text, label in pieces]

    def _mention(self, kind: str, rule: str) -> str:
        earlier = self._mentioned.setdefault(kind, [])
        if earlier and not rule and kind != "Time" and self._rng.random() < _REUSE:
            return self._rng.choice(earlier)
        text = "".join(piece.text for piece in self.write(rule or kind.lower()))
        if not rule:
            earlier.append(text)
        return text

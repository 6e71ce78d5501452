"""How far annotators agree on spans: pairwise F1 by category, and where they differ.

For each pair of annotators who both answered a text, F1 is `2·both / (one + other)`: the number of
spans that both have, twice, by the number of all spans of the two. It doesn't matter who is taken
for right (Hripcsak and Rothschild, Agreement, the F-Measure, and Reliability in Information
Retrieval, JAMIA 2005), and needs no count of what nobody labelled, as kappa would. *Exact* spans
have the same label, start and end; *overlapping* ones the same label and a character in common.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from .document import Span

DIFFERENCES = 100
_SNIPPET = 80


class Compared(Struct, frozen=True):
    """The spans of several annotators on one text; `place` says where that is."""

    place: str
    text: str
    answers: Mapping[str, Sequence[Span]]


class Score(Struct, frozen=True):
    """F1 of exact and of overlapping spans, None where there are no spans, and their number."""

    spans: int
    exact: float | None
    overlapping: float | None


class Difference(Struct, frozen=True):
    """A span that not all annotators have: who has it, and what the others have there instead.

    `start` and `end` are code points of the text, of which `text` is the part they cover, cut at 80
    characters. `others` holds the overlapping spans of each other annotator, as label and text.
    """

    place: str
    start: int
    end: int
    label: str
    text: str
    by: list[str]
    others: dict[str, list[tuple[str, str]]]


class _Tally:
    """Spans of two annotators, and how many of them the other one has too."""

    def __init__(self) -> None:
        self.spans = self.exact = self.overlapping = 0

    @property
    def score(self) -> Score:
        """What that makes."""
        if not self.spans:
            return Score(0, None, None)
        return Score(self.spans, self.exact / self.spans, self.overlapping / self.spans)


class Agreement:
    """Takes texts one by one; holds sums, and the first differences.

    Example:
        >>> agreement = Agreement()
        >>> alice, alice_smith = Span(0, 5, "Person"), Span(0, 11, "Person")
        >>> agreement.add(Compared("$[0]", "Alice Smith", {"1": [alice], "2": [alice_smith]}))
        >>> agreement.overall
        Score(spans=2, exact=0.0, overlapping=1.0)
        >>> [(found.text, found.by) for found in agreement.differences]
        [('Alice', ['1']), ('Alice Smith', ['2'])]
    """

    def __init__(self, most: int = DIFFERENCES) -> None:
        self._most = most
        self._overall = _Tally()
        self._categories: defaultdict[str, _Tally] = defaultdict(_Tally)
        self._pairs: defaultdict[tuple[str, str], _Tally] = defaultdict(_Tally)
        self.texts = 0
        self.differences: list[Difference] = []
        self.differing = 0
        self.problems: Counter[str] = Counter()

    def add(self, compared: Compared) -> None:
        """Take in a text; one that fewer than two annotators answered compares nothing."""
        if len(compared.answers) < 2:  # noqa: PLR2004 (a pair)
            return
        self.texts += 1
        spans = {
            name: sorted({(s.start, s.end, s.label) for s in answer})
            for name, answer in sorted(compared.answers.items())
        }
        for one, other in combinations(spans, 2):
            self._count((one, other), spans[one], spans[other])
            self._count((one, other), spans[other], spans[one])
        self._differ(compared, spans)

    @property
    def overall(self) -> Score:
        """The score of all categories and pairs together."""
        return self._overall.score

    @property
    def categories(self) -> dict[str, Score]:
        """The score of each category, over all pairs."""
        return {label: self._categories[label].score for label in sorted(self._categories)}

    @property
    def pairs(self) -> dict[tuple[str, str], Score]:
        """The score of each pair of annotators, over all categories."""
        return {pair: self._pairs[pair].score for pair in sorted(self._pairs)}

    def as_dict(self) -> dict[str, Any]:
        """Return it all as plain data."""
        return {
            "texts": self.texts,
            "overall": asdict(self.overall),
            "categories": {label: asdict(score) for label, score in self.categories.items()},
            "pairs": [{"annotators": [*p], **asdict(score)} for p, score in self.pairs.items()],
            "differing": self.differing,
            "differences": [asdict(difference) for difference in self.differences],
            "problems": dict(sorted(self.problems.items())),
        }

    def _count(self, pair: tuple[str, str], mine: list[_Key], theirs: list[_Key]) -> None:
        there = {*theirs}
        self._pairs[pair].spans += 0
        for key in mine:
            is_exact = key in there
            overlaps = is_exact or bool(_overlapping(key, theirs, same_label=True))
            for tally in (self._overall, self._categories[key[2]], self._pairs[pair]):
                tally.spans += 1
                tally.exact += is_exact
                tally.overlapping += overlaps

    def _differ(self, compared: Compared, spans: dict[str, list[_Key]]) -> None:
        text = compared.text
        for key in sorted({key for keys in spans.values() for key in keys}):
            by = [name for name, keys in spans.items() if key in keys]
            if len(by) == len(spans):
                continue
            self.differing += 1
            if len(self.differences) < self._most:
                start, end, label = key
                others = {
                    name: [(o[2], _snippet(text, o)) for o in _overlapping(key, keys)]
                    for name, keys in spans.items()
                    if name not in by
                }
                found = Difference(
                    compared.place, start, end, label, _snippet(text, key), by, others
                )
                self.differences.append(found)


_Key = tuple[int, int, str]


def _overlapping(key: _Key, keys: list[_Key], *, same_label: bool = False) -> list[_Key]:
    start, end, label = key
    return [k for k in keys if k[0] < end and start < k[1] and (not same_label or k[2] == label)]


def _snippet(text: str, key: _Key) -> str:
    covered = text[key[0] : key[1]]
    return covered if len(covered) <= _SNIPPET else covered[: _SNIPPET - 1] + "…"

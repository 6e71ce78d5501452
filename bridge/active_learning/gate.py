"""Whether a new model may take the place of the one that serves: it must not be worse.

Both have predicted the same test documents. The new model

- **fails** if it is worse beyond chance: overall, or in a category that has enough test spans;
- **passes** if its F1 is at least the old one's, or if it is worse by no more than the margin even
  in the unlucky end of the interval;
- else the gate is **undecided**: the test part is too small to tell, and somebody has to say.

With many categories one is worse by chance alone, so each is held to 1 - (1 - level) / k of their
number k (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from ...converters.comparing import Counts
from ...converters.document import Document
from .bootstrap import SAMPLES, SEED, Differences, Pair, resampled
from .metrics import Metrics, by_document, labelled, measured

Outcome = Literal["passes", "fails", "undecided"]
Code = Literal[
    "first", "few-documents", "few-spans", "worse", "category-worse", "may-be-worse", "not-worse"
]
_FAILS: Final = ("worse", "category-worse")
_OPEN: Final = ("few-documents", "few-spans", "may-be-worse")
_ALL: Final = ""


class Bar(Struct, frozen=True):
    """What the gate asks for; the numbers are ours, with their reasons in docs/active-learning.md.

    Args:
        level: of the intervals.
        margin: how much of F1 may be lost, at most, where nothing is won.
        documents: so many test documents at least, else their draws say little.
        spans: so many labelled test spans at least.
        category_spans: so many of a category at least, else it is left to the overall F1.
        samples: how often to draw.
        seed: of the draws.
    """

    level: float = 0.95
    margin: float = 0.02
    documents: int = 10
    spans: int = 50
    category_spans: int = 20
    samples: int = SAMPLES
    seed: int = SEED


class Compared(Struct, frozen=True):
    """Two models on the same documents; `low` and `high` bound new - old of F1."""

    labelled: int
    old: float
    new: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """How much better the new one is."""
        return self.new - self.old


class Reason(Struct, frozen=True):
    """Why: a code for programs, words for people, and the category if it is about one."""

    code: Code
    words: str
    category: str = ""


class Verdict(Struct, frozen=True):
    """What the gate says; `overall` and `categories` are None and empty for a first model."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    new: Metrics
    old: Metrics | None = None
    overall: Compared | None = None
    categories: dict[str, Compared] = {}

    @property
    def passes(self) -> bool:
        """Whether the new model may serve."""
        return self.outcome == "passes"

    def as_dict(self) -> dict[str, Any]:
        """Give it as plain data, without texts."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found | {"new": self.new.as_dict(), "old": self.old and self.old.as_dict()}


def compare(
    gold: Sequence[Document],
    old: Sequence[Document] | None,
    new: Sequence[Document],
    bar: Bar | None = None,
) -> Verdict:
    """Compare two models' predictions of the test documents, all three in the same order.

    Args:
        gold: as they are labelled.
        old: as the serving model predicts them; None if none serves.
        new: as the new model does.
        bar: what to ask for.

    Raises:
        ValueError: they aren't of the same texts.

    Example:
        >>> from ...converters.document import Span
        >>> gold = [Document(f"Hi Alice {n}", (Span(3, 8, "Person"),)) for n in range(60)]
        >>> nothing = [Document(one.text) for one in gold]
        >>> compare(gold, nothing, gold).outcome, compare(gold, gold, nothing).outcome
        ('passes', 'fails')
        >>> [reason.words for reason in compare(gold[:20], None, gold[:20]).reasons]
        ['Only 20 labelled spans in the test part; 50 are needed to judge a model.']
    """
    asked = bar or Bar()
    metrics = measured(gold, new)
    few = [*_few(gold, asked)]
    if old is None:
        first = Reason("first", "No other model serves yet, so there is none to compare with.")
        return _verdict([*few] or [first], metrics)
    overall, categories = _compared(gold, old, new, asked)
    reasons = [*few] or [*_judged(overall, categories, asked)]
    return _verdict(reasons, metrics, measured(gold, old), overall, categories)


def _verdict(reasons: list[Reason], *found: Any) -> Verdict:
    codes = {reason.code for reason in reasons}
    outcome: Outcome = "passes"
    if codes & {*_OPEN}:
        outcome = "undecided"
    if codes & {*_FAILS}:
        outcome = "fails"
    return Verdict(outcome, tuple(reasons), *found)


def _few(gold: Sequence[Document], bar: Bar) -> Iterator[Reason]:
    spans, needed = labelled(gold).total(), "are needed to judge a model."
    if len(gold) < bar.documents:
        words = f"Only {len(gold)} test documents; {bar.documents} {needed}"
        yield Reason("few-documents", words)
    if spans < bar.spans:
        words = f"Only {spans} labelled spans in the test part; {bar.spans} {needed}"
        yield Reason("few-spans", words)


def _compared(
    gold: Sequence[Document], old: Sequence[Document], new: Sequence[Document], bar: Bar
) -> tuple[Compared, dict[str, Compared]]:
    groups = _groups(gold, old, new)
    drawn = resampled(groups, len(gold), bar.samples, bar.seed)
    enough = [
        name for name, pairs in groups.items()
        if name and sum(pair.old.labelled for pair in pairs.values()) >= bar.category_spans
    ]  # fmt: skip
    each = 1 - (1 - bar.level) / max(1, len(enough))
    overall = _bounded(groups[_ALL], drawn[_ALL], bar.level)
    return overall, {name: _bounded(groups[name], drawn[name], each) for name in sorted(enough)}


def _groups(
    gold: Sequence[Document], old: Sequence[Document], new: Sequence[Document]
) -> dict[str, dict[int, Pair]]:
    """Gather each document's counts under its categories, and under "" all of them."""
    groups: dict[str, dict[int, Pair]] = {_ALL: {}}
    both = zip(by_document(gold, old), by_document(gold, new), strict=True)
    for number, (was, now) in enumerate(both):
        for category in {**was, **now}:
            pair = Pair(was.get(category, Counts()), now.get(category, Counts()))
            groups.setdefault(category, {})[number] = pair
            so_far = groups[_ALL].get(number, Pair(Counts(), Counts()))
            groups[_ALL][number] = Pair(so_far.old + pair.old, so_far.new + pair.new)
    return groups


def _bounded(pairs: dict[int, Pair], drawn: Differences, level: float) -> Compared:
    old = sum((pair.old for pair in pairs.values()), Counts())
    new = sum((pair.new for pair in pairs.values()), Counts())
    return Compared(old.labelled, old.f1, new.f1, *drawn.interval(level))


def _judged(overall: Compared, categories: dict[str, Compared], bar: Bar) -> Iterator[Reason]:
    worse = {name: found for name, found in categories.items() if found.high < 0}
    if overall.high < 0:
        yield Reason("worse", f"The new model is worse: {_words(overall)}.")
    for name, found in worse.items():
        yield Reason("category-worse", f"{name} is worse: {_words(found)}.", name)
    if overall.high < 0 or worse:
        return
    if overall.difference < 0 and overall.low < -bar.margin:
        words = "The new model may be worse, and the test part is too small to tell: "
        yield Reason("may-be-worse", f"{words}{_words(overall)}.")
    else:
        yield Reason("not-worse", f"The new model is not worse: {_words(overall)}.")


def _words(found: Compared) -> str:
    return (
        f"F1 {found.old:.3f} before, {found.new:.3f} now, a difference of "
        f"{found.low:+.3f} to {found.high:+.3f} on {found.labelled:,} test spans"
    )

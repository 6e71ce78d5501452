"""When to stop annotating: models that agree, a gain that has dried up, a forecast that says so.

Two models that predict the same on texts that nobody labelled have nothing more to tell apart.
Source: Bloodgood and Vijay-Shanker, A Method for Stopping Active Learning Based on Stabilizing
Predictions and the Need for User-Adjustable Stopping, CoNLL 2009: Cohen's kappa of the last models
on a fixed stop set, over .99 three times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from msgspec import Struct

from ...converters.document import Document
from .curve import Forecast, Point, forecast
from .scores import token_places

Code = Literal["stable", "no-gain", "little-to-come", "rising", "too-early"]
_ROUNDS: Final = 3


class Patience(Struct, frozen=True):
    """What makes us say stop.

    Args:
        kappa: agreement from which on models count as the same.
        rounds: how many of the last rounds have to say so.
        gain: F1 that so many rounds, or `more` annotations, must bring to be worth going on.
        more: annotations to look ahead.
    """

    kappa: float = 0.99
    rounds: int = _ROUNDS
    gain: float = 0.01
    more: float = 100


class Sign(Struct, frozen=True):
    """One thing that speaks for stopping or against it."""

    code: Code
    words: str
    stop: bool


class Advice(Struct, frozen=True):
    """Whether to stop, why, and what else is known; `kappas` is the newest last."""

    stop: bool
    signs: tuple[Sign, ...]
    kappas: tuple[float, ...] = ()
    gain: float | None = None
    forecast: Forecast | None = None


def kappa(one: Sequence[Document], other: Sequence[Document]) -> float | None:
    """Give Cohen's kappa of two models' predictions of the same texts; None for no texts.

    It is counted over tokens (which category, if any, and whether a span begins there), or over
    texts where these are labelled as a whole. 1 where both say the same of everything.

    Raises:
        ValueError: they aren't of the same texts.

    Example:
        >>> from ...converters.document import Span
        >>> found = Document("Hi Alice and Bob", (Span(3, 8, "Person"), Span(13, 16, "Person")))
        >>> missed = Document("Hi Alice and Bob", (Span(3, 8, "Person"),))
        >>> kappa([found], [found]), kappa([found], [missed])
        (1.0, 0.5)
    """
    if [document.text for document in one] != [document.text for document in other]:
        raise ValueError("kappa needs two predictions of the same texts")
    units = [(label, said) for a, b in zip(one, other, strict=True) for label, said in _units(a, b)]
    if not units:
        return None
    agreed = sum(label == said for label, said in units) / len(units)
    first, second = (Counter(column) for column in zip(*units, strict=True))
    chance = sum(count * second[label] for label, count in first.items()) / len(units) ** 2
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def advice(
    points: Sequence[Point], kappas: Sequence[float] = (), patience: Patience | None = None
) -> Advice:
    """Say whether to stop: the models are stable, or both of the other signs say so.

    Args:
        points: F1 on the test part by annotations, one a round, the newest last.
        kappas: of each round's model and the one before, the newest last.
        patience: what makes us say so.

    Example:
        >>> flat = [Point(100 * n, 0.8, 0.01) for n in range(1, 7)]
        >>> [(sign.code, sign.stop) for sign in advice(flat, [0.95, 0.97]).signs]
        [('no-gain', True), ('little-to-come', True)]
    """
    asked = patience or Patience()
    ahead = forecast(points, asked.more)
    gained = points[-1].f1 - points[-1 - asked.rounds].f1 if len(points) > asked.rounds else None
    signs = [*_stable(kappas, asked), *_gained(gained, asked), *_to_come(ahead, asked)]
    if not signs:
        words = f"After {len(points)} rounds it is too early to say."
        signs = [Sign("too-early", words, stop=False)]
    for_it = [sign for sign in signs if sign.stop]
    stop = len(for_it) > 1 or any(sign.code == "stable" for sign in for_it)
    return Advice(stop, tuple(signs), tuple(kappas), gained, ahead)


def _stable(kappas: Sequence[float], asked: Patience) -> Iterator[Sign]:
    last = kappas[-asked.rounds :]
    if len(last) == asked.rounds and min(last) >= asked.kappa:
        words = f"The last {asked.rounds} models predict the same as the ones before them: kappa "
        yield Sign("stable", f"{words}{', '.join(f'{one:.3f}' for one in last)}.", stop=True)


def _gained(gained: float | None, asked: Patience) -> Iterator[Sign]:
    if gained is not None:
        words = f"The last {asked.rounds} rounds brought {gained:+.3f} of F1"
        enough = gained >= asked.gain
        code: Code = "rising" if enough else "no-gain"
        rest = "." if enough else f", less than {asked.gain}."
        yield Sign(code, words + rest, stop=not enough)


def _to_come(ahead: Forecast | None, asked: Patience) -> Iterator[Sign]:
    if ahead is not None:
        stop = ahead.high < asked.gain
        words = (
            f"The next {ahead.more:,.0f} annotations may bring {ahead.gain:+.3f} of F1 "
            f"({ahead.low:+.3f} to {ahead.high:+.3f}), if the curve goes on as it did."
        )
        yield Sign("little-to-come" if stop else "rising", words, stop=stop)


_Unit = tuple[str, bool] | frozenset[str] | None


def _units(one: Document, other: Document) -> Iterator[tuple[_Unit, _Unit]]:
    if one.categories is not None or other.categories is not None:
        yield frozenset(one.categories or ()), frozenset(other.categories or ())
    else:
        places = token_places(one.text)
        yield from zip(_tags(one, places), _tags(other, places), strict=True)


def _tags(document: Document, places: Sequence[tuple[int, int]]) -> list[_Unit]:
    """Give each token the category of the span that covers it, and whether the span begins."""
    spans = sorted(document.spans, key=lambda span: span.start)
    found: list[_Unit] = []
    at = 0
    for start, end in places:
        while at < len(spans) and spans[at].end <= start:
            at += 1
        covered = at < len(spans) and spans[at].start < end
        found.append((spans[at].label, spans[at].start >= start) if covered else None)
    return found

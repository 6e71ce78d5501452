"""The mistakes of a model, one by one, by their kind; and what to do about them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from ...converters.comparing import Mark, MistakeKind, differences, kind_of
from .evaluation import NONE, Cell, Evaluation, Tested

LEAST: Final = 15
ENOUGH: Final = 50
_SHARE: Final = 0.1
_WEIGHT: Final = 2.0


class Mistake(Struct, frozen=True):
    """One mistake in one document, in UTF-16 code units."""

    kind: MistakeKind
    location: str
    language: str
    expected: Mark | None = None
    predicted: Mark | None = None

    @property
    def category(self) -> str:
        """The category that it is a mistake of: what is labelled, else what was found."""
        mark = self.expected or self.predicted
        return mark.category if mark else ""


class Advice(Struct, frozen=True):
    """Something to do, and about which category."""

    category: str
    what: str
    why: str


def mistakes(documents: Iterable[Tested]) -> Iterator[Mistake]:
    """Yield the mistakes of each document in the order of their places.

    A label and a prediction of the same stretch are one mistake, so are two that overlap; those
    that overlap most come together first.

    Example:
        >>> tested = Tested("1.txt", "en", (Mark(0, 9, "City"),), (Mark(4, 9, "City"),))
        >>> [mistake.kind for mistake in mistakes([tested])]
        ['edges']
    """
    for document in documents:
        found = [
            Mistake(kind_of(*pair), document.location, document.language, *pair)
            for pair in differences(document.expected, document.predicted)
        ]
        yield from sorted(found, key=_place)


def advice(evaluation: Evaluation, labelled: dict[str, int] | None) -> list[Advice]:
    """Tell what Microsoft's guidance says to this evaluation.

    Sources: custom NER's documentation, evaluation-metrics (fewer than 15 labelled examples of a
    type lower accuracy; types that aren't in the test part aren't tested) and tag-data (about 50
    are recommended). From which share on two categories are hard to tell apart is our choice: a
    tenth of what is labelled so, and two entities.

    Args:
        evaluation: what was measured.
        labelled: the labels of each category in the training part, if they are known.
    """
    found = [_few(name, count) for name, count in (labelled or {}).items() if count < ENOUGH]
    names = dict.fromkeys((*evaluation.categories, *(labelled or {})))
    found += [
        Advice(name, "Add examples to the test part.",
               "It has none, so nothing is known of how well the model finds this category.")
        for name in names
        if name not in evaluation.categories or not evaluation.categories[name].labelled
    ]  # fmt: skip
    return [*found, *map(_unclear, filter(_matters, evaluation.confusions()))]


def _place(mistake: Mistake) -> tuple[int, str]:
    return min(m.start for m in (mistake.expected, mistake.predicted) if m), mistake.kind


def _few(name: str, count: int) -> Advice:
    why = f"{count:,} in the training part"
    if count < LEAST:
        return Advice(name, "Label more examples.",
                      f"{why}; with fewer than {LEAST} accuracy is low.")  # fmt: skip
    return Advice(name, "More examples may help.", f"{why}; about {ENOUGH} are recommended.")


def _matters(cell: Cell) -> bool:
    return cell.share >= _SHARE and cell.weight >= _WEIGHT


def _unclear(cell: Cell) -> Advice:
    why = f"{cell.share:.0%} of what is labelled so"
    if cell.predicted == NONE:
        return Advice(cell.expected, "Label more examples of all its forms.", f"{why} is missed.")
    return Advice(
        cell.expected, f"Make clear how it differs from {cell.predicted}, in the examples.",
        f"{why} is taken for {cell.predicted}.",
    )  # fmt: skip

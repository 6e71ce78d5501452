"""Measures a model on texts whose labels are known: the service's summaries, by its own rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from .confusion import NONE, Confusion, Located
from .scores import Tally


def evaluate_ner(
    expected: Sequence[Collection[Located]],
    predicted: Sequence[Collection[Located]],
    texts: Sequence[str],
) -> dict[str, Any]:
    """Compare spans text by text: what a summary's `customEntityRecognitionEvaluation` holds.

    Entities are counted by exact stretch and category: one that is off by a character is a false
    positive and a false negative. Micro values are of the sums of all counts, macro values plain
    means over categories, and true negatives are always 0. The confusion matrix is of characters:
    `Confusion.add_text` tells how. All of that makes the numbers of the official example
    (SuccessfulGetModelEvaluationSummary, 2022-05-15-preview), the row `$none` too, which its four
    texts give a weight of 52: 13 stretches without a label in each.

    Our choices, where the example tells nothing: a stretch of white space only counts nothing; a
    quotient by 0 is 0; a category that was neither labelled nor predicted is left out.

    Raises:
        ValueError: the three are not of the same length.
    """
    tally, confusion = Tally(), Confusion()
    for labels, found, text in zip(expected, predicted, texts, strict=True):
        tally.compare(_spans(labels), _spans(found))
        confusion.add_text(labels, found, text)
    return {
        "confusionMatrix": confusion.as_dict(),
        "entities": tally.by_category(),
        **tally.averages(),
    }


def evaluate_classes(
    expected: Sequence[frozenset[str]], predicted: Sequence[frozenset[str]], *, multi: bool
) -> dict[str, Any]:
    """Compare classes text by text: what `custom{Single,Multi}LabelClassificationEvaluation` holds.

    The service shows no numbers of its own for these, so all beyond the usual meaning of the words
    is our choice: true negatives are counted; in the confusion matrix, which single classification
    alone has, each text counts 1, in `$none` where it has or got no class.

    Raises:
        ValueError: the two are not of the same length.
    """
    tally, confusion = Tally(), Confusion()
    for right, found in zip(expected, predicted, strict=True):
        tally.compare({(name,) for name in right}, {(name,) for name in found})
        confusion.add(min(right, default=NONE), {min(found, default=NONE): 1.0})
    for counts in tally.values():
        counts.true_negative = len(expected) - counts.seen
    matrix = {} if multi else {"confusionMatrix": confusion.as_dict()}
    return {**matrix, "classes": tally.by_category(), **tally.averages()}


def _spans(located: Collection[Located]) -> set[tuple[str, int, int]]:
    return {(one.category, one.start, one.end) for one in located}

"""A simulated annotator, who knows the right labels and corrects what a model suggests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from ...converters.comparing import differences, kind_of
from ...converters.document import Document
from ..active_learning.metrics import marks
from ..active_learning.scores import random_score, sampling_score, tokens
from .reports import Labelled


class Work(Struct, frozen=True):
    """What annotating some reports came to: spans taken over, corrected, added and removed."""

    accepted: int = 0
    corrected: int = 0
    added: int = 0
    removed: int = 0


def by_doubt(
    reports: Sequence[Labelled], predicted: Iterable[Document], version: str
) -> list[Labelled]:
    """Put reports into the order in which Label Studio would serve them: the least certain first.

    Args:
        reports: what is not annotated yet.
        predicted: what the model found in them, in any order.
        version: the model's, on which the share that is drawn by chance depends.
    """
    confidences = {one.text: [span.score or 0.0 for span in one.spans] for one in predicted}
    return sorted(
        reports,
        key=lambda one: sampling_score(
            confidences.get(one.document.text, []),
            tokens(one.document.text),
            key=one.document.text,
            version=version,
        ),
    )


def by_chance(reports: Sequence[Labelled]) -> list[Labelled]:
    """Put reports into random order, the same each time."""
    return sorted(reports, key=lambda one: random_score(one.document.text, "demo"))


def corrections(reports: Iterable[Labelled], predicted: Iterable[Document]) -> Work:
    """Count what the annotator had to do about the suggestions on some reports.

    Example:
        >>> corrections([], [])
        Work(accepted=0, corrected=0, added=0, removed=0)
    """
    suggested = {one.text: marks(one) for one in predicted}
    accepted = corrected = added = removed = 0
    for report in reports:
        right, found = marks(report.document), suggested.get(report.document.text, [])
        accepted += len({*right} & {*found})
        kinds = [kind_of(*pair) for pair in differences(right, found)]
        added += kinds.count("missed")
        removed += kinds.count("invented")
        corrected += len(kinds) - kinds.count("missed") - kinds.count("invented")
    return Work(accepted, corrected, added, removed)

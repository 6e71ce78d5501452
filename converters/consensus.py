"""The spans that annotators agree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .document import Span
from .spans import BY_PLACE


def agreed(answers: Sequence[Sequence[Span]]) -> tuple[list[Span], int]:
    """Return the spans that more than half of the answers have, and how many others there are.

    The same span has the same label from the same start to the same end; one answer has it once. Of
    two answers both must have it.

    Example:
        >>> alice, bob = Span(0, 5, "Person"), Span(6, 9, "Person")
        >>> agreed([[alice, bob], [alice], [alice]])
        ([Span(start=0, end=5, label='Person', score=None)], 1)
    """
    votes = Counter(key for spans in answers for key in {(s.start, s.end, s.label) for s in spans})
    kept = [Span(*key) for key, count in votes.items() if 2 * count > len(answers)]
    return sorted(kept, key=BY_PLACE), len(votes) - len(kept)

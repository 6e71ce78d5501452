"""What can be chosen about predictions: which are shown, in which order tasks come, test tasks."""

from __future__ import annotations

from msgspec import Struct

from ...converters.document import Kind
from ...converters.split import Split
from ..active_learning.scores import DEFAULT, EXPLORED, Strategy


class SuggestOptions(Struct, frozen=True):
    """How predictions are made of what a model found.

    Args:
        kind: what the Azure project labels.
        strategy: by what tasks are scored (`active_learning.scores`).
        explored: the share of tasks that come first whatever the model thinks of them.
        threshold: the confidence from which on a suggestion is shown.
        thresholds: the same for single categories, instead.
        test: how texts are split for training; those of the test part get no suggestions, so that
            what is tested was labelled without help. None: all get some.
        group_by: the field that ties texts together in the split (`data.policy_id`).
        language: of texts that name none; None: the Azure project's own.
        language_field: the field that names a text's language (`data.lang`).
    """

    kind: Kind = "entities"
    strategy: Strategy = DEFAULT
    explored: float = EXPLORED
    threshold: float = 0.0
    thresholds: dict[str, float] = {}
    test: Split | None = None
    group_by: str | None = None
    language: str | None = None
    language_field: str | None = None

    def shows(self, category: str, confidence: float | None) -> bool:
        """Whether a suggestion of a category is sure enough to be shown.

        Example:
            >>> options = SuggestOptions(threshold=0.5, thresholds={"City": 0.9})
            >>> options.shows("Person", 0.6), options.shows("City", 0.6)
            (True, False)
        """
        least = self.thresholds.get(category, self.threshold)
        return confidence is None or confidence >= least

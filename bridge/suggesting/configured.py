"""How predictions are made, as the table [backend] of spanbridge.toml says.

    [backend]
    strategy = "least-confident"     # by what tasks are scored
    explored = 0.1                   # the share that comes first whatever the model thinks of it
    threshold = 0.5                  # the confidence from which on a suggestion is shown
    thresholds = {City = 0.8}
    test = "80/20"                   # tasks of the test part get no suggestions
    group_by = "data.policy_id"      # what ties texts together in that split
    language = "en-us"               # of texts that name none
    language_field = "data.lang"

What else stands in the table is the server's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from ...converters.document import Kind
from ...converters.problems import ProblemError
from ...converters.split import Split
from ..active_learning.scores import DEFAULT, EXPLORED, Strategy
from .options import SuggestOptions

_Share = Annotated[float, Meta(ge=0, le=1)]


class Configured(Struct, frozen=True):
    """The entries of the table that are about predictions."""

    strategy: Strategy = DEFAULT
    explored: _Share = EXPLORED
    threshold: _Share = 0.0
    thresholds: dict[str, _Share] = {}
    test: str | None = None
    group_by: str | None = None
    language: str | None = None
    language_field: str | None = None

    def __post_init__(self) -> None:
        """Refuse a split that is none."""
        self.suggest("entities")

    def suggest(self, kind: Kind) -> SuggestOptions:
        """Return how predictions of a kind are made.

        Raises:
            ValueError: the test part is no split.
        """
        known = {name: getattr(self, name) for name in Configured.__struct_fields__}
        test = Split.parse(self.test) if self.test else None
        return SuggestOptions(kind=kind, **(known | {"test": test}))


def options_of(table: Mapping[str, Any], kind: Kind) -> SuggestOptions:
    """Read the table.

    Raises:
        ProblemError: one of its entries can't be used.

    Example:
        >>> options_of({"threshold": 0.5, "port": 9090}, "entities").threshold
        0.5
    """
    try:
        return msgspec.convert(dict(table), Configured).suggest(kind)
    except ValueError as error:
        raise ProblemError.of(
            "setting-malformed", "spanbridge.toml", name="backend", error=error
        ) from error

"""What was seen of a loop: all that decides what comes next. Pure."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Training = Literal["none", "unseen", "other", "running", "failed", "done"]
"""How the training of a round's model stands: `unseen` was begun a moment ago and doesn't show yet,
`other` means that the project trains another model now."""
Verdict = Literal["first", "passes", "fails", "undecided"]
"""What the gate says of a round's model; `first` is one that has nothing to be held against."""
Which = Literal["old", "new"]
"""The model that production served when the round began, and the round's own."""
Outcome = Literal["promoted", "rejected", "failed", "superseded", "held"]
"""How a round ended."""


class Round(Struct, frozen=True):
    """An open round: what the record holds of it, and what Azure and Label Studio show.

    `label` is that of its model, empty before there is a snapshot. `serves` and `staged` say
    whether production and staging serve that model now, `promoting` that a swap was begun of which
    no effect is to be seen yet. `has_old` is whether production served anything when it began.
    """

    number: int = 1
    label: str = ""
    pushed: bool = False
    training: Training = "none"
    single: bool = False
    has_old: bool = True
    staged: bool = False
    serves: bool = False
    predicted: frozenset[Which] = frozenset()
    verdict: Verdict | None = None
    forced: bool = False
    promoting: bool = False
    version: bool = False
    refreshed: bool = False
    cleaned: bool = False
    superseded: bool = False

    @property
    def may_serve(self) -> bool:
        """Whether the gate, or somebody, lets the model into production."""
        return self.verdict in {"first", "passes"} or (self.verdict == "undecided" and self.forced)


class State(Struct, frozen=True):
    """A loop as it is: held or not, stopped or not, with an open round or a reason to begin one.

    `held` and `stopped` say why in words, `due` why a round is to start; each is empty otherwise.
    """

    held: str = ""
    stopped: str = ""
    due: str = ""
    round: Round | None = None

"""What comes next: the whole order of a round, in one pure function."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from .state import Outcome, Round, State, Which

Kind = Literal[
    "rest", "wait", "start", "convert", "push", "train", "stage", "predict", "gate", "swap",
    "promote", "restore", "version", "refresh", "clean", "finish",
]  # fmt: skip
_WAITS: Final = {
    "running": "the training runs",
    "unseen": "the training was begun and doesn't show yet",
    "other": "the project trains another model",
}
PAUSES: Final = frozenset({"rest", "wait"})
"""What ends a look: `wait` for something that runs, `rest` where there is nothing to do."""


class Action(Struct, frozen=True):
    """One thing to do, and why; `outcome` is how the round ends, `which` whose predictions."""

    kind: Kind
    why: str = ""
    outcome: Outcome | None = None
    which: Which | None = None


def next_action(state: State) -> Action:
    """Return the next thing that is missing.

    Example:
        >>> next_action(State(due="50 tasks changed")).kind
        'start'
        >>> next_action(State(round=Round(label="r0001-3b1f", pushed=True))).kind
        'train'
    """
    if state.held:
        if state.round:
            return Action("finish", state.held, "held")
        return Action("rest", state.held)
    if state.round:
        return _in_round(state.round)
    if state.stopped:
        return Action("rest", state.stopped)
    if state.due:
        return Action("start", state.due)
    return Action("rest", "nothing is to be done")


def _in_round(now: Round) -> Action:
    if not now.label:
        return Action("convert")
    if now.verdict is None:
        return _before_model(now) or _to_judge(now)
    if now.may_serve:
        return _promote(now) or _show(now) or Action("finish", outcome="promoted")
    return _hold_back(now)


def _before_model(now: Round) -> Action | None:
    """Bring the labels up, and train; None once there is a model."""
    if now.training == "done":
        return None
    if now.training == "failed":
        return Action("finish", "the training failed", "failed")
    if now.training in {"running", "unseen"}:
        return Action("wait", _WAITS[now.training])
    if not now.pushed:
        return Action("push")
    return Action("wait", _WAITS["other"]) if now.training == "other" else Action("train")


def _hold_back(now: Round) -> Action:
    """Keep a model out of production that the gate doesn't let in."""
    if now.single and now.serves:
        return Action("restore", f"the gate says: {now.verdict}")
    if now.verdict == "fails":
        return Action("finish", "the gate holds it back", "rejected")
    if now.superseded:
        return Action("finish", "another round is due", "superseded")
    return Action("rest", "too few spans to judge by; `loop run NAME --once --force` lets it pass")


def _to_judge(now: Round) -> Action:
    """Have both models predict the test part, each from where it is, and compare them."""
    if now.has_old and "old" not in now.predicted:
        return Action("predict", which="old")
    if "new" not in now.predicted:
        if now.single and not now.serves:
            return Action("promote", "to predict with it; there is but one deployment")
        if not now.single and not now.staged:
            return Action("stage")
        return Action("predict", which="new")
    return Action("gate")


def _promote(now: Round) -> Action | None:
    """Let production serve the model; None once it does."""
    if now.serves:
        return None
    if now.promoting:
        return Action("wait", "the swap was begun and doesn't show yet")
    if now.training != "done":
        return Action("finish", "its model is gone", "failed")
    if now.single or not now.has_old:
        return Action("promote")
    return Action("swap" if now.staged else "stage")


def _show(now: Round) -> Action | None:
    """Let annotators see what the model says; None once they do."""
    missing = (("refresh", now.refreshed), ("version", now.version), ("clean", now.cleaned))
    return next((Action(kind) for kind, done in missing if not done), None)  # type: ignore[arg-type]

"""What comes next, from every state that a round can be in."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from spanbridge.bridge.loop.next_action import PAUSES, Action, next_action
from spanbridge.bridge.loop.state import Round, State

BOOLS = (False, True)
TRAININGS = ("none", "unseen", "other", "running", "failed", "done")
VERDICTS = (None, "first", "passes", "fails", "undecided")
PREDICTED = tuple(map(frozenset, [(), ("old",), ("new",), ("old", "new")]))
FLAGS = (
    "pushed", "single", "has_old", "staged", "serves", "forced", "promoting", "version",
    "refreshed", "cleaned", "superseded",
)  # fmt: skip
MOST = 20


def all_rounds():
    yield Round()
    for training, verdict, predicted in product(TRAININGS, VERDICTS, PREDICTED):
        for flags in product(BOOLS, repeat=len(FLAGS)):
            held = dict(zip(FLAGS, flags, strict=True))
            yield Round(label="r1", training=training, verdict=verdict, predicted=predicted, **held)


def after(action: Action, now: Round, says: str = "passes") -> Round:
    """Return the round once the world has done what an action asks for."""
    done = {
        "convert": lambda: replace(now, label="r1"),
        "push": lambda: replace(now, pushed=True),
        "train": lambda: replace(now, training="done"),
        "stage": lambda: replace(now, staged=True),
        "predict": lambda: replace(now, predicted=now.predicted | {action.which}),
        "gate": lambda: replace(now, verdict=says if now.has_old else "first"),
        "swap": lambda: replace(now, serves=True, staged=False),
        "promote": lambda: replace(now, serves=True),
        "restore": lambda: replace(now, serves=False),
        "version": lambda: replace(now, version=True),
        "refresh": lambda: replace(now, refreshed=True),
        "clean": lambda: replace(now, cleaned=True),
    }
    return done[action.kind]()


def world_moves(now: Round) -> Round:
    """Return the round once what is waited for is over."""
    training = {"running": "done", "unseen": "none", "other": "none"}.get(now.training)
    return replace(now, promoting=False, training=training or now.training)


def followed(now: Round, says: str = "passes") -> list[Action]:
    """Follow the actions from a round on to its end, or to where it waits for somebody."""
    actions: list[Action] = []
    while len(actions) < MOST:
        action = next_action(State(round=now))
        actions.append(action)
        if action.kind in {"finish", "rest"}:
            return actions
        now = world_moves(now) if action.kind == "wait" else after(action, now, says)
    raise AssertionError(f"no end: {[one.kind for one in actions]}")


def kinds(now: Round, says: str = "passes") -> list[str]:
    return [one.kind for one in followed(now, says)]


def test_a_round_goes_its_way():
    assert kinds(Round()) == [
        "convert", "push", "train", "predict", "stage", "predict", "gate", "swap", "refresh",
        "version", "clean", "finish",
    ]  # fmt: skip


def test_the_first_model_of_all_is_deployed_since_there_is_nothing_to_swap_with():
    assert kinds(Round(has_old=False)) == [
        "convert", "push", "train", "stage", "predict", "gate", "promote", "refresh", "version",
        "clean", "finish",
    ]  # fmt: skip


def test_with_one_deployment_the_old_model_predicts_first_and_stays_if_the_new_one_is_better():
    assert kinds(Round(single=True)) == [
        "convert", "push", "train", "predict", "promote", "predict", "gate", "refresh", "version",
        "clean", "finish",
    ]  # fmt: skip


def test_with_one_deployment_a_worse_model_goes_again():
    found = followed(Round(single=True), "fails")
    assert [one.kind for one in found[-3:]] == ["gate", "restore", "finish"]
    assert found[-1].outcome == "rejected"


def test_with_one_deployment_what_is_undecided_goes_again_and_comes_back_when_forced():
    assert kinds(Round(single=True), "undecided")[-2:] == ["restore", "rest"]
    forced = Round(label="r1", pushed=True, training="done", single=True, verdict="undecided",
                   predicted=frozenset({"old", "new"}), forced=True)  # fmt: skip
    assert kinds(forced)[0] == "promote"


def test_a_worse_model_is_never_let_into_production_even_when_forced():
    for now in all_rounds():
        if now.verdict == "fails":
            action = next_action(State(round=now))
            assert action.kind not in {"swap", "promote", "version"}


def test_what_is_undecided_waits_for_somebody():
    found = followed(Round(), "undecided")
    assert found[-1].kind == "rest"
    assert "--force" in found[-1].why


def test_what_is_undecided_makes_room_for_another_round():
    last = Round(label="r1", pushed=True, training="done", verdict="undecided", superseded=True)
    assert followed(last)[-1].outcome == "superseded"


def test_every_state_of_a_round_leads_to_its_end_or_to_somebody():
    for now in all_rounds():
        last = followed(now)[-1]
        assert last.kind == "finish" or (last.kind == "rest" and now.verdict == "undecided")


def test_no_state_trains_where_the_model_is_there_or_on_its_way():
    for now in all_rounds():
        if next_action(State(round=now)).kind == "train":
            assert now.training == "none"
            assert now.pushed
            assert now.label
            assert now.verdict is None


def test_no_state_swaps_once_production_serves_the_model():
    for now in all_rounds():
        if now.serves or now.promoting:
            assert next_action(State(round=now)).kind != "swap"


def test_no_state_swaps_what_staging_does_not_serve():
    swaps = [now for now in all_rounds() if next_action(State(round=now)).kind == "swap"]
    assert swaps
    assert all(now.staged and now.has_old and not now.single for now in swaps)


def test_nothing_is_shown_to_annotators_before_production_serves_it():
    for now in all_rounds():
        if next_action(State(round=now)).kind in {"version", "refresh", "clean"}:
            assert now.serves
            assert now.may_serve


@given(st.sampled_from(TRAININGS), st.sampled_from(VERDICTS[1:]), st.booleans(), st.booleans())
def test_following_the_actions_trains_and_promotes_at_most_once(training, says, single, has_old):
    begun = Round(training=training, single=single, has_old=has_old)
    found = [one.kind for one in followed(begun, says)]
    assert found.count("train") <= 1
    assert found.count("swap") + found.count("promote") <= 1 + ("restore" in found)


@pytest.mark.parametrize("kind", ["training", "model"])
def test_a_failed_training_and_a_lost_model_end_the_round(kind):
    lost = Round(label="r1", pushed=True, training="failed")
    if kind == "model":
        lost = replace(lost, training="none", verdict="passes")
    action = next_action(State(round=lost))
    assert (action.kind, action.outcome) == ("finish", "failed")


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (State(), "rest"),
        (State(due="50 tasks changed"), "start"),
        (State(due="50 tasks changed", held="rolled back"), "rest"),
        (State(due="50 tasks changed", stopped="labels changed"), "rest"),
        (State(held="rolled back", round=Round()), "finish"),
        (State(stopped="labels changed", round=Round()), "convert"),
    ],
)
def test_a_loop_starts_rests_and_is_held(state, kind):
    action = next_action(state)
    assert action.kind == kind
    assert kind not in PAUSES or action.why

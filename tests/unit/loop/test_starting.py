"""When a round starts by itself, and what forbids it."""

from __future__ import annotations

import pytest
from spanbridge.bridge.loop.options import LoopOptions
from spanbridge.bridge.loop.record import RoundRow
from spanbridge.bridge.loop.seen import Changes
from spanbridge.bridge.loop.starting import DAY, baseline, due, forbidden, hours_used

OPTIONS = LoopOptions(label_studio_project=7, training_hours_a_month=2.0)
NOW = 1_000 * DAY


def changed(tasks):
    return Changes(made=tasks, tasks=tasks)


@pytest.mark.parametrize(
    ("tasks", "quiet", "asked", "starts"),
    [
        (49, 0, False, False),
        (50, 0, False, True),
        (10, 3_600, False, True),
        (10, 3_599, False, False),
        (9, 3_600, False, False),
        (1, 0, True, True),
        (0, 1e9, True, False),
        (0, 1e9, False, False),
    ],
)
def test_enough_changes_a_quiet_time_or_somebody_starts_a_round(tasks, quiet, asked, starts):
    assert bool(due(OPTIONS, changed(tasks), quiet, asked=asked)) == starts


def test_by_hand_a_round_starts_without_changes_too():
    assert due(OPTIONS, Changes(), 0, hand="by hand") == "by hand"


def began(ago, number=1, **more):
    return RoundRow(number, NOW - ago, "", **more)


def test_there_are_no_more_rounds_a_day_than_allowed():
    rounds = [began(ago * 3_600) for ago in (30, 20, 10, 5)]
    assert forbidden(OPTIONS, rounds, NOW) == ""
    assert "rounds_a_day" in forbidden(OPTIONS, [*rounds, began(60)], NOW)


def trained(ago, hours):
    when = NOW - ago
    return began(ago, facts={"train-begun": {"hours": hours}}, at={"train-begun": when})


def test_trainings_take_no_more_hours_a_month_than_allowed():
    rounds = [trained(40 * DAY, 5.0), trained(20 * DAY, 1.0), trained(2 * DAY, 0.5)]
    assert hours_used(rounds, NOW) == 1.5
    assert forbidden(OPTIONS, rounds, NOW) == ""
    dear = [*rounds[:2], trained(2 * DAY, 0.6)]
    assert "training_hours_a_month" in forbidden(OPTIONS, dear, NOW)


def test_after_a_failed_round_some_time_passes():
    failed = began(4_000, ended=NOW - 3_500, outcome="failed")
    assert "retry_hours" in forbidden(OPTIONS, [failed], NOW)
    assert forbidden(OPTIONS, [failed], NOW + 200) == ""


def test_changes_count_from_the_last_round_that_trained_whatever_became_of_its_model():
    rounds = [
        began(9, 1, outcome="promoted", facts={"verdict": {}}),
        began(8, 2, outcome="rejected", facts={"verdict": {}}),
        began(7, 3, outcome="failed"),
        began(6, 4, outcome="held"),
    ]
    assert baseline(rounds) == 2
    assert baseline(rounds[2:]) == 0


def test_a_round_of_an_older_release_counts_by_its_outcome():
    assert baseline([began(9, 1, outcome="promoted"), began(8, 2, outcome="failed")]) == 1

"""The first poll comes when the moving median says that a job should be done."""

from __future__ import annotations

import pytest
from spanbridge.bridge.azure.runtime_pace import Pace, took


def test_before_anything_is_known_a_guess_is_waited():
    assert Pace(first=2.0).seconds == 2.0


def test_jobs_of_one_length_are_waited_for_as_long():
    pace = Pace()
    for _ in range(10):
        pace.learn(1.5)
    assert pace.seconds == 1.5


def test_a_few_that_take_long_do_not_matter():
    pace = Pace()
    for seconds in [1.5] * 9 + [60.0] * 3:
        pace.learn(seconds)
    assert pace.seconds == 1.5


def test_jobs_that_vary_are_given_twice_their_deviation():
    pace = Pace()
    for seconds in (1.0, 1.5, 2.0, 2.5, 3.0):
        pace.learn(seconds)
    assert pace.seconds == 3.0


def test_what_was_long_ago_is_forgotten():
    pace = Pace()
    for seconds in [9.0] * 100 + [1.0] * 51:
        pace.learn(seconds)
    assert pace.seconds == 1.0


@pytest.mark.parametrize(
    ("created", "updated", "seen", "expected"),
    [
        ("2022-04-18T15:44:44Z", "2022-04-18T15:44:46Z", 9.0, 3.0),  # whole seconds: up to one more
        ("2022-04-18T15:44:44.5Z", "2022-04-18T15:44:46Z", 9.0, 1.5),
        ("2022-04-18T15:44:44.1234567Z", "2022-04-18T15:44:44.6234567Z", 9.0, 0.5),
        ("2022-04-18T15:44:44Z", "2022-04-18T15:44:46Z", 2.2, 2.2),  # it was seen to be done
        ("2022-04-18T15:44:46Z", "2022-04-18T15:44:44Z", 9.0, 0.0),
        (None, "2022-04-18T15:44:44Z", 9.0, 9.0),
        ("yesterday", "today", 9.0, 9.0),
        ("2022-04-18T15:44:44+00:00", "2022-04-18T15:44:45+00:00", 9.0, 2.0),
    ],
)
def test_a_job_took_what_its_own_times_say_and_at_most_what_was_seen(
    created, updated, seen, expected
):
    assert took(created, updated, seen) == pytest.approx(expected)

"""Confidence follows how often predictions turned out right, and keeps their order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.emulator.learning.calibration import Calibration, fitted

PROBABILITIES = st.floats(0, 1)


def test_without_outcomes_probabilities_are_believed():
    for probability in (0.01, 0.3, 0.5, 0.9):
        assert fitted([])(probability) == pytest.approx(probability)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_with_many_outcomes_confidence_is_the_share_that_was_right(share):
    right = round(1_000 * share)
    outcomes = [(0.8, True)] * right + [(0.8, False)] * (1_000 - right)
    assert fitted(outcomes)(0.8) == pytest.approx(share, abs=0.03)


def test_a_learner_that_is_too_sure_is_toned_down_at_both_ends():
    outcomes = [(p, n < 1_000 * (0.5 + (p - 0.5) / 2)) for p in (0.1, 0.9) for n in range(1_000)]
    calibrate = fitted(outcomes)
    assert calibrate(0.9) == pytest.approx(0.7, abs=0.03)
    assert calibrate(0.1) == pytest.approx(0.3, abs=0.03)


def test_a_few_outcomes_move_the_confidence_only_a_little():
    assert 0.6 < fitted([(0.9, False)] * 3)(0.9) < 0.9


@given(st.lists(st.tuples(PROBABILITIES, st.booleans()), max_size=60))
def test_order_is_kept_whatever_the_outcomes(outcomes):
    calibrate = fitted(outcomes)
    confidences = [calibrate(step / 50) for step in range(51)]
    assert all(one <= other for one, other in pairwise(confidences))
    assert all(0 <= confidence <= 1 for confidence in confidences)


@given(PROBABILITIES)
def test_by_default_hardly_anything_changes(probability):
    assert Calibration()(probability) == pytest.approx(probability, abs=2e-4)

"""The learning curve is found again where it is one, and its forecast owns up to what it is not."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spanbridge.bridge.active_learning.curve import Point, fitted, forecast

SIZES = (50, 100, 150, 200, 300, 400)
POINTS = st.lists(
    st.builds(Point, st.floats(1, 10_000), st.floats(0, 1), st.floats(0, 0.1)), max_size=9
)


@given(st.floats(0.5, 1), st.floats(0, 3), st.sampled_from([0.1, 0.5, 1.0, 1.5]))
def test_a_curve_without_noise_is_found_again(a, b, c):
    points = [Point(n, a - b * n**-c) for n in SIZES]
    curve = fitted(points)
    assert [curve(n) for n in SIZES] == pytest.approx([p.f1 for p in points], abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(POINTS, st.floats(1, 1000))
def test_no_forecast_loses_or_goes_past_the_ceiling(points, more):
    found = forecast(points, more)
    if found:
        assert -1e-9 <= found.low <= found.gain <= found.high
        curve = fitted(points)
        assert curve(max(p.size for p in points) + more) <= 1 + 1e-9


@pytest.mark.parametrize(
    "points", [[], [Point(10, 0.5)] * 9, [Point(n, 0.5) for n in (0, 1, 2, 3)]]
)
def test_of_fewer_than_four_sizes_nothing_is_said(points):
    assert forecast(points, 100) is None


def test_its_interval_holds_the_truth_at_least_as_often_as_it_says():
    """Of curves with a known end, nine in ten are to be within."""
    rng, held = Random(1), 0  # noqa: S311 (seeded)
    for _ in range(50):
        a, b, c = rng.uniform(0.8, 0.95), rng.uniform(2, 6), rng.uniform(0.4, 0.9)
        points = [Point(n, rng.gauss(a - b * n**-c, 0.015), 0.015) for n in SIZES]
        found = forecast(points, 100)
        truth = b * 400**-c - b * 500**-c
        held += found.low <= truth <= found.high
    assert held >= 45


def test_noisier_points_give_a_wider_interval():
    sharp, blurred = (
        forecast([Point(n, 0.9 - 3 * n**-0.5, error) for n in SIZES], 100)
        for error in (0.002, 0.05)
    )
    assert blurred.high - blurred.low > 3 * (sharp.high - sharp.low)

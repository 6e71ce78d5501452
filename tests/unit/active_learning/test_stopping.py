"""Stopping is advised where models agree or nothing more is to come, and never too early."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.active_learning.curve import Point
from spanbridge.bridge.active_learning.stopping import Patience, advice, kappa
from spanbridge.converters.document import Document, Span

TEXT = "Node 4 of Atlas is down since May"
SPANS = st.sets(st.sampled_from([(0, 6, "A"), (10, 15, "B"), (10, 15, "A"), (30, 33, "B")])).map(
    lambda found: tuple(
        Span(*one) for one in sorted(found) if one[2] == "B" or (10, 15, "B") not in found
    )
)
PREDICTIONS = st.lists(SPANS.map(lambda spans: Document(TEXT, spans)), min_size=3, max_size=3)
RISING = [Point(100 * n, 0.9 - 3 * (100 * n) ** -0.5, 0.01) for n in range(1, 7)]
FLAT = [Point(100 * n, 0.8, 0.002) for n in range(1, 7)]


@given(PREDICTIONS, PREDICTIONS)
def test_kappa_is_symmetric_and_1_only_for_the_same(one, other):
    found = kappa(one, other)
    assert found == kappa(other, one) <= 1
    assert kappa(one, one) == 1
    assert (found == 1) == (one == other)


def test_kappa_against_a_table_worked_by_hand():
    """20 texts both call Disk, 15 both Net, 5 Disk and Net, 10 Net and Disk: Cohen's example."""
    says = [("Disk", "Disk")] * 20 + [("Disk", "Net")] * 5
    says += [("Net", "Disk")] * 10 + [("Net", "Net")] * 15
    one = [Document(str(n), categories=(a,)) for n, (a, _) in enumerate(says)]
    other = [Document(str(n), categories=(b,)) for n, (_, b) in enumerate(says)]
    assert kappa(one, other) == pytest.approx(0.4)


def test_two_spans_side_by_side_are_not_one():
    one = Document("New York Rome", (Span(0, 8, "City"), Span(9, 13, "City")))
    other = Document("New York Rome", (Span(0, 13, "City"),))
    assert kappa([one], [other]) < 1


def test_a_span_that_ends_within_a_token_touches_it():
    assert kappa([Document("Atlas4x", (Span(0, 5, "A"),))], [Document("Atlas4x")]) == 0


def test_no_texts_give_no_kappa_and_other_texts_are_refused():
    assert kappa([], []) is None
    with pytest.raises(ValueError, match="same texts"):
        kappa([Document("a")], [Document("b")])


def test_models_that_are_stable_three_times_are_enough():
    assert not advice(RISING, [0.995, 0.995]).stop
    assert not advice(RISING, [0.995, 0.98, 0.995, 0.995]).stop
    found = advice(RISING, [0.9, 0.99, 0.992, 0.999])
    assert found.stop
    assert "stable" in [sign.code for sign in found.signs]


def test_a_curve_that_has_dried_up_says_stop_by_two_signs():
    found = advice(FLAT)
    assert found.stop
    assert {sign.code for sign in found.signs} == {"no-gain", "little-to-come"}


def test_a_rising_curve_goes_on():
    found = advice(RISING)
    assert not found.stop
    assert found.gain == pytest.approx(RISING[-1].f1 - RISING[2].f1)
    assert found.forecast.gain > 0


def test_one_sign_alone_does_not_stop():
    """Three rounds that brought nothing may be chance, where the errors are large."""
    f1s = (0.3, 0.5, 0.64, 0.65, 0.64, 0.645)
    found = advice([Point(100 * n, f1, 0.03) for n, f1 in enumerate(f1s, 1)])
    assert [sign.code for sign in found.signs] == ["no-gain", "rising"]
    assert not found.stop


@pytest.mark.parametrize("rounds", [0, 1, 3])
def test_at_first_it_is_too_early_to_say(rounds):
    found = advice(RISING[:rounds])
    assert [sign.code for sign in found.signs] == ["too-early"]
    assert (found.stop, found.forecast) == (False, None)


def test_whoever_is_more_patient_goes_on():
    assert not advice(FLAT, patience=Patience(gain=-1)).stop

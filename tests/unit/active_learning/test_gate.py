"""The gate lets no worse model through, knows chance from harm, and says when it can't tell."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spanbridge.bridge.active_learning.bootstrap import Differences, Pair, resampled
from spanbridge.bridge.active_learning.gate import Bar, compare
from spanbridge.converters.comparing import Counts
from spanbridge.converters.document import Document, Span

TEXT = "Node 4 of Atlas is down since May"
GOLD = Document(TEXT, (Span(0, 6, "Server"), Span(10, 15, "Service"), Span(30, 33, "Time")))
QUICK = Bar(samples=200)


def seeded(seed):
    return Random(seed)  # noqa: S311 (seeded)


def predicted(gold, share, rng, *, spoilt=None):
    """Predict each span with a chance; those of one category not at all if it is spoilt."""
    return [
        Document(
            one.text,
            tuple(s for s in one.spans if rng.random() < share and s.label != spoilt),
        )
        for one in gold
    ]


def test_a_clearly_worse_model_fails_and_a_clearly_better_one_passes():
    gold, rng = [GOLD] * 60, seeded(1)
    good, bad = predicted(gold, 0.95, rng), predicted(gold, 0.5, rng)
    assert compare(gold, good, bad).outcome == "fails"
    better = compare(gold, bad, good)
    assert better.passes
    assert better.overall.low > 0.2
    assert [reason.code for reason in better.reasons] == ["not-worse"]


def test_a_category_that_is_lost_fails_though_the_rest_got_better():
    gold, rng = [GOLD] * 60, seeded(2)
    old, new = predicted(gold, 0.4, rng), predicted(gold, 1, rng, spoilt="Time")
    verdict = compare(gold, old, new)
    assert verdict.overall.difference > 0
    assert verdict.outcome == "fails"
    assert [(reason.code, reason.category) for reason in verdict.reasons] == [
        ("category-worse", "Time")
    ]


def test_a_category_with_few_spans_is_left_to_the_overall_score():
    rare = Document("Bob did", (Span(0, 3, "Person"),))
    gold = [GOLD] * 60 + [rare] * 19
    new = [GOLD] * 60 + [Document("Bob did")] * 19
    verdict = compare(gold, predicted(gold, 0.5, seeded(3)), new)
    assert "Person" not in verdict.categories
    assert verdict.passes
    again = compare([*gold, rare], [*gold, rare], [*new, Document("Bob did")])
    assert ("category-worse", "Person") in [(r.code, r.category) for r in again.reasons]


def test_too_small_a_test_part_is_undecided_whatever_it_says():
    gold = [GOLD] * 9
    verdict = compare(gold, gold, [Document(TEXT)] * 9)
    assert verdict.outcome == "undecided"
    assert [reason.code for reason in verdict.reasons] == ["few-documents", "few-spans"]
    assert verdict.overall.new == 0


@pytest.mark.parametrize("gold", [[], [Document("nothing here")] * 12])
def test_a_test_part_without_labels_is_undecided(gold):
    verdict = compare(gold, gold, gold, QUICK)
    assert verdict.outcome == "undecided"
    assert verdict.reasons[-1].code == "few-spans"


def test_a_loss_that_may_be_chance_is_undecided_and_a_tiny_one_passes():
    gold = [GOLD] * 60
    lost = [Document(TEXT, GOLD.spans[:2])]
    shaky = compare(gold, [*lost * 4, *gold[4:]], [*gold[:4], *lost * 6, *gold[10:]])
    assert shaky.overall.difference < 0
    assert [reason.code for reason in shaky.reasons] == ["may-be-worse"]
    many = [GOLD] * 600
    tiny = compare(many, many, [*lost * 1, *many[1:]], QUICK)
    assert tiny.overall.difference < 0
    assert tiny.passes


def test_a_first_model_has_none_to_be_compared_with():
    gold = [GOLD] * 60
    verdict = compare(gold, None, gold)
    assert (verdict.passes, verdict.old, verdict.overall) == (True, None, None)
    assert verdict.new.f1 == 1
    assert compare(gold[:3], None, gold[:3]).outcome == "undecided"


def test_classification_is_judged_alike():
    gold = [Document(f"{n}", categories=("Disk",)) for n in range(80)]
    lost = [Document(f"{n}", categories=("Net",)) for n in range(80)]
    assert compare(gold, gold, lost).outcome == "fails"
    assert compare(gold, lost, gold).passes


def test_a_verdict_is_plain_data_without_texts():
    gold = [GOLD] * 60
    data = msgspec.json.encode(compare(gold, gold, gold, QUICK).as_dict())
    assert b"Atlas" not in data
    assert msgspec.json.decode(data)["overall"]["low"] == 0


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 1), st.floats(0, 1))
def test_the_interval_holds_the_difference_and_turns_round_with_the_models(seed, one, other):
    gold, rng = [GOLD] * 20, seeded(seed)
    a, b = predicted(gold, one, rng), predicted(gold, other, rng)
    there, back = compare(gold, a, b, QUICK).overall, compare(gold, b, a, QUICK).overall
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert there.low - 0.02 <= there.difference <= there.high + 0.02
    assert compare(gold, a, a, QUICK).passes


def test_the_gate_seldom_fails_a_model_that_is_as_good():
    """At 95 % one in forty is found worse overall by chance, and as many of all categories."""
    rng, bar = seeded(4), Bar(samples=200)
    gold = [GOLD] * 40
    outcomes = [
        compare(gold, predicted(gold, 0.8, rng), predicted(gold, 0.8, rng), bar).outcome
        for _ in range(200)
    ]
    assert outcomes.count("fails") <= 20


def test_it_gives_the_same_result_each_time():
    gold, rng = [GOLD] * 30, seeded(5)
    a, b = predicted(gold, 0.8, rng), predicted(gold, 0.7, rng)
    assert compare(gold, a, b).as_dict() == compare(gold, a, b).as_dict()


def test_the_bootstrap_draws_documents_and_not_spans():
    """Known answer: of two documents one is won whole, so a quarter of draws has it never."""
    groups = {"": {0: Pair(Counts(0, 0, 9), Counts(9)), 1: Pair(Counts(9), Counts(9))}}
    drawn = resampled(groups, 2, samples=4000)[""]
    assert drawn.interval(1.0) == (0.0, 1.0)
    assert drawn.worse == 0
    low, high = drawn.interval(0.4)
    assert low == high == pytest.approx(1 - 2 * 9 / (2 * 9 + 9))


def test_an_interval_leaves_out_as_many_on_each_side():
    hundred = Differences([n / 100 for n in range(100, -1, -1)])
    assert hundred.interval(0.9) == (0.05, 0.95)
    assert Differences([-1, -1, 1, 1]).worse == 0.5

"""A simulation reveals labels in a strategy's order, and counts what that cost."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from spanbridge.bridge.active_learning.savings import Simulation
from spanbridge.bridge.active_learning.scores import STRATEGIES, tokens
from spanbridge.bridge.active_learning.simulation import Plan, Run, Stage, full, simulate
from spanbridge.bridge.active_learning.spread import spread
from spanbridge.converters.document import Document, Span

NAMES = ("Atlas", "Kestrel", "Ledger", "Halcyon", "Beacon", "Orbit")


def report(number, name):
    return Document(f"{name} is down, {number}", (Span(0, len(name), "Service"),))


POOL = [report(n, "Atlas" if n % 6 else NAMES[n // 10]) for n in range(60)]
"""Ten of sixty hold a name that is rare."""
TEST = [report(n, NAMES[n % 6]) for n in range(100, 160)]


class Lookup:
    """Knows the names that it has seen, and is unsure of all others."""

    def __init__(self, documents):
        self.seen = Counter(one.covered(one.spans[0]) for one in documents)

    def predict(self, text):  # noqa: D102 (a Model's)
        name = text.partition(" ")[0]
        if name in self.seen:
            return Document(text, (Span(0, len(name), "Service", 0.99),)), [0.99]
        return Document(text, (Span(0, len(name), "Server", 0.3),)), [0.3]


def stages(strategy, seed=0, **plan):
    plan = Plan(**{"first": 4, "batch": 4, "share": 0.0} | plan)
    return [*simulate(POOL, TEST, Lookup, strategy=strategy, seed=seed, plan=plan)]


def test_doubt_finds_rare_names_sooner_than_chance():
    everything = full(POOL, TEST, Lookup)
    costs = [
        Run(name, seed, (*stages(name, seed), everything)).cost(0.99, "documents")
        for name in ("length-normalised", "random")
        for seed in range(3)
    ]
    assert max(costs[:3]) < min(costs[3:]) / 2


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_text_but_the_last_batch_is_labelled_once_in_rising_stages(strategy):
    found = stages(strategy)
    assert [stage.documents for stage in found] == [*range(4, 60, 4)]
    assert all(a.tokens < b.tokens and a.spans < b.spans for a, b in pairwise(found))


def test_strategies_of_one_seed_begin_with_the_same_texts_and_other_seeds_with_others():
    assert stages("random")[0] == stages("length-normalised")[0]
    tried = []
    for seed in range(4):
        trained = []
        one = simulate(
            POOL, TEST, lambda done, to=trained: (to.append(done), Lookup(done))[1],
            strategy="random", seed=seed, plan=Plan(4, 4),
        )  # fmt: skip
        next(one)
        tried.append(tuple(document.text for document in trained[0]))
    assert len({*tried}) == 4


def test_the_same_seed_gives_the_same_run():
    assert stages("length-normalised", 3) == stages("length-normalised", 3)


def test_training_on_everything_counts_everything():
    everything = full(POOL, TEST, Lookup)
    assert everything == Stage(60, sum(tokens(one.text) for one in POOL), 60, 1.0)


def test_it_ends_at_the_share_that_is_asked_for():
    assert [stage.documents for stage in stages("random", until=0.25)] == [4, 8, 12]


def test_a_batch_is_a_twenty_fifth_and_at_least_ten():
    assert [stage.documents for stage in stages("random", batch=None)][:2] == [4, 14]


RANDOM = (Stage(10, 100, 20, 0.5), Stage(20, 200, 40, 0.9), Stage(30, 300, 60, 1.0))
BETTER = (Stage(10, 100, 20, 0.5), Stage(20, 150, 30, 1.0), Stage(30, 300, 60, 1.0))


def simulation(*runs):
    return Simulation(Stage(30, 300, 60, 1.0), 9, 20, runs)


def test_costs_are_compared_seed_by_seed():
    runs = [Run(name, seed, found) for seed in range(3)
            for name, found in (("length-normalised", BETTER), ("random", RANDOM))]  # fmt: skip
    costs = {(c.strategy, c.axis, c.target): c for c in simulation(*runs).costs()}
    one = costs["length-normalised", "tokens", 0.95]
    assert one.cost.mean == pytest.approx(100 + 50 * 0.9)
    assert one.beside.mean == pytest.approx(145 / 250)
    assert (one.reached, one.beside.low) == (3, one.beside.mean)
    assert costs["random", "tokens", 0.95].beside is None


def test_a_run_that_never_gets_there_is_counted_as_such():
    low = (Stage(10, 100, 20, 0.5), Stage(20, 200, 40, 0.6))
    found = simulation(Run("random", 0, low), Run("length-normalised", 0, BETTER))
    costs = {(c.strategy, c.axis, c.target): c for c in found.costs()}
    assert (costs["random", "tokens", 0.95].reached, costs["random", "tokens", 0.95].cost) == (
        0,
        None,
    )
    assert costs["length-normalised", "tokens", 0.95].beside is None


def test_curves_are_means_over_seeds_where_all_of_them_are():
    found = simulation(Run("random", 0, RANDOM), Run("random", 1, BETTER)).curve("random", "tokens")
    assert (found[0][0], found[-1][0]) == (100, 300)
    at_150 = dict(found)[150]
    assert at_150.mean == pytest.approx((0.7 + 1.0) / 2)
    assert at_150.low < at_150.mean < at_150.high


def test_a_simulation_as_data_has_no_texts_and_every_run():
    data = simulation(Run("random", 0, RANDOM)).as_dict()
    assert len(data["runs"][0]["stages"]) == 3
    assert {"full", "test_spans", "costs"} <= {*data}


def test_an_interval_is_that_of_a_table_of_students_t():
    """Known answer: of 4, 5 and 6 the standard error is 1/√3, and t is 4.303."""
    found = spread([4, 5, 6])
    assert found.mean == 5
    assert found.high == pytest.approx(5 + 4.303 / 3**0.5)
    twenty = spread([*range(21)])
    assert twenty.high - twenty.mean == pytest.approx(2.086 * (38.5 / 21) ** 0.5, rel=0.002)


def test_no_values_have_no_mean():
    with pytest.raises(ValueError, match="no mean"):
        spread([])

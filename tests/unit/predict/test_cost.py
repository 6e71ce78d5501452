"""Text records, hours and money; what may be spent, and what is said of what nobody knows."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
from hypothesis import given
from spanbridge.bridge.azure.cost import (
    Estimate,
    cost_of_predicting,
    cost_of_training,
    records_of,
)
from spanbridge.bridge.azure.cost_ledger import Purse, before_training
from spanbridge.bridge.azure.prices import Budget, Prices, budget_of, prices_of
from spanbridge.bridge.settings import Settings
from spanbridge.converters.problems import ProblemError
from strategies import texts

PRICES = Prices(currency="EUR", text_records=5.0, training_hour=3.0, hosted_model=0.5)
NOW = datetime(2026, 11, 23, tzinfo=timezone.utc)


def purse(folder, budget, prices=PRICES, now=NOW):
    return Purse(prices, budget, folder / "ledger.jsonl", "p", lambda: now)


@given(texts(0, 20))
def test_a_text_is_billed_by_thousands_of_its_utf16_units_rounded_up(text):
    units = len((text * 300).encode("utf-16-le")) // 2
    assert records_of(text * 300) == -(-units // 1_000)


def test_each_document_is_rounded_up_by_itself_and_blank_ones_are_not_sent():
    estimate = cost_of_predicting(["a", "a" * 1_001, " \n", ""])
    assert (estimate.documents, estimate.records, estimate.characters) == (2, 3, 1_002)


def test_what_windows_share_is_counted_twice():
    text = "One sentence. " * 20_000
    assert cost_of_predicting([text]).records > records_of(text) == 280


def test_training_is_estimated_by_microsofts_rough_guide():
    estimate = cost_of_training(["a" * 128_000] * 100)
    assert (estimate.hours, estimate.models, estimate.records) == (6.0, 1, 0)
    assert estimate.amount(PRICES) == 18.0
    assert estimate.monthly(PRICES) == 0.5


def test_without_a_price_there_is_no_amount_and_nothing_needs_none():
    assert Estimate("predict", records=5).amount(Prices()) is None
    assert Estimate("predict").amount(Prices()) == 0
    assert Estimate("train", hours=1, models=1).monthly(Prices()) is None


def test_what_is_not_known_is_in_the_data():
    data = cost_of_training(["a"]).as_dict(Prices(date=date(2026, 11, 1)))
    assert data["amount"] is None
    assert data["prices_of"] == "2026-11-01"
    assert any("not documented" in words for words in data["unknown"])


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(0, "0.00 EUR"), (0.0046, "0.0046 EUR"), (12.5, "12.50 EUR"), (None, "no price is given")],
)
def test_amounts_are_written_so_that_cents_still_say_something(amount, expected):
    assert PRICES.words(amount) == expected


def test_prices_grow_old():
    today = NOW.date()
    assert Prices().is_old(today)
    assert Prices(date=date(2026, 1, 1)).is_old(today)
    assert not Prices(date=date(2026, 11, 1)).is_old(today)


@pytest.mark.parametrize(
    ("read", "table"),
    [(prices_of, {"text_record": 1}), (prices_of, {"text_records": -1}), (budget_of, {"run": "x"}),
     (prices_of, {"date": "soon"})],
)  # fmt: skip
def test_a_table_with_something_else_in_it_is_refused(read, table):
    with pytest.raises(ProblemError, match="prices-malformed"):
        read(table)


def test_a_run_stops_before_its_cap_is_passed(tmp_path):
    held = purse(tmp_path, Budget(run=10))
    held.allow(Estimate("predict", records=2_000))
    held.spend(Estimate("predict", records=1_999))
    held.allow(Estimate("predict", records=1))
    with pytest.raises(ProblemError, match=r"leaves 0\.0050 EUR"):
        held.allow(Estimate("predict", records=2))


def test_a_month_counts_what_earlier_runs_have_spent_in_it(tmp_path):
    estimate = Estimate("predict", records=1_000)
    purse(tmp_path, Budget()).write(estimate)
    purse(tmp_path, Budget(), now=datetime(2026, 10, 31, tzinfo=timezone.utc)).write(estimate)
    held = purse(tmp_path, Budget(month=10))
    held.allow(Estimate("train", hours=1.6))
    with pytest.raises(ProblemError, match="month"):
        held.allow(Estimate("train", hours=1.7))
    purse(tmp_path, Budget(month=10), now=datetime(2026, 12, 1, tzinfo=timezone.utc)).allow(
        Estimate("train", hours=3)
    )


def test_a_cap_without_a_price_stops_too(tmp_path):
    with pytest.raises(ProblemError, match="budget-without-prices"):
        purse(tmp_path, Budget(run=10), Prices()).allow(Estimate("predict", records=1))


def test_without_a_cap_nothing_stops(tmp_path):
    purse(tmp_path, Budget(), Prices()).allow(Estimate("predict", records=10**9))


def test_nothing_spent_is_not_written_and_a_broken_line_is_passed_over(tmp_path):
    held = purse(tmp_path, Budget())
    held.write(Estimate("predict"))
    assert not (tmp_path / "ledger.jsonl").exists()
    (tmp_path / "ledger.jsonl").write_bytes(b'{"when": "2026-11')
    purse(tmp_path, Budget(month=1)).allow(Estimate("predict", records=200))
    held.write(Estimate("predict", records=100))
    with pytest.raises(ProblemError):
        purse(tmp_path, Budget(month=1)).allow(Estimate("predict", records=200))


def test_a_training_is_held_against_the_budget(tmp_path):
    settings = Settings(
        state=str(tmp_path), project="p", prices={"training_hour": 3}, budget={"run": 1}
    )
    before_training(settings, Estimate("train", hours=0.3)).write(Estimate("train", hours=0.3))
    assert b'"amount":0.9' in (tmp_path / "ledger.jsonl").read_bytes()
    with pytest.raises(ProblemError, match="budget-exceeded"):
        before_training(settings, Estimate("train", hours=0.4))

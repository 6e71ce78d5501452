"""What things cost, as the user wrote it down, and what may be spent; Azure's own prices vary.

    [prices]
    currency = "EUR"
    date = 2026-11-01            # when they were looked up
    text_records = 4.60          # 1,000 text records of custom prediction
    training_hour = 2.76
    hosted_model = 0.46          # a month

    [budget]
    run = 10
    month = 100

There are no prices built in: they depend on region, agreement and currency, and change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from ...converters.problems import ProblemError

_Money = Annotated[float, Meta(ge=0)]
_OLD = 180
T = TypeVar("T")


class Prices(Struct, frozen=True, forbid_unknown_fields=True):
    """Rates of a day; what is not given is not known."""

    currency: str = ""
    date: dt.date | None = None
    text_records: _Money | None = None
    training_hour: _Money | None = None
    hosted_model: _Money | None = None

    def of_records(self, records: int) -> float | None:
        """Price text records.

        Example:
            >>> Prices(text_records=5.0).of_records(2_500)
            12.5
        """
        return None if self.text_records is None else round(self.text_records * records / 1_000, 6)

    def of_hours(self, hours: float) -> float | None:
        """Price hours of training."""
        return None if self.training_hour is None else round(self.training_hour * hours, 6)

    def words(self, amount: float | None) -> str:
        """Write an amount.

        Example:
            >>> Prices(currency="EUR").words(1234.5), Prices().words(None)
            ('1,234.50 EUR', 'no price is given')
        """
        if amount is None:
            return "no price is given"
        digits = 2 if amount >= 0.1 or not amount else 4  # noqa: PLR2004 (cents say too little)
        return f"{amount:,.{digits}f} {self.currency}".rstrip()

    def is_old(self, today: dt.date) -> bool:
        """Whether they were looked up long ago, or nobody knows when."""
        return self.date is None or (today - self.date).days > _OLD


class Budget(Struct, frozen=True, forbid_unknown_fields=True):
    """What may be spent, in the currency of the prices: in one run, and in a calendar month."""

    run: _Money | None = None
    month: _Money | None = None


def prices_of(table: Mapping[str, Any]) -> Prices:
    """Read the table [prices] of spanbridge.toml.

    Raises:
        ProblemError: it has something else in it.
    """
    return _table(table, Prices, "prices")


def budget_of(table: Mapping[str, Any]) -> Budget:
    """Read the table [budget].

    Raises:
        ProblemError: it has something else in it.
    """
    return _table(table, Budget, "budget")


def _table(table: Mapping[str, Any], kind: type[T], name: str) -> T:
    try:
        return msgspec.convert(dict(table), kind)
    except msgspec.ValidationError as error:
        raise ProblemError.of("prices-malformed", "spanbridge.toml", table=name, error=error) from (
            error
        )

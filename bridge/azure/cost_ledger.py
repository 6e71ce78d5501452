"""What was spent: a line for each thing that is billed, and the caps that it is held against.

    {"when": "2026-11-23T10:11:12Z", "what": "predict", "project": "incidents", "records": 5000,
     "hours": 0.0, "amount": 23.0, "currency": "EUR"}

What we sent is known, what Azure bills is not: the ledger holds our count, at the prices of then.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import msgspec
from msgspec import Struct

from ...converters.problems import ProblemError, Words
from ..settings import Settings
from .appending import append_line
from .cost import Estimate
from .prices import Budget, Prices, budget_of, prices_of

FILE = "ledger.jsonl"


class Spent(Struct, omit_defaults=True, frozen=True):
    """One thing that is billed."""

    when: str
    what: str
    project: str
    records: int = 0
    hours: float = 0.0
    amount: float | None = None
    currency: str = ""


class Purse:
    """Holds what a run costs against the budget, and writes down what was spent.

    Args:
        prices: rates.
        budget: caps.
        path: of the ledger; made with its folder when something is spent.
        project: whose it is.
        now: the time, for the month.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     prices, ledger = Prices(text_records=5.0), Path(folder) / "ledger.jsonl"
        ...     purse = Purse(prices, Budget(run=10), ledger, "p")
        ...     purse.spend(Estimate("predict", records=1_600))
        ...     purse.allow(Estimate("predict", records=600))
        Traceback (most recent call last):
            ...
        spanbridge.converters.problems.ProblemError: budget-exceeded at [budget]: ...
    """

    def __init__(
        self,
        prices: Prices,
        budget: Budget,
        path: Path,
        project: str,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self.prices, self.budget = prices, budget
        self._path, self._project, self._now = path, project, now
        self._run = 0.0
        self._lock = threading.Lock()
        self._of, self._month = "", 0.0
        self._turn()

    @classmethod
    def of(cls, settings: Settings) -> Purse:
        """Make it of the settings' tables and state folder.

        Raises:
            ProblemError: one of the tables can't be used.
        """
        prices, budget = prices_of(settings.prices), budget_of(settings.budget)
        return cls(prices, budget, Path(settings.state) / FILE, settings.project or "")

    def allow(self, estimate: Estimate) -> None:
        """Stop before something is done that goes past a cap.

        Raises:
            ProblemError: it would, or there is a cap and no price to hold against it.
        """
        self._turn()
        caps = ((self.budget.run, self._run, "run"), (self.budget.month, self._month, "month"))
        for cap, spent, which in caps:
            if cap is None:
                continue
            amount = estimate.amount(self.prices)
            if amount is None:
                what = Words("training" if estimate.hours else "text records")
                raise ProblemError.of("budget-without-prices", "[budget]", what=what)
            if spent + amount > cap:
                raise ProblemError.of(
                    "budget-exceeded", "[budget]", what=Words(_title(estimate)),
                    cost=Words(self.prices.words(amount)), which=Words(which),
                    left=Words(self.prices.words(max(0.0, cap - spent))),
                )  # fmt: skip

    def spend(self, estimate: Estimate) -> None:
        """Count something as spent in this run, without writing it down yet."""
        amount = estimate.amount(self.prices) or 0.0
        self._run += amount
        self._month += amount

    def write(self, estimate: Estimate) -> None:
        """Write down what was spent; nothing is nothing."""
        if not (estimate.records or estimate.hours):
            return
        when = self._now().strftime("%Y-%m-%dT%H:%M:%SZ")
        line = Spent(
            when, estimate.what, self._project, estimate.records, estimate.hours,
            estimate.amount(self.prices), self.prices.currency,
        )  # fmt: skip
        with self._lock:
            append_line(self._path, msgspec.json.encode(line))

    def _turn(self) -> None:
        """Begin to count anew where a month has begun, as it may in a server's life."""
        month = self._now().strftime("%Y-%m")
        if month != self._of:
            self._of, self._month = month, self._spent_in(month)

    def _spent_in(self, month: str) -> float:
        held = self._path.read_bytes().splitlines() if self._path.exists() else []
        lines = [line for one in held if (line := _read(one))]
        return sum(line.amount or 0.0 for line in lines if line.when.startswith(month))


def before_training(settings: Settings, estimate: Estimate) -> Purse:
    """Hold a training against the budget; return the purse to write the spending to.

    Example:
        >>> from ..settings import load
        >>> purse = before_training(load(environment={}), Estimate("train", hours=0.5))

    Raises:
        ProblemError: it would go past a cap.
    """
    purse = Purse.of(settings)
    purse.allow(estimate)
    return purse


def _title(estimate: Estimate) -> str:
    if estimate.hours:
        return f"about {estimate.hours:.2f} hours of training"
    return f"{estimate.records:,} text records"


def _read(line: bytes) -> Spent | None:
    try:
        return msgspec.json.decode(line, type=Spent)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None

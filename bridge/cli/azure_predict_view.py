"""What people see of predictions: a line an entity as they come, and what it took."""

from __future__ import annotations

from rich.text import Text

from ...converters.document import Document, Span
from ...converters.report import Report
from ..azure.cost import Estimate
from ..azure.predicting import Predictor
from ..azure.predicting_inputs import Entry
from ..azure.predicting_open import Prediction
from ..azure.prices import Prices
from .console import err, out, tell_all
from .highlight import visible

_NAME, _LABEL, _WORDS = 24, 20, 60


class Table:
    """Prints entities, or categories, a line each, as they come."""

    def __init__(self) -> None:
        self._begun = False

    def add(self, entry: Entry, found: list[Prediction | None]) -> None:  # noqa: ARG002 (the protocol's)
        """Print the documents of an entry."""
        for one in found:
            if one:
                self._print(one)

    def close(self) -> None:
        """Do nothing: each line is whole."""

    def _print(self, one: Prediction) -> None:
        document = one.document
        name = document.name or document.source.place
        if document.categories is not None:
            for category, score in zip(document.categories, one.scores, strict=True):
                self._line(name, category, score, "")
        for span in document.spans:
            self._line(name, span.label, span.score, f"{span.start:>6}  {_words(document, span)}")
        if not document.spans and not document.categories:
            self._line(name, "", None, "nothing found")

    def _line(self, name: str, label: str, score: float | None, words: str) -> None:
        if not self._begun:
            self._begun = True
            head = f"{'document':{_NAME}} {'category':{_LABEL}} score {'start':>6}  text"
            out.print(Text(head, "bold"))
        shown = "" if score is None else f"{score:.2f}"
        line = f"{_cut(name, _NAME):{_NAME}} {_cut(label, _LABEL):{_LABEL}} {shown:>5} {words}"
        out.print(Text(line.rstrip()), soft_wrap=True)


def announce(documents: int, estimate: Estimate, prices: Prices) -> None:
    """Say what is to be sent, and what it costs as far as prices are given."""
    if not estimate.records:
        err.print(Text(f"{documents:,} documents, all answered before: nothing is billed."))
        return
    priced = prices.words(estimate.amount(prices))
    words = f"{documents:,} documents, {estimate.records:,} text records to be billed: {priced}."
    err.print(Text(words))


def show(run: Predictor, predicted: int, report: Report) -> None:
    """Say what was done."""
    tell_all(report, all_of_them="--json lists all")
    words = f"{predicted:,} of {run.done:,} documents predicted by {run.model}"
    words += f", {run.reused:,} answered before" if run.reused else ""
    err.print(Text(f"{words}; {run.records:,} text records sent."))


def _words(document: Document, span: Span) -> str:
    return _cut(visible(document.covered(span)).replace("\n", "␊"), _WORDS)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"

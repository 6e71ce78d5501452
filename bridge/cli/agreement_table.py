"""Shows how far annotators agree: tables of scores, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ...converters.agreement import DIFFERENCES, Agreement, Difference, Score
from .console import out
from .highlight import visible

_SHOWN = 10


def show_agreement(agreement: Agreement, shown: int = _SHOWN) -> None:
    """Print scores by category and by pair of annotators, and the first differences."""
    for part in _parts(agreement, shown):
        out.print(part)


def _parts(agreement: Agreement, shown: int) -> Iterator[RenderableType]:
    if not agreement.texts:
        yield Text("No text has annotations of two annotators: there is nothing to compare.")
        return
    yield Text(f"Agreement, F1 of each two annotators; texts compared: {agreement.texts:,}", "bold")
    by_category = _table("category", agreement.categories)
    by_category.add_section()
    by_category.add_row("all", *_cells(agreement.overall), style="bold")
    yield by_category
    pairs = {f"{one} and {other}": score for (one, other), score in agreement.pairs.items()}
    if len(pairs) > 1:
        yield _table("annotators", pairs)
    for difference in agreement.differences[:shown]:
        yield _difference(difference)
    if more := agreement.differing - min(shown, len(agreement.differences)):
        yield Text(f"… more differences: {more:,}; --json lists the first {DIFFERENCES}")


def _table(what: str, scores: dict[str, Score]) -> Table:
    table = Table()
    table.add_column(what)
    for column in ("spans", "exact", "overlapping"):
        table.add_column(column, justify="right")
    for name, score in scores.items():
        table.add_row(Text(visible(name)), *_cells(score))
    return table


def _cells(score: Score) -> list[str]:
    shares = [
        "-" if share is None else f"{share:.3f}" for share in (score.exact, score.overlapping)
    ]
    return [f"{score.spans:,}", *shares]


def _difference(difference: Difference) -> Text:
    by = ", ".join(difference.by)
    line = Text.assemble(
        (visible(difference.text), "bold"), f" is {difference.label} for {by}", style=""
    )
    for name, spans in difference.others.items():
        said = ", ".join(f"{label} on {visible(text)}" for label, text in spans)
        line.append(f"; {name}: {said or 'nothing'}")
    return line.append(f"  ({difference.place})", "dim")

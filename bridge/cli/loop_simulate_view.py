"""What people see of a simulation: curves, and what each strategy took."""

from __future__ import annotations

from pathlib import Path

from rich import box
from rich.table import Table
from rich.text import Text

from ..active_learning.savings import TARGETS, Simulation
from ..active_learning.simulation import AXES, Axis
from .chart import COLOURS, Line, chart
from .console import out
from .loop_simulate_html import cost_words, spread_words

_WIDEST = 100
_LEGEND = (
    'F1 is the share of what all texts give; "of random" compares tokens, seed by seed; ± is the '
    "95 % interval of the mean over the seeds."
)


def show(found: Simulation, axis: Axis, html: Path | None) -> None:
    """Print it all."""
    seeds = len({run.seed for run in found.runs})
    out.print(
        Text(
            f"{found.full.documents:,} texts to learn from give F1 {found.full.f1:.3f} on "
            f"{found.test_documents:,} others with {found.test_spans:,} spans; seeds: {seeds}",
            "bold",
        )
    )
    out.print(_picture(found, axis))
    out.print(_table(found))
    out.print(Text(_LEGEND, "dim"))
    if html:
        out.print(Text(f"Written: {html}"))


def _picture(found: Simulation, axis: Axis) -> Text:
    lines = [
        Line(name, [(x, f1.mean) for x, f1 in found.curve(name, axis)], style)
        for name, style in zip(found.strategies, COLOURS, strict=False)
    ]
    level = TARGETS[0] * found.full.f1, f"{TARGETS[0]:.0%} of all"
    return chart(lines, across=axis, width=min(out.width, _WIDEST), level=level)


def _table(found: Simulation) -> Table:
    table = Table(
        title="Labels that were enough", title_justify="left", title_style="bold", box=box.SIMPLE
    )
    table.add_column("F1")
    table.add_column("strategy", no_wrap=True)
    for name in (*AXES, "of random"):
        table.add_column(name, justify="right", no_wrap=True)
    costs = {(cost.target, cost.strategy, cost.axis): cost for cost in found.costs()}
    for target in TARGETS:
        for name in found.strategies:
            by_axis = [costs[target, name, axis] for axis in AXES]
            beside = by_axis[0].beside
            row = [*map(cost_words, by_axis), spread_words(beside, ".2f") if beside else ""]
            table.add_row(f"{target:.0%}", name, *row)
        table.add_section()
    return table

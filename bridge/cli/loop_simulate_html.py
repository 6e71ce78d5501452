"""A simulation as one page that needs nothing else: curves by what labels cost, and a table."""

from __future__ import annotations

from collections.abc import Iterator

from ..active_learning.savings import TARGETS, Cost, Simulation
from ..active_learning.simulation import AXES, Axis
from ..active_learning.spread import Spread
from ..azure.report_html_words import element, table, whole_page, words
from ..svg_chart import Curve, Level, svg


def page(found: Simulation) -> str:
    """Write the page; there are no texts in it."""
    return whole_page("How many labels would have been enough", *_sections(found))


def picture(found: Simulation, axis: Axis, theme: str | None = None) -> str:
    """Draw the learning curves of all strategies."""
    curves = []
    for name in found.strategies:
        points = found.curve(name, axis)
        band = [(f1.low, f1.high) for _, f1 in points if f1.low is not None and f1.high is not None]
        curves.append(Curve(name, [(x, f1.mean) for x, f1 in points], band))
    level = Level(TARGETS[0] * found.full.f1, f"{TARGETS[0]:.0%} of all data")
    title = f"F1 on the test part over labelled {axis}, by strategy"
    return svg(curves, across=f"labelled {axis}", title=title, level=level, theme=theme)


def _sections(found: Simulation) -> Iterator[str]:
    seeds = len({run.seed for run in found.runs})
    yield element("h1", "How many labels would have been enough")
    yield element(
        "p",
        words(
            f"{found.full.documents:,} texts to learn from give F1 {found.full.f1:.3f} on "
            f"{found.test_documents:,} others with {found.test_spans:,} spans. Each strategy was "
            f"played {seeds} times, with other texts to begin with. A small model of spanbridge's "
            "own stands in for Azure's."
        ),
        class_="soft",
    )
    for axis in AXES:
        yield element("h2", f"By {axis}")
        yield element("div", picture(found, axis), class_="card")
    yield element("h2", "Labels that were enough")
    yield table(
        [("to reach", ""), ("strategy", ""), *((axis, "number") for axis in AXES),
         ("of random's tokens", "number")], _rows(found),
    )  # fmt: skip
    yield element("p", "Bands and ± are 95 % intervals of the mean over the seeds.", class_="small")


def _rows(found: Simulation) -> Iterator[str]:
    costs = {(cost.target, cost.strategy, cost.axis): cost for cost in found.costs()}
    for target in TARGETS:
        for name in found.strategies:
            by_axis = [costs[target, name, axis] for axis in AXES]
            cells = [cost_words(cost) for cost in by_axis]
            beside = by_axis[0].beside
            cells.append(spread_words(beside, ".2f") if beside else "")
            row = [element("td", f"{target:.0%}"), element("td", words(name))]
            yield element("tr", *row, *(element("td", cell, class_="number") for cell in cells))


def cost_words(cost: Cost) -> str:
    """Say what something took: a mean, how far it may be off, and if some seeds never got there."""
    if not cost.cost:
        return "not reached"
    some = f" ({cost.reached} of {cost.seeds})" if cost.reached < cost.seeds else ""
    return spread_words(cost.cost, ",.0f") + some


def spread_words(found: Spread, form: str) -> str:
    """Say a mean and how far it may be off.

    Example:
        >>> spread_words(Spread(0.5, 0.4, 0.6), ".2f"), spread_words(Spread(3, None, None), ".0f")
        ('0.50 ± 0.10', '3')
    """
    off = "" if found.high is None else f" ± {found.high - found.mean:{form}}"
    return f"{found.mean:{form}}{off}"

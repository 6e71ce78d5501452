"""The confusion matrix as a picture: a row is what was labelled, a column what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from .evaluation import NONE, Cell
from .report_html_words import element, words

MOST: Final = 30
"""Categories to draw; of more, those with the most mistakes."""
_STRONG, _MID = 0.85, 0.67
"""From which shade on a number is read better in another colour: in light, and in dark."""
_NOTHING: Final = "nothing"


def matrix(cells: Sequence[Cell]) -> str:
    """Draw the matrix; empty where the service gives none (several categories a text)."""
    if not cells:
        return ""
    shares = {(cell.expected, cell.predicted): cell for cell in cells}
    names = chosen(cells)
    heads = "".join(element("th", element("span", words(_name(n))), scope="col") for n in names)
    rows = (
        element("tr", element("th", words(_name(row)), scope="row", title=_name(row)),
                *(_cell(shares.get((row, column)), row, column) for column in names))
        for row in names
        if any(expected == row for expected, _ in shares)
    )  # fmt: skip
    head = element(
        "thead", element("tr", element("th", "labelled ↓ found →", class_="corner"), heads)
    )
    drawn = element("table", head, element("tbody", *rows), class_="matrix")
    return element("div", drawn, class_="card close")


def chosen(cells: Iterable[Cell]) -> list[str]:
    """Choose the categories to draw, in order, nothing last."""
    wrong: dict[str, float] = defaultdict(float)
    for cell in cells:
        for name in (cell.expected, cell.predicted):
            wrong[name] += 0.0 if cell.expected == cell.predicted else cell.weight
    wrong.pop(NONE, None)
    worst = sorted(wrong, key=lambda name: (-wrong[name], name))[:MOST]
    return [*sorted(worst), NONE]


def _cell(cell: Cell | None, row: str, column: str) -> str:
    if row == column == NONE:
        return element("td", title="text without a label, rightly left alone")
    if cell is None or not cell.weight:
        return element("td", "")
    kind = "right" if row == column else "wrong"
    shade = cell.share if row != NONE else min(1.0, cell.weight / 10)
    shown = f"{cell.share:.0%}" if row != NONE else f"{cell.weight:.1f}"
    strong = " strong" if shade > _STRONG else " mid" if shade > _MID else ""
    title = f"labelled {_name(row)}, found {_name(column)}: {cell.share:.1%} ({cell.weight:.2f})"
    return element("td", words(shown), class_=kind + strong, style=f"--w:{shade:.3f}", title=title)


def _name(category: str) -> str:
    return _NOTHING if category == NONE else category

"""Draws curves in a terminal, with dots of braille: two across and four down in each character."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor
from typing import Final, NamedTuple

from rich.text import Text

COLOURS: Final = ("green", "yellow", "blue", "magenta", "cyan")
_DOTS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_EMPTY: Final = 0x2800
_LEFT: Final = 6
_STEP: Final = 0.1


class Line(NamedTuple):
    """A curve: its name, its points from left to right, its colour."""

    name: str
    points: Sequence[tuple[float, float]]
    style: str


def chart(
    lines: Sequence[Line],
    *,
    across: str,
    width: int = 72,
    height: int = 14,
    level: tuple[float, str] | None = None,
) -> Text:
    """Draw curves of shares from 0 to 1 over what they cost.

    Each is named where it ends, so that no colour is needed to tell them apart.

    Args:
        lines: what to draw; the last is on top.
        across: what the horizontal axis counts.
        width: characters, with the axis and the names.
        height: characters.
        level: a height to mark by a dotted line, and its name.
    """
    names = [line.name for line in lines] + ([level[1]] if level else [])
    plot = _Plot(lines, width - _LEFT - 2 - max(map(len, names)), height, level)
    if level:
        plot.dotted(level[0])
    for line in lines:
        for start, end in pairwise(line.points):
            plot.line(start, end, line.style)
    ends = _ends(plot, lines, level)
    rows = [plot.row(row, ends.get(row, Text())) for row in range(height)]
    return Text("\n").join([*rows, *plot.axis(across)])


def _ends(plot: _Plot, lines: Sequence[Line], level: tuple[float, str] | None) -> dict[int, Text]:
    """Put each name where its curve ends, or in the next row that is free."""
    wanted = [(plot.row_of(line.points[-1][1]), Text(line.name, line.style)) for line in lines]
    if level:
        wanted.append((plot.row_of(level[0]), Text(level[1], "dim")))
    found: dict[int, Text] = {}
    for row, name in sorted(wanted, key=lambda one: one[0]):
        free = (at for at in [*range(row, plot.height), *range(row, -1, -1)] if at not in found)
        found[next(free, row)] = name
    return found


class _Plot:
    """Dots on a grid, and the scales of its axes."""

    def __init__(
        self, lines: Sequence[Line], width: int, height: int, level: tuple[float, str] | None
    ) -> None:
        heights = [y for line in lines for _, y in line.points] + ([level[0]] if level else [])
        self.width, self.height = max(10, width), height
        self.right = max(x for line in lines for x, _ in line.points) or 1.0
        self.low = floor(min(heights) / _STEP) * _STEP
        self.high = max(ceil(max(heights) / _STEP) * _STEP, self.low + _STEP)
        self._cells: dict[tuple[int, int], int] = {}
        self._styles: dict[tuple[int, int], str] = {}

    def line(self, start: tuple[float, float], end: tuple[float, float], style: str) -> None:
        (x, y), (to_x, to_y) = self._dot(*start), self._dot(*end)
        steps = max(abs(to_x - x), abs(to_y - y), 1)
        for step in range(steps + 1):
            part = step / steps
            self._set(round(x + part * (to_x - x)), round(y + part * (to_y - y)), style)

    def dotted(self, y: float) -> None:
        for x in range(0, 2 * self.width, 4):
            self._set(x, self._dot(0, y)[1], "dim")

    def row_of(self, y: float) -> int:
        return self._dot(0, y)[1] // 4

    def row(self, row: int, name: Text) -> Text:
        """Give a row of the picture, with a number before it and a name behind."""
        cells = [(column, row) for column in range(self.width)]
        drawn = [
            (chr(_EMPTY + self._cells.get(cell, 0)), self._styles.get(cell, "")) for cell in cells
        ]
        return Text.assemble(self._number(row), "│", *drawn, " ", name)

    def axis(self, across: str) -> list[Text]:
        """Give the line below, and what it counts."""
        most = f"{self.right:,.0f} {across}"
        line = " " * (_LEFT - 1) + "└" + "─" * self.width
        numbers = " " * _LEFT + "0" + most.rjust(self.width - 1)
        return [Text(line), Text(numbers)]

    def _number(self, row: int) -> str:
        """Name the height of a row, if a tenth of a share is nearest to it."""
        tenths = range(round(self.low / _STEP), round(self.high / _STEP) + 1)
        here = [tenth * _STEP for tenth in tenths if self.row_of(tenth * _STEP) == row]
        return f"{here[-1]:.1f} ".rjust(_LEFT - 1) if here else " " * (_LEFT - 1)

    def _dot(self, x: float, y: float) -> tuple[int, int]:
        across = x / self.right * (2 * self.width - 1)
        down = (self.high - y) / (self.high - self.low) * (4 * self.height - 1)
        return round(across), min(4 * self.height - 1, max(0, round(down)))

    def _set(self, x: int, y: int, style: str) -> None:
        cell = x // 2, y // 4
        self._cells[cell] = self._cells.get(cell, 0) | _DOTS[y % 4][x % 2]
        self._styles[cell] = style

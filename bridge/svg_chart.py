"""Draws curves with their intervals as SVG: by itself, or as a part of a page. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor, log10
from typing import Final

from msgspec import Struct

from .azure.report_html_words import element, words

WIDTH: Final = 640
HEIGHT: Final = 360
COLOURS: Final[dict[str, tuple[str, ...]]] = {
    "light": ("#1a7f37", "#9a6700", "#0969da", "#8250df"),
    "dark": ("#3fb950", "#d29922", "#58a6ff", "#bc8cff"),
}
_INK: Final = {"light": ("#59636e", "#d1d9e0"), "dark": ("#9198a1", "#3d444d")}
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 150, 16, 44
_TICKS: Final = 5


class Curve(Struct, frozen=True):
    """A curve: its name, its points, and the lower and upper end of each point's interval."""

    name: str
    points: Sequence[tuple[float, float]]
    band: Sequence[tuple[float, float]] = ()


class Level(Struct, frozen=True):
    """A height to mark by a dashed line, and its name."""

    at: float
    name: str


def svg(
    curves: Sequence[Curve], *, across: str, title: str, level: Level | None = None,
    theme: str | None = None,
) -> str:  # fmt: skip
    """Draw shares from 0 to 1 over what they cost.

    Args:
        curves: what to draw, each named where it ends.
        across: what the horizontal axis counts.
        title: what it is, for whoever can't see it.
        level: a height to mark.
        theme: `light` or `dark`; None for whichever the reader prefers.

    Example:
        >>> drawn = svg([Curve("random", [(0, 0.2), (10, 0.6)])], across="tokens", title="Curve")
        >>> drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360"')
        True
    """
    plot = _Plot(curves, level)
    inside = [element("title", words(title)), *plot.axes(across)]
    for number, curve in enumerate(curves):
        inside += plot.curve(curve, number)
    inside += plot.names(curves, level)
    return element(
        "svg", _style(theme), *inside, xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", font_family="system-ui, sans-serif",
        font_size="13",
    )  # fmt: skip


def _style(theme: str | None) -> str:
    light, dark = (f"svg{{{_colours(name)}}}" for name in COLOURS)
    if theme is None:
        return element("style", f"{light}@media(prefers-color-scheme:dark){{{dark}}}")
    return element("style", light if theme == "light" else dark)


def _colours(theme: str) -> str:
    named = {f"--curve-{number}": one for number, one in enumerate(COLOURS[theme])}
    named |= zip(("--faint", "--line"), _INK[theme], strict=True)
    return ";".join(f"{name}:{one}" for name, one in named.items())


class _Plot:
    def __init__(self, curves: Sequence[Curve], level: Level | None) -> None:
        heights = [y for curve in curves for _, y in curve.points]
        heights += [y for curve in curves for pair in curve.band for y in pair]
        heights += [level.at] if level else []
        self.low = max(0.0, floor(min(heights) * 10) / 10)
        self.high = min(1.0, ceil(max(heights) * 10) / 10)
        self.right = max(1.0, *(x for curve in curves for x, _ in curve.points))
        self.level = level

    def x(self, value: float) -> float:
        return _LEFT + value / self.right * (WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        part = (value - self.low) / ((self.high - self.low) or 1)
        return HEIGHT - _BOTTOM - part * (HEIGHT - _TOP - _BOTTOM)

    def axes(self, across: str) -> Iterator[str]:
        for tenth in range(round(self.low * 10), round(self.high * 10) + 1):
            y = self.y(tenth / 10)
            yield self._rule(y, "var(--line)")
            yield _text(_LEFT - 8, y + 4, f"{tenth / 10:.1f}", anchor="end")
        for value in _ticks(self.right):
            yield _text(self.x(value), HEIGHT - _BOTTOM + 18, f"{value:,.0f}", anchor="middle")
        middle = (_LEFT + WIDTH - _RIGHT) / 2
        yield _text(middle, HEIGHT - 8, across, anchor="middle")
        if self.level:
            yield self._rule(self.y(self.level.at), "var(--faint)", dash="5 4")

    def curve(self, curve: Curve, number: int) -> Iterator[str]:
        colour = f"var(--curve-{number})"
        if curve.band:
            pairs = [*zip(curve.points, curve.band, strict=True)]
            upper = [(x, high) for (x, _), (_, high) in pairs]
            lower = [(x, low) for (x, _), (low, _) in reversed(pairs)]
            yield element(
                "polygon", points=self._points([*upper, *lower]), fill=colour, fill_opacity="0.15"
            )
        yield element(
            "polyline", points=self._points(curve.points), fill="none", stroke=colour,
            stroke_width="2",
        )  # fmt: skip

    def names(self, curves: Sequence[Curve], level: Level | None) -> Iterator[str]:
        """Name each curve where it ends; names that would overlap move down."""
        wanted = [
            (self.y(c.points[-1][1]), c.name, f"var(--curve-{n})") for n, c in enumerate(curves)
        ]
        if level:
            wanted.append((self.y(level.at), level.name, "var(--faint)"))
        free = 0.0
        for y, name, colour in sorted(wanted):
            free = max(y + 4, free + 16)
            yield _text(WIDTH - _RIGHT + 8, free, name, fill=colour)

    def _points(self, points: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in points)

    def _rule(self, y: float, colour: str, dash: str | None = None) -> str:
        return element(
            "line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=f"{y:.1f}", y2=f"{y:.1f}", stroke=colour,
            stroke_dasharray=dash,
        )  # fmt: skip


def _ticks(most: float) -> list[float]:
    """Choose round numbers from 0 on, not more than `_TICKS` above it."""
    decade = 10.0 ** floor(log10(most))
    steps = (factor * decade for factor in (0.1, 0.2, 0.5, 1, 2))
    step = next(step for step in steps if most / step <= _TICKS)
    return [number * step for number in range(floor(most / step) + 1)]


def _text(
    x: float, y: float, said: str, *, anchor: str = "start", fill: str = "var(--faint)"
) -> str:
    return element("text", words(said), x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, fill=fill)

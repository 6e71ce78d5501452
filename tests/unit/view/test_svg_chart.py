"""Curves as SVG: well-formed, inside their frame, readable in light and dark."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.svg_chart import HEIGHT, WIDTH, Curve, Level, svg

SVG = "{http://www.w3.org/2000/svg}"
POINTS = st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1)), min_size=1, max_size=9).map(sorted)
CURVES = st.lists(
    POINTS.map(lambda points: Curve("x", points, [(y / 2, y) for _, y in points])),
    min_size=1, max_size=4,
)  # fmt: skip


def drawn(*curves, **options):
    return ET.fromstring(svg(curves, across="tokens", title="Curves", **options))  # noqa: S314 (ours)


@given(CURVES)
def test_any_curves_and_bands_stay_in_the_picture(curves):
    found = drawn(*curves)
    shapes = [*found.iter(f"{SVG}polyline"), *found.iter(f"{SVG}polygon")]
    assert len(shapes) == 2 * len(curves)
    for shape in shapes:
        for pair in shape.get("points").split():
            x, y = map(float, pair.split(","))
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT


def test_names_stand_apart_from_each_other():
    found = drawn(
        *(Curve(f"curve {n}", [(0, 0.5), (9, 0.8)]) for n in range(4)), level=Level(0.8, "all")
    )
    heights = sorted(
        float(t.get("y")) for t in found.iter(f"{SVG}text")
        if (t.text or "").startswith(("curve", "all"))
    )  # fmt: skip
    assert len(heights) == 5
    assert all(b - a >= 15 for a, b in pairwise(heights))


@pytest.mark.parametrize("theme", ["light", "dark", None])
def test_every_colour_that_is_used_is_defined(theme):
    text = svg([Curve(f"{n}", [(0, 0.1)]) for n in range(4)], across="", title="", theme=theme)
    assert {*re.findall(r"var\((--[\w-]+)\)", text)} <= {*re.findall(r"(--[\w-]+):", text)}
    assert ("prefers-color-scheme" in text) == (theme is None)


def test_a_name_steers_nothing():
    found = drawn(Curve("<script>alert(1)</script>", [(0, 0.1), (1, 0.2)]))
    assert not [*found.iter(f"{SVG}script")]


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (38_034, "0 10,000 20,000 30,000"),
        (99, "0 20 40 60 80"),
        (7, "0 2 4 6"),
        (500, "0 100 200 300 400 500"),
    ],
)
def test_the_axis_counts_in_round_numbers(most, ticks):
    found = drawn(Curve("up", [(0, 0.1), (most, 0.2)]))
    assert " ".join(t.text for t in found.iter(f"{SVG}text") if t.get("y") == "334.0") == ticks

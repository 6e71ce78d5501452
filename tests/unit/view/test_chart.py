"""Curves in a terminal: inside their frame, named without colours, rising where they rise."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.cli.chart import Line, chart

POINTS = st.lists(
    st.tuples(st.floats(0, 1e6), st.floats(0, 1)), min_size=1, max_size=20, unique_by=lambda p: p[0]
).map(sorted)


def rows(*lines, **options):
    return chart(lines, across="tokens", **options).plain.splitlines()


@given(st.lists(POINTS, min_size=1, max_size=4), st.integers(40, 120), st.integers(4, 30))
def test_any_curves_fit_their_frame_and_are_named(curves, width, height):
    lines = [Line(f"line {n}", points, "green") for n, points in enumerate(curves)]
    found = rows(*lines, width=width, height=height)
    assert len(found) == height + 2
    assert max(map(len, found)) <= width
    assert all(sum(line.name in row for row in found) == 1 for line in lines)


def test_a_rising_line_goes_from_the_lower_left_to_the_upper_right():
    found = rows(Line("up", [(0, 0.2), (100, 0.8)], ""), width=40, height=6)
    drawn = [[at for at, c in enumerate(row) if "\u2800" < c <= "\u28ff"] for row in found[:6]]
    assert all(drawn)
    assert [row[0] for row in drawn] == sorted((row[0] for row in drawn), reverse=True)


def test_axes_say_what_they_count():
    found = rows(Line("up", [(0, 0.21), (12_345, 0.78)], ""), width=50, height=12)
    assert found[-1].split() == ["0", "12,345", "tokens"]
    assert [float(n) for n in re.findall(r"^ +(0\.\d) │", "\n".join(found), re.MULTILINE)] == [
        0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2,
    ]  # fmt: skip


def test_a_level_is_marked_and_named():
    found = rows(Line("up", [(0, 0.2), (9, 0.4)], ""), width=50, height=8, level=(0.9, "95%"))
    [row] = [row for row in found if "95%" in row]
    assert re.search("[\u2801-\u28ff]", row)

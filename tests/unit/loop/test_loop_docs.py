"""The page on the loop tells every option, with its default."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from spanbridge.bridge.loop.options import LoopOptions

PAGE = (Path(__file__).parents[3] / "docs" / "loop.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.partition("## Options")[2].splitlines() if line.startswith("| `")]
FIELDS = {field.name: field.default for field in msgspec.structs.fields(LoopOptions)}
NUMBERS = {name: value for name, value in FIELDS.items() if type(value) in {int, float}}


def test_it_names_each_option_once_and_no_other():
    named = [name for row in ROWS for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert sorted(named) == sorted(FIELDS)


@pytest.mark.parametrize(("name", "value"), NUMBERS.items())
def test_it_tells_the_defaults_that_are_numbers(name, value):
    row = next(row for row in ROWS if f"`{name}`" in row.split("|")[1])
    assert f"{value:g}" in re.findall(r"[\d.]+", row.split("|")[2])

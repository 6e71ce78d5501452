"""Loops are tables of spanbridge.toml; what is wrong with one is told before anything is done."""

from __future__ import annotations

import pytest
from spanbridge.bridge.loop.options import loop_of, loops_of
from spanbridge.bridge.settings import load
from spanbridge.converters.problems import ProblemError


def settings(tmp_path, text):
    file = tmp_path / "spanbridge.toml"
    file.write_text(text, encoding="utf-8")
    return load(environment={}, file=file)


def test_a_loop_has_the_name_of_its_azure_project_unless_it_says_otherwise(tmp_path):
    found = loops_of(settings(tmp_path, "[loop.incidents]\nlabel_studio_project = 7"))
    assert found["incidents"].azure_project == "incidents"
    assert (found["incidents"].changed, found["incidents"].rounds_a_day) == (50, 4)
    named = "[loop.a]\nlabel_studio_project = 7\nazure_project = 'b'\nstaging = ''"
    one = loop_of(settings(tmp_path, named), "a")
    assert (one.azure_project, one.single) == ("b", True)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("changed = 50", "label_studio_project"),
        ("label_studio_project = 7\nchangd = 50", "changd"),
        ("label_studio_project = 7\nchanged = 0", "changed"),
        ("label_studio_project = 7\nstaging = 'production'", "two deployments"),
    ],
)
def test_a_table_that_cannot_be_used_is_told(tmp_path, table, words):
    with pytest.raises(ProblemError, match="setting-malformed") as told:
        loops_of(settings(tmp_path, f"[loop.a]\n{table}"))
    assert words in str(told.value)


@pytest.mark.parametrize("shared", ["label_studio_project = 7", "azure_project = 'p'"])
def test_two_loops_on_one_project_are_refused(tmp_path, shared):
    other = "azure_project" if "label" in shared else "label_studio_project"
    values = ("'x'", "'y'") if other == "azure_project" else ("1", "2")
    tables = "\n".join(
        f"[loop.{name}]\n{shared}\n{other} = {value}"
        for name, value in zip("ab", values, strict=True)
    )
    with pytest.raises(ProblemError, match="belongs to two loops"):
        loops_of(settings(tmp_path, tables))


def test_a_loop_that_is_not_there_is_told_with_those_that_are(tmp_path):
    with pytest.raises(ProblemError, match="loop-unknown") as told:
        loop_of(settings(tmp_path, "[loop.a]\nlabel_studio_project = 7"), "b")
    assert "a" in told.value.problem.remedy

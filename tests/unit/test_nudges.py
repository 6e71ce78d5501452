"""Nudges: what is noted is there for any process, once, until it is forgotten."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from spanbridge.bridge.database import FILE, opened
from spanbridge.bridge.nudges import Nudges
from spanbridge.bridge.settings import load
from spanbridge.converters.problems import ProblemError


@pytest.fixture
def settings(tmp_path):
    """Give settings whose state folder isn't there yet."""
    return load({"state": str(tmp_path / "state")}, environment={})


def test_what_one_process_notes_another_finds(settings):
    Nudges(opened(settings)).note(7, "changed")
    Nudges(opened(settings)).note(7, "train")
    Nudges(opened(settings)).note(8, "changed")
    assert [nudge.kind for nudge in Nudges(opened(settings)).of(7)] == ["changed", "train"]


def test_what_comes_while_the_others_are_dealt_with_stays(settings):
    nudges = Nudges(opened(settings))
    nudges.note(7, "changed")
    seen = nudges.of(7)
    nudges.note(7, "train")
    nudges.note(8, "changed")
    nudges.forget(7, seen[-1].id)
    assert [nudge.kind for nudge in nudges.of(7)] == ["train"]
    assert len(nudges.of(8)) == 1


def test_many_writers_lose_nothing(settings):
    def write(_: int) -> None:
        nudges = Nudges(opened(settings))
        for _ in range(10):
            nudges.note(7, "changed")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert len(Nudges(opened(settings)).of(7)) == 80


@pytest.mark.parametrize("address", ["what is this", "postgresql://me:hunter2@host:nonsense/x"])
def test_what_is_no_address_is_refused_and_not_quoted(address):
    with pytest.raises(ProblemError) as raised:
        opened(load({}, environment={"SPANBRIDGE_DATABASE": address}))
    assert raised.value.problem.code == "setting-malformed"
    assert "hunter2" not in str(raised.value)


def test_a_file_that_is_no_database_is_refused(settings, tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / FILE).write_text("this is a diary" * 100)
    with pytest.raises(ProblemError) as raised:
        Nudges(opened(settings))
    assert raised.value.problem.code == "database-unusable"


def test_the_file_holds_no_more_than_numbers_and_kinds(settings, tmp_path):
    Nudges(opened(settings)).note(7, "changed")
    with sqlite3.connect(tmp_path / "state" / FILE) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(nudges)")]
    connection.close()
    assert columns == ["id", "project", "kind", "at"]

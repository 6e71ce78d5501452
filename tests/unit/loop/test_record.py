"""The record: rounds with their facts, and what they were made of."""

from __future__ import annotations

import pytest
from spanbridge.bridge.database import opened
from spanbridge.bridge.loop.record import LoopRow, Record
from spanbridge.bridge.loop.seen import Annotated
from spanbridge.bridge.loop.tables import FACTS
from spanbridge.bridge.settings import load
from spanbridge.converters.problems import ProblemError
from sqlalchemy import insert

LOOK = [Annotated(1, 10, "a"), Annotated(2, 20, "b")]


@pytest.fixture
def record(tmp_path):
    engine = opened(load({"state": str(tmp_path)}, environment={}))
    yield Record(engine, "people", now=lambda: 1_000.0)
    engine.dispose()


def test_rounds_are_numbered_and_one_is_open(record):
    assert record.open() is None
    first = record.begin("50 tasks changed", LOOK, {"config": "c"})
    record.put(first, "label", {"label": "r0001-abc"})
    assert record.open().fact("label") == {"label": "r0001-abc"}
    assert record.open().fact("start") == {"config": "c"}
    record.end(first, "promoted")
    assert record.open() is None
    assert record.begin("again", [], {}) == 2
    assert [(one.number, one.outcome) for one in record.rounds()] == [(1, "promoted"), (2, None)]


def test_a_fact_is_written_in_place_of_an_earlier_one(record):
    number = record.begin("", [], {})
    for label in ("a", "b"):
        record.put(number, "label", {"label": label})
    assert record.open().fact("label") == {"label": "b"}
    assert record.open().at["label"] == 1_000.0
    assert record.open().fact("none") == {}


def test_annotations_of_a_round_come_back_and_can_be_replaced(record):
    number = record.begin("", LOOK, {})
    assert sorted(record.annotations(number)) == LOOK
    record.keep(number, LOOK[:1])
    assert record.annotations(number) == LOOK[:1]


def test_what_a_model_found_comes_back_by_the_hashes_of_texts(record):
    number = record.begin("", [], {})
    found = {"9f86": [(0, 5, "Person", 0.9)], "60ae": []}
    for _ in range(2):
        record.predicted(number, "new", found)
    assert record.found(number, "new") == found
    assert record.found(number, "old") == {}
    assert record.open().fact("predicted-new") == {"documents": 2, "records": 0}


def test_old_rounds_forget_what_they_were_made_of_and_keep_their_facts(record):
    for number in (1, 2):
        record.begin("", LOOK, {"n": number})
        record.predicted(number, "new", {"9f86": []})
        record.end(number, "promoted")
    record.forget(2)
    assert (record.annotations(1), record.found(1, "new")) == ([], {})
    assert len(record.annotations(2)) == 2
    assert record.rounds()[0].fact("start") == {"n": 1}


def test_loops_do_not_see_each_other(record):
    other = Record(record.engine, "places")
    record.begin("", LOOK, {})
    record.note(held="rolled back")
    assert other.rounds() == []
    assert other.row == LoopRow()
    assert record.row.held == "rolled back"
    record.note(looked=5.0)
    assert (record.row.held, record.row.looked) == ("rolled back", 5.0)


@pytest.mark.parametrize("written", ["[1]", "7", "no JSON"])
def test_a_fact_that_another_release_wrote_otherwise_is_as_if_it_were_not_there(record, written):
    number = record.begin("", [], {})
    row = {"loop": "people", "round": number, "name": "label", "at": 0.0, "value": written}
    with record.engine.begin() as connection:
        connection.execute(insert(FACTS).values(row))
    assert record.open().fact("label") == {}


def test_a_database_that_breaks_is_told_as_a_problem(record):
    with record.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE loop_rounds")
    with pytest.raises(ProblemError, match="database-unusable"):
        record.rounds()
    with pytest.raises(ProblemError, match="database-unusable"):
        record.begin("", [], {})

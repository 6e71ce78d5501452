"""What Azure said is found again under its model, in bounded number, once the model is sure."""

from __future__ import annotations

import time

import pytest
from spanbridge.bridge.azure.journal import Finished
from spanbridge.converters.document import Span
from spanbridge.ml_backend import cache as module
from spanbridge.ml_backend.cache import TABLE, Cache
from sqlalchemy import create_engine, select

SPANS = (Span(0, 5, "Person", 0.9),)


@pytest.fixture
def engine(tmp_path):
    made = create_engine(f"sqlite:///{tmp_path}/x.sqlite")
    yield made
    made.dispose()


def kept(engine, most=100, count=3, model="v1"):
    cache = Cache(engine, most)
    for number in range(count):
        cache.hear(model, Finished(f"key-{number}", spans=SPANS))
    return cache


def test_an_answer_is_found_by_its_model_and_text_also_by_another_process(engine):
    cache = kept(engine)
    cache.confirm("v1", time.monotonic())
    other = Cache(engine, 100)
    assert other.find("v1", ["key-0", "no"]) == {"key-0": Finished("key-0", spans=SPANS)}
    assert other.find("v2", ["key-0"]) == {}


def test_an_answer_is_not_kept_before_the_model_is_sure(engine):
    before = time.monotonic()
    cache = kept(engine)
    assert len(cache.find("v1", ["key-0"])) == 1
    assert Cache(engine, 100).find("v1", ["key-0"]) == {}
    cache.confirm("v1", before)
    assert Cache(engine, 100).find("v1", ["key-0"]) == {}


def test_answers_of_a_model_that_gave_way_are_dropped(engine):
    cache = kept(engine)
    cache.doubt("v1")
    cache.confirm("v1", time.monotonic())
    assert cache.find("v1", ["key-0"]) == {}


def test_the_oldest_go_when_there_are_too_many(engine, monkeypatch):
    monkeypatch.setattr(module, "_EACH", 1)
    cache = Cache(engine, most=5)
    for number in range(12):
        cache.hear("v1", Finished(f"key-{number}"))
        cache.confirm("v1", time.monotonic())
    with engine.connect() as connection:
        left = {row.text for row in connection.execute(select(TABLE.c.text))}
    assert left == {f"key-{number}" for number in range(7, 12)}


def test_what_waits_is_bounded(engine, monkeypatch):
    monkeypatch.setattr(module, "_HELD", 5)
    cache = kept(engine, count=12)
    assert len(cache.find("v1", [f"key-{number}" for number in range(12)])) == 5


def test_an_answer_that_comes_twice_is_kept_once(engine):
    cache = kept(engine)
    cache.confirm("v1", time.monotonic())
    again = kept(engine)
    again.confirm("v1", time.monotonic())
    with engine.connect() as connection:
        assert len(connection.execute(select(TABLE)).all()) == 3


def test_thousands_of_answers_are_found_at_once(engine):
    cache = kept(engine, most=10_000, count=2_500)
    cache.confirm("v1", time.monotonic())
    assert len(Cache(engine, 10_000).find("v1", [f"key-{n}" for n in range(2_500)])) == 2_500


def test_no_text_is_kept(engine):
    assert {column.name for column in TABLE.columns} == {"model", "text", "said", "at"}
    cache = kept(engine, count=1)
    cache.confirm("v1", time.monotonic())
    with engine.connect() as connection:
        [row] = connection.execute(select(TABLE)).mappings()
    assert row["said"] == b'{"done":"key-0","spans":[[0,5,"Person",0.9]]}'

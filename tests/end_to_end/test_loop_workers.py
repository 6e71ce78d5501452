"""Two workers on one PostgreSQL: one acts at a time, and ends what a killed one has begun."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from end_to_end.postgresql import postgresql
from killing import before, case
from loop_child import children
from spanbridge.bridge.database import opened
from spanbridge.bridge.loop.lock import held
from spanbridge.bridge.loop.record import Record
from spanbridge.bridge.settings import load
from sqlalchemy import text
from sqlalchemy.engine import make_url

_SECONDS = 120


@pytest.fixture(scope="module")
def server():
    with postgresql() as address:
        yield address


@pytest.fixture
def database(server, request):
    """Make a database of the test's own."""
    name = f"t{abs(hash(request.node.name)):x}"
    engine = opened(load({"database": server}, environment={}))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def makes():
    with children() as found:
        yield found


def engine_of(database):
    return opened(load({"database": database}, environment={}))


def test_one_holds_a_lock_and_another_gets_it_when_the_connection_breaks(database):
    first, second = engine_of(database), engine_of(database)
    with held(first, "people") as lock:
        assert lock is not None
        with held(second, "people") as other, held(second, "places") as elsewhere:
            assert other is None
            assert elsewhere is not None
        with second.connect() as connection:
            connection.execute(text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            ))  # fmt: skip
        with pytest.raises(Exception, match="is gone"):
            lock.check()
        with held(second, "people") as other:
            assert other is not None
    for engine in (first, second):
        engine.dispose()


def test_the_record_is_the_same_in_postgresql(database):
    engine = engine_of(database)
    record = Record(engine, "people")
    number = record.begin("by hand", [], {"categories": ["Person 😀"]})
    record.put(number, "label", {"label": "r0001-3b1f"})
    record.put(number, "label", {"label": "r0001-9c2e"})
    record.note(problem="none")
    assert record.open().fact("start") == {"categories": ["Person 😀"]}
    assert record.open().fact("label") == {"label": "r0001-9c2e"}
    assert record.row.problem == "none"
    engine.dispose()


@pytest.mark.parametrize("milestone", ["train: POST :train was answered", "swap: begins",
                                       "refresh: Label Studio predictions"])  # fmt: skip
def test_a_worker_that_is_killed_and_never_comes_back_is_followed_by_another(
    milestone, tmp_path, database, makes
):
    start = before(tmp_path / "before", settings={"database": database})
    with case(makes, start, tmp_path / "case") as disturbed:
        assert disturbed.run(kill=milestone) == -9
        other = disturbed.elsewhere(tmp_path / "other machine")
        assert other.run() == 0
        result = other.result()
        assert result["outcomes"] == ["promoted", "promoted"]
        assert (result["trainings"], result["swaps"], result["production"]) == (1, 1, 2)
        assert (result["predictions"], result["twice"]) == ([28, 40], 0)


def test_two_workers_at_once_do_a_round_once(tmp_path, database, makes):
    start = before(tmp_path / "before", settings={"database": database})
    with case(makes, start, tmp_path / "case", "seconds:0.5") as shared:
        other = shared.elsewhere(tmp_path / "other machine")
        with children() as more, ThreadPoolExecutor(2) as both:
            one, two = both.submit(shared.run), both.submit(other.run, by=more)
            assert (one.result(_SECONDS), two.result(_SECONDS)) == (0, 0)
        result = shared.result()
        assert result["outcomes"] == ["promoted", "promoted"]
        assert (result["trainings"], result["swaps"]) == (1, 1)
        assert result["twice"] == 0

"""What is served is looked at in the background, remembered, and told where Azure is silent."""

from __future__ import annotations

import threading
import time

import pytest
from spanbridge.bridge.errors import Failure, UnreachableError
from spanbridge.ml_backend.targets import Target
from spanbridge.ml_backend.versions import Seen, Versions
from sqlalchemy import create_engine

TARGET = Target("p", "d", "en")
ONE, TWO = Seen("d@v1", "m1"), Seen("d@v2", "m2")


@pytest.fixture
def engine(tmp_path):
    made = create_engine(f"sqlite:///{tmp_path}/x.sqlite")
    yield made
    made.dispose()


@pytest.fixture
def made(engine):
    """Make versions of what is said in turn; the last stays."""
    opened = []

    def make(*said, every=600.0):
        left, heard = [*said], []

        def look(_target, _before):
            found = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(found, Exception):
                raise found
            return found

        def hear(_target, before, now, _began):
            heard.append((before, now))

        opened.append(Versions(engine, look, every, hear))
        return opened[-1], heard

    yield make
    for one in opened:
        one.close()


def until(condition):
    ends = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_a_deployment_is_looked_at_when_it_is_first_asked_for_and_then_again(made):
    versions, heard = made(ONE, TWO, every=0.05)
    versions.want(TARGET)
    until(lambda: len(heard) > 1)
    assert versions.seen(TARGET) == TWO
    assert heard[:2] == [(None, ONE), (ONE, TWO)]


def test_what_was_seen_is_known_to_the_next_server_at_once(made):
    first, _ = made(ONE)
    first.look(TARGET, 5)
    silent, _ = made(UnreachableError(Failure("gone")))
    assert silent.seen(TARGET) == ONE


def test_what_was_never_seen_is_not_known_and_why(made):
    versions, _ = made(UnreachableError(Failure("It can't be reached.")))
    with pytest.raises(UnreachableError):
        versions.look(TARGET, 5)
    assert versions.seen(TARGET) is None
    assert versions.failure(TARGET) == "It can't be reached."


def test_a_failure_is_forgotten_with_the_next_look(made):
    versions, _ = made(UnreachableError(Failure("gone")), ONE)
    with pytest.raises(UnreachableError):
        versions.look(TARGET, 5)
    assert versions.look(TARGET, 5) == ONE
    assert versions.failure(TARGET) == ""


def test_languages_of_a_deployment_are_looked_at_once(made):
    versions, heard = made(ONE)
    versions.look(TARGET, 5)
    assert versions.seen(Target("p", "d", "de")) == ONE
    until(lambda: heard)
    assert len(heard) <= 2


def test_a_look_that_takes_too_long_is_not_waited_for(engine):
    over = threading.Event()

    def look(_target, _before):
        over.wait(10)
        return ONE

    versions = Versions(engine, look, 600, lambda *_: None)
    with pytest.raises(TimeoutError):
        versions.look(TARGET, 0.05)
    over.set()
    versions.close()


def test_after_the_end_nothing_is_looked_at(made):
    versions, _ = made(ONE)
    versions.close()
    with pytest.raises(TimeoutError):
        versions.look(TARGET, 1)

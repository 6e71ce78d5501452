"""Connections say whom they ask, whatever else their parameters hold."""

from __future__ import annotations

import pytest
from spanbridge.bridge.settings import load
from spanbridge.ml_backend.protocol import MalformedError
from spanbridge.ml_backend.targets import Target, Targets
from sqlalchemy import create_engine

SETTINGS = load(
    {"endpoint": "http://127.0.0.1:1", "project": "p", "deployment": "d"}, environment={}
)


@pytest.fixture
def targets(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/x.sqlite")
    yield Targets(engine, SETTINGS)
    engine.dispose()


@pytest.mark.parametrize(
    ("extra", "target"),
    [
        (None, Target("p", "d")),
        ({}, Target("p", "d")),
        ("", Target("p", "d")),
        ({"deployment": "x"}, Target("p", "x")),
        ('{"project": "q", "language": "de"}', Target("q", "d", "de")),
        ({"project": "q", "k": [1]}, Target("q", "d")),
    ],
)
def test_what_a_connection_does_not_say_the_settings_do(targets, extra, target):
    assert targets.note("3.17", extra) == target
    assert targets.of("3.17") == target


def test_a_connection_that_was_never_seen_asks_as_the_settings_say(targets):
    assert targets.of("9.1") == Target("p", "d")


def test_a_connection_can_change(targets):
    targets.note("3.17", {"deployment": "x"})
    targets.note("3.17", {"deployment": "y"})
    assert targets.of("3.17") == Target("p", "y")
    assert targets.all() == [Target("p", "d"), Target("p", "y")]


@pytest.mark.parametrize(
    "extra", ["{", "[3]", [1], 3, {"project": "a b"}, {"deployment": ".."}, {"project": 3}]
)
def test_what_names_nothing_of_azures_is_told(targets, extra):
    with pytest.raises(MalformedError, match="extra_params"):
        targets.note("3.17", extra)

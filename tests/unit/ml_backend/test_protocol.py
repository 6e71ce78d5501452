"""Requests are read as far as they matter, and whatever else there is passes."""

from __future__ import annotations

import json

import pytest
from spanbridge.ml_backend.protocol import (
    MalformedError,
    event_of,
    predict_of,
    setup_of,
    task_number,
)


def body(**fields):
    return json.dumps(fields).encode()


def test_a_setup_is_read_without_its_token():
    setup = setup_of(body(project="3.17", schema="<View/>", access_token="canary", more=[1]))  # noqa: S106 (a test's)
    assert setup.project == "3.17"
    assert "canary" not in repr(setup)


def test_tasks_stay_undecoded_and_know_their_numbers():
    request = predict_of(body(tasks=[{"id": 7}, {"id": "x"}, {}], label_config="", project="3.17"))
    assert request.number == 3
    assert [task_number(task) for task in request.tasks] == [7, 0, 0]


@pytest.mark.parametrize("params", [None, {}, {"context": None}, {"context": {}}, {"context": [1]}])
def test_without_a_context_nothing_is_drawn(params):
    request = predict_of(body(tasks=[], label_config="", params=params))
    assert (request.params.drawn if request.params else None) is None


@pytest.mark.parametrize(
    ("project", "number"),
    [({"id": 3, "title": "x"}, 3), (3, 3), ("3", 3), ({"id": None}, 0), (None, 0), ("x", 0)],
)
def test_an_event_is_of_a_project(project, number):
    assert event_of(body(action="ANNOTATION_CREATED", project=project)).number == number


def test_a_training_is_asked_for_by_one_event_only():
    kinds = [event_of(body(action=one)).kind for one in ("START_TRAINING", "PROJECT_UPDATED", "")]
    assert kinds == ["train", "changed", "changed"]


@pytest.mark.parametrize("read", [setup_of, predict_of, event_of])
@pytest.mark.parametrize("sent", [b"", b"{", b"[]", b"\xff", b'{"action": "\xff"}', b"null"])
def test_what_is_none_of_it_is_told(read, sent):
    with pytest.raises(MalformedError, match="can't be read"):
        read(sent)

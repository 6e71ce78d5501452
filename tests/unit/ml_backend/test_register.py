"""A task belongs to one batch at a time, so that its prediction is stored once."""

from __future__ import annotations

from spanbridge.ml_backend import register
from spanbridge.ml_backend.register import Batch, Register


def taken(known, batch, version="d@m"):
    return known.take(batch, version)


def test_tasks_of_another_project_are_others():
    known, one, other = Register(), Batch(3, [1, 2]), Batch(4, [1, 2])
    assert taken(known, one) == taken(known, other) == {}
    assert one.mine == other.mine == {1, 2}


def test_what_another_batch_has_is_waited_for_and_taken_when_it_fails():
    known, one, other = Register(), Batch(3, [1, 2]), Batch(3, [2, 3])
    taken(known, one)
    assert taken(known, other) == {2: one}
    known.end(one)
    assert one.over.is_set()
    assert taken(known, other) == {}
    assert other.mine == {2, 3}


def test_what_was_answered_just_now_is_nobodys():
    known, one, other = Register(), Batch(3, [1, 2]), Batch(3, [1, 2])
    taken(known, one)
    known.end(one, "d@m")
    assert taken(known, other) == {}
    assert other.mine == set()


def test_what_was_answered_for_another_version_is_taken():
    known, one, other = Register(), Batch(3, [1, 2]), Batch(3, [1, 2])
    taken(known, one)
    known.end(one, "d@m")
    assert taken(known, other, "d@v2") == {}
    assert other.mine == {1, 2}


def test_what_was_answered_long_enough_ago_is_taken(monkeypatch):
    monkeypatch.setattr(register, "_LEAST", 0.0)
    monkeypatch.setattr(register, "_SAVING", 0.0)
    known, one, other = Register(), Batch(3, [1, 2]), Batch(3, [1, 2])
    taken(known, one)
    known.end(one, "d@m")
    taken(known, other)
    assert other.mine == {1, 2}


def test_who_opens_a_task_gets_it_from_a_larger_batch_and_not_from_another_who_opens_it():
    known, large, one, other = Register(), Batch(3, [1, 2]), Batch(3, [1]), Batch(3, [1])
    taken(known, large)
    assert taken(known, one) == {}
    assert (large.mine, one.mine) == ({2}, {1})
    assert taken(known, other) == {1: one}


def test_a_task_without_a_number_is_in_no_batch():
    batch = Batch(3, [0, 5, 5])
    assert batch.tasks == [5]

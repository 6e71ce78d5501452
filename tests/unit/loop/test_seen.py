"""Annotations are known by id and date; drafts, skipped and unopened ones don't count."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw
from spanbridge.bridge.loop.seen import Annotated, Changes, annotated, changes, digest

NOW = "2026-11-23T10:00:00Z"
LOOKS = st.lists(
    st.builds(Annotated, st.integers(1, 5), st.integers(1, 20), st.sampled_from("abc")),
    unique_by=lambda one: one.id,
)


def fields(task, *annotations, **more):
    whole = {"id": task, "data": {}, "annotations": [*annotations], **more}
    return msgspec.json.decode(json.dumps(whole), type=dict[str, Raw])


def test_finished_annotations_count_and_others_do_not():
    drafts = [{"id": 9, "result": []}]
    tasks = [
        fields(2, {"id": 20, "updated_at": NOW}, {"id": 21, "was_cancelled": True}),
        fields(1, {"id": 10, "created_at": NOW}, drafts=drafts),
        fields(3),
    ]
    assert annotated(tasks, "human") == [Annotated(1, 10, NOW), Annotated(2, 20, NOW)]


def test_what_was_made_in_bulk_of_predictions_counts_only_when_all_do():
    tasks = [fields(1, {"id": 10, "updated_at": NOW, "parent_prediction": 5})]
    assert annotated(tasks, "human") == []
    assert len(annotated(tasks, "all")) == 1


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ([], [Annotated(1, 10, "a")], Changes(made=1, tasks=1)),
        ([Annotated(1, 10, "a")], [], Changes(deleted=1, tasks=1)),
        ([Annotated(1, 10, "a")], [Annotated(1, 10, "b")], Changes(changed=1, tasks=1)),
        ([Annotated(1, 10, "a")], [Annotated(1, 10, "a"), Annotated(1, 11, "a")],
         Changes(made=1, tasks=1)),
        ([Annotated(1, 10, "a"), Annotated(2, 20, "a")], [Annotated(1, 11, "a")],
         Changes(made=1, deleted=2, tasks=2)),
    ],
)  # fmt: skip
def test_changes_are_counted_by_what_became_of_each(before, now, found):
    assert changes(before, now) == found


@given(LOOKS, LOOKS)
def test_looks_differ_just_when_something_changed(before, now):
    assert bool(changes(before, now)) == (digest(before) != digest(now))
    assert changes(now, now) == Changes()


@given(LOOKS)
def test_the_digest_knows_no_order(look):
    assert digest(look) == digest(reversed(look))

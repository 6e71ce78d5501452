"""Which annotation speaks for a task; skipped ones never do."""

from __future__ import annotations

from typing import Any

import pytest
from tasks_of import covered, documents, region, told

TEXT = "Alice met Bob and Carol"


def annotation(words: str, updated: str | None = "2026-01-01", **more: Any) -> dict[str, Any]:
    return {"result": [region(TEXT, words)], "updated_at": updated, **more}


def chosen(*annotations: dict[str, Any], **options: Any) -> list[str]:
    found, _ = documents([{"data": {"text": TEXT}, "annotations": [*annotations]}], **options)
    return [text for document in found for _, text in covered(document)]


NEWER, OLDER = annotation("Bob", "2026-02-02"), annotation("Alice", "2026-01-01")
TRUTH = annotation("Carol", "2025-12-31", ground_truth=True)


def test_the_latest_speaks() -> None:
    assert chosen(NEWER, OLDER) == chosen(OLDER, NEWER) == ["Bob"]


def test_ground_truth_speaks_before_later_ones() -> None:
    assert chosen(OLDER, TRUTH, NEWER) == ["Carol"]


def test_of_several_ground_truths_the_latest_speaks() -> None:
    assert chosen(TRUTH, {**OLDER, "ground_truth": True}, NEWER) == ["Alice"]


def test_latest_alone_passes_over_ground_truth() -> None:
    assert chosen(OLDER, TRUTH, NEWER, annotations="latest") == ["Bob"]


def test_of_the_same_time_or_of_none_the_last_one_speaks() -> None:
    assert chosen(annotation("Alice"), annotation("Bob")) == ["Bob"]
    assert chosen(annotation("Alice", None), annotation("Bob", None)) == ["Bob"]


def test_the_time_of_making_stands_in_for_that_of_updating() -> None:
    made = annotation("Carol", None, created_at="2026-03-03")
    assert chosen(made, NEWER) == ["Carol"]


def test_the_first_made_speaks_whatever_was_done_later() -> None:
    made = [annotation("Bob", "2026-09-09", created_at="2026-01-01"), annotation("Alice", None)]
    made[1] |= {"created_at": "2026-01-02"}
    assert chosen(*made, annotations="first") == ["Bob"]
    assert chosen(*reversed(made), annotations="first") == ["Bob"]


ANN = {"id": 7, "email": "Ann@example.com", "first_name": "Ann", "last_name": "Lee"}


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ({"completed_by": 7}, "7"),
        ({"completed_by": "ann@example.com"}, "Ann@Example.com"),
        ({"completed_by": ANN}, "7"),
        ({"completed_by": ANN}, "ann@example.com"),
        ({"completed_by": ANN}, "Ann Lee"),
        ({"completed_by": 7, "created_username": "Ann Lee ann@example.com, 7"}, "ann lee"),
        ({"completed_by": 7, "created_username": " ann@example.com, 7"}, "ann@example.com"),
    ],
)
def test_an_annotator_goes_by_id_email_or_name(who: dict[str, Any], name: str) -> None:
    theirs = annotation("Carol", "2025-01-01", **who)
    assert chosen(OLDER, theirs, NEWER, annotations=f"by:{name}") == ["Carol"]


@pytest.mark.parametrize(
    "who", [{}, {"completed_by": 8}, {"completed_by": None}, {"completed_by": []}]
)
def test_a_task_that_the_annotator_has_not_done_is_told_and_kept(who: dict[str, Any]) -> None:
    tasks = [{"data": {"text": TEXT}, "annotations": [annotation("Bob", **who)]}]
    tasks.append({"data": {"text": TEXT}, "annotations": [annotation("Alice", completed_by=7)]})
    found, report = documents(tasks, annotations="by:7")
    assert [covered(document) for document in found] == [[("Person", "Alice")]]
    assert report.problems == {"annotator-absent": 1}


def test_all_makes_a_document_of_each_named_by_its_annotation() -> None:
    tasks = [{"id": 5, "data": {"text": TEXT}, "annotations": [{**NEWER, "id": 47}, OLDER]}]
    found, report = documents(tasks, annotations="all")
    assert {d.name: covered(d) for d in found} == {
        "task-5-text-annotation-47.txt": [("Person", "Bob")],
        "task-5-text-annotation-1.txt": [("Person", "Alice")],
    }
    assert [d.source.annotation for d in found] == [0, 1]
    assert not report.problems


def test_all_names_tasks_without_id_and_those_from_azure_apart_too() -> None:
    both = {"annotations": [NEWER, OLDER]}
    tasks = [{"data": {"text": TEXT, "azure": {"location": "01.txt"}}, **both}]
    found, _ = documents([*tasks, {"data": {"text": TEXT}, **both}], annotations="all")
    names = [document.name for document in found]
    assert names[:2] == ["01-annotation-0.txt", "01-annotation-1.txt"]
    assert names[2].startswith("text-")
    assert len({*names}) == 4


def agreed(*annotations: dict[str, Any]) -> tuple[list[str], dict[str, int]]:
    tasks = [{"data": {"text": TEXT}, "annotations": [*annotations]}]
    [found], report = documents(tasks, annotations="consensus")
    return [text for _, text in covered(found)], dict(report.problems)


def by(number: int, *words: str, **more: Any) -> dict[str, Any]:
    """Make the annotation of an annotator."""
    result = [region(TEXT, word) for word in words]
    return {"result": result, "completed_by": number, "updated_at": "2026-01-01", **more}


def test_consensus_is_what_more_than_half_say() -> None:
    three = by(1, "Alice", "Bob"), by(2, "Alice", "Carol"), by(3, "Bob", "Alice")
    assert agreed(*three) == (["Alice", "Bob"], {"spans-not-agreed": 1})


def test_of_two_annotators_both_must_say_it() -> None:
    assert agreed(by(1, "Alice", "Bob"), by(2, "Bob")) == (["Bob"], {"spans-not-agreed": 1})


def test_of_four_annotators_two_are_not_enough() -> None:
    four = by(1, "Alice"), by(2, "Alice"), by(3), by(4)
    assert agreed(*four) == ([], {"spans-not-agreed": 1})


def test_one_annotator_agrees_with_herself() -> None:
    tasks = [{"data": {"text": TEXT}, "annotations": [by(1, "Alice", "Bob")]}]
    [found], report = documents(tasks, annotations="consensus")
    assert [text for _, text in covered(found)] == ["Alice", "Bob"]
    assert found.source.annotation == 0
    assert not report.problems


def test_skipped_annotations_have_no_vote() -> None:
    skipped = by(3, "Carol", was_cancelled=True)
    assert agreed(by(1, "Alice"), by(2, "Alice"), skipped) == (["Alice"], {})


def test_an_annotator_with_two_annotations_has_one_vote_the_later() -> None:
    two = by(1, "Alice"), by(1, "Bob", updated_at="2026-05-05")
    assert agreed(*two, by(2, "Bob")) == (["Bob"], {})


def test_the_same_span_with_another_label_is_another_span() -> None:
    place = {"result": [region(TEXT, "Alice", "Place")], "completed_by": 2}
    assert agreed(by(1, "Alice"), place) == ([], {"spans-not-agreed": 1})


def test_a_span_twice_in_one_annotation_counts_once() -> None:
    assert agreed(by(1, "Alice", "Alice"), by(2), by(3))[0] == []


@pytest.mark.parametrize("option", [{"annotations": "newest"}, {"annotations": "by:"}])
def test_a_policy_that_there_is_not_is_refused(option: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="by:ANNOTATOR"):
        documents([], **option)


@pytest.mark.parametrize(
    "policy", ["ground-truth-or-latest", "latest", "first", "by:7", "all", "consensus"]
)
def test_skipped_annotations_never_count(policy: str) -> None:
    skipped = annotation(
        "Carol", "2026-09-09", was_cancelled=True, ground_truth=True, completed_by=7
    )
    counting = {**OLDER, "completed_by": 7}
    assert chosen(counting, skipped, annotations=policy) == ["Alice"]
    assert chosen(skipped, counting, annotations=policy) == ["Alice"]


def test_a_task_with_skipped_annotations_only_is_told_and_left_out() -> None:
    tasks = [
        {"data": {"text": TEXT}, "annotations": [annotation("Bob")]},
        {"data": {"text": TEXT}, "annotations": [annotation("Carol", was_cancelled=True)]},
    ]
    found, report = documents(tasks)
    assert [covered(document) for document in found] == [[("Person", "Bob")]]
    assert report.problems == {"task-skipped": 1}


def test_a_skipped_task_that_is_wanted_without_labels_has_none() -> None:
    tasks = [
        {"data": {"text": TEXT}, "annotations": [annotation("Bob")]},
        {"data": {"text": TEXT}, "annotations": [annotation("Carol", was_cancelled=True)]},
    ]
    found, _ = documents(tasks, include_unlabelled=True)
    assert [covered(document) for document in found] == [[("Person", "Bob")], []]


def test_others_are_told_to_be_kept() -> None:
    tasks = [{"data": {"text": TEXT}, "annotations": [NEWER, OLDER, TRUTH]}]
    _, report = documents(tasks)
    assert report.problems == {"annotations-kept": 1}
    assert "2 more" in report.examples["annotations-kept"][0].cause


@pytest.mark.parametrize("broken", [5, "x", {"result": 5}, {"id": {}}, {"was_cancelled": "no"}])
def test_a_malformed_annotation_is_told_and_another_speaks(broken: Any) -> None:
    tasks = [{"data": {"text": TEXT}, "annotations": [NEWER, broken]}]
    found, report = documents(tasks)
    assert [covered(document) for document in found] == [[("Person", "Bob")]]
    assert report.problems == {"annotation-malformed": 1}
    assert found[0].source.annotation == 0


def test_annotations_that_are_no_list_are_told() -> None:
    problems = told([{"data": {"text": TEXT}, "annotations": {"a": 1}}])
    assert problems == {"annotation-malformed": 1, "task-unlabelled": 1}

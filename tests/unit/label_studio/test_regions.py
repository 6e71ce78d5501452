"""Regions on Text tags become spans in code points; each fault has its code and leaves one out."""

from __future__ import annotations

from typing import Any

import pytest
from spanbridge.converters.label_studio.label_config import LabelConfig
from tasks_of import covered, documents, places, region, task, told

TEXT = "😀 Alice  met\r\nBob at Contoso 👩\u200d💻"
BOB = region(TEXT, "Bob")


def read(*result: Any) -> tuple[list[tuple[str, str]], dict[str, int]]:
    """Read a task with these results, and one more that is right; return spans and problems."""
    [document], report = documents([task(TEXT, *result, BOB)])
    spans = covered(document)
    assert spans.pop() == ("Person", "Bob")
    return spans, dict(report.problems)


def alice(**value: Any) -> dict[str, Any]:
    return region(TEXT, "Alice", **value)


def without(item: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {**item, "value": {k: v for k, v in item["value"].items() if k not in keys}}


def test_offsets_count_code_points() -> None:
    spans, problems = read(region(TEXT, "Contoso 👩\u200d💻", "Org"), region(TEXT, "😀 Alice"))
    assert spans == [("Org", "Contoso 👩\u200d💻"), ("Person", "😀 Alice")]
    assert problems == {}


def test_each_label_of_a_region_is_a_span() -> None:
    spans, problems = read(alice(labels=["Person", "Hero"]))
    assert spans == [("Person", "Alice"), ("Hero", "Alice")]
    assert problems == {}


def test_nested_overlapping_and_equal_regions_are_all_read() -> None:
    spans, _ = read(alice(), alice(), region(TEXT, "lic", "Part"), region(TEXT, "😀 Ali", "Part"))
    assert [text for _, text in spans] == ["Alice", "Alice", "lic", "😀 Ali"]


@pytest.mark.parametrize(
    ("words", "saved"),
    [
        ("Alice  met", "Alice met"),
        ("met\r\nBob", "met\\n\\nBob"),
        ("met\r\nBob", "met\nBob"),
        ("Alice", "Alice "),
        ("Alice  met\r\nBob", "Alice met\\n\\nBob"),
    ],
    ids=["white space collapsed", "written-out line ends", "other line end", "edges", "all"],
)
def test_a_text_as_it_was_displayed_agrees(words: str, saved: str) -> None:
    spans, problems = read(region(TEXT, words, text=saved))
    assert spans == [("Person", words)]
    assert problems == {}


def test_a_text_as_a_list_of_lines_agrees() -> None:
    spans, problems = read(region(TEXT, "met\r\nBob", text=["met", "Bob"]))
    assert spans == [("Person", "met\r\nBob")]
    assert problems == {}


def test_a_region_without_text_is_taken_at_its_offsets() -> None:
    assert read(without(alice(), "text")) == ([("Person", "Alice")], {})


def test_offsets_as_strings_of_digits_are_taken() -> None:
    assert read(alice(start="2", end="7")) == ([("Person", "Alice")], {})


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"start": 2.0}, "offset-not-a-number"),
        ({"end": 7.5}, "offset-not-a-number"),
        ({"start": "2.0"}, "offset-not-a-number"),
        ({"start": " 2"}, "offset-not-a-number"),
        ({"start": "-2"}, "offset-not-a-number"),
        ({"end": "\u0667"}, "offset-not-a-number"),
        ({"end": "7" * 30}, "offset-not-a-number"),
        ({"start": None}, "offset-not-a-number"),
        ({"start": -1}, "offset-out-of-range"),
        ({"end": 500}, "offset-out-of-range"),
        ({"start": 500, "end": 505}, "offset-out-of-range"),
        ({"start": 7, "end": 2}, "span-empty"),
        ({"start": 2, "end": 2}, "span-empty"),
        ({"start": 4, "end": 9}, "text-mismatch"),
        ({"text": "Bob"}, "text-mismatch"),
        ({"labels": []}, "label-missing"),
        ({"labels": None}, "label-missing"),
        ({"labels": [""]}, "label-missing"),
        ({"labels": "Person"}, "region-malformed"),
        ({"labels": [None]}, "region-malformed"),
        ({"start": []}, "region-malformed"),
        ({"start": True}, "region-malformed"),
        ({"text": {}}, "region-malformed"),
    ],
)
def test_a_fault_leaves_the_region_out_and_no_other(value: dict[str, Any], code: str) -> None:
    assert read(alice(**value)) == ([], {code: 1})


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (5, "region-malformed"),
        ("text", "region-malformed"),
        ({**BOB, "value": None}, "region-malformed"),
        ({**BOB, "value": 5}, "region-malformed"),
        ({**BOB, "type": "brushlabels"}, "result-kept"),
        ({"type": "relation", "from_id": "a", "to_id": "b"}, "relation-kept"),
        ({**BOB, "type": "choices"}, "result-kept"),
        ({"type": "textarea", "value": {"text": ["a", "b"]}}, "result-kept"),
        ({}, "result-kept"),
    ],
)
def test_what_is_no_labelled_stretch_is_told(item: Any, code: str) -> None:
    assert read(item) == ([], {code: 1})


PLAIN = LabelConfig.parse(
    '<View><Text name="text" value="$text"/>'
    '<Labels name="label" toName="text"><Label value="Person"/></Labels></View>'
)


def test_a_region_with_a_path_does_not_belong_on_a_plain_text() -> None:
    path = alice(start="/div[1]/text()[1]", startOffset=2)
    assert told([task(TEXT, path)], label_config=PLAIN) == {"region-of-other-tag": 1}


def test_a_region_on_a_tag_that_the_configuration_lacks_is_told() -> None:
    other = [{**BOB, "to_name": "other"}, {**BOB, "to_name": "h", "type": "hypertextlabels"}]
    assert told([task(TEXT, *other)], label_config=PLAIN) == {"tag-unknown": 2}


def test_the_place_of_a_fault_is_named_with_its_words() -> None:
    _, report = documents([task("Bob"), task(TEXT, BOB, alice(text="Carol"))])
    assert places(report) == ["export.json $[1].annotations[0].result[1]"]
    [problem] = report.examples["text-mismatch"]
    assert "'Alice'" in problem.cause
    assert "'Carol'" in problem.cause


def test_a_missing_label_is_no_reason_to_doubt_the_offsets() -> None:
    [document], report = documents([task(TEXT, without(alice(), "labels"), BOB)])
    assert covered(document) == [("Person", "Bob")]
    assert "'Alice'" in report.examples["label-missing"][0].cause

"""What offsets count is found out by the texts that regions quote, early, and told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from fixtures_of import read_tasks
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.converters.label_studio import offset_units
from spanbridge.converters.label_studio.fields import TextFields
from spanbridge.converters.label_studio.offset_units import OffsetUnits
from spanbridge.converters.label_studio.tasks import Task, decode_task
from spanbridge.converters.report import Report
from strategies import texts
from tasks_of import covered, documents, region, task

TEXT = "😀 Alice met Bob 👩\u200d💻 at Contoso, again"
PLAIN = task("Alice left", region("Alice left", "Alice"))


def units(text: str, words: str, **value: Any) -> dict[str, Any]:
    """Make a region whose offsets count UTF-16 units."""
    start = len(text[: text.index(words)].encode("utf-16-le")) // 2
    end = start + len(words.encode("utf-16-le")) // 2
    return region(text, words, start=start, end=end, **value)


def silent(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "value": {k: v for k, v in item["value"].items() if k != "text"}}


def read(*tasks: Any, **options: Any) -> tuple[list[list[str]], dict[str, int]]:
    found, report = documents([*tasks], **options)
    return [[text for _, text in covered(d)] for d in found], dict(report.problems)


def test_one_region_that_fits_utf16_only_decides() -> None:
    old = task(TEXT, units(TEXT, "Alice"), units(TEXT, "Contoso"))
    assert read(PLAIN, old) == ([["Alice"], ["Alice", "Contoso"]], {"offsets-utf16": 1})


def test_regions_without_text_follow_the_others() -> None:
    old = task(TEXT, units(TEXT, "Alice"), silent(units(TEXT, "Bob")))
    later = task(TEXT, silent(units(TEXT, "Contoso")))
    assert read(old, later) == ([["Alice", "Bob"], ["Contoso"]], {"offsets-utf16": 1})
    now = task(TEXT, region(TEXT, "Alice"), silent(region(TEXT, "Bob")))
    assert read(now) == ([["Alice", "Bob"]], {})


def test_tasks_before_the_first_vote_are_held_back() -> None:
    old = task(TEXT, silent(units(TEXT, "Bob")))
    assert read(old, PLAIN, task(TEXT, units(TEXT, "Alice")))[0] == [["Bob"], ["Alice"], ["Alice"]]


def test_the_majority_decides_and_the_others_are_told() -> None:
    mixed = task(TEXT, units(TEXT, "Alice"), units(TEXT, "Bob"), region(TEXT, "Contoso"))
    assert read(mixed) == ([["Alice", "Bob"]], {"offsets-utf16": 1, "text-mismatch": 1})
    mixed = task(TEXT, region(TEXT, "Alice"), region(TEXT, "Bob"), units(TEXT, "Contoso"))
    assert read(mixed) == ([["Alice", "Bob"]], {"text-mismatch": 1})


@pytest.mark.parametrize(
    "result", [[silent(region(TEXT, "Alice"))], [region(TEXT, "Bob"), units(TEXT, "Alice")]]
)
def test_without_a_majority_code_points_are_taken_and_that_is_told(result: list[Any]) -> None:
    found, problems = read(task(TEXT, *result))
    assert len(found[0]) == 1
    assert problems.pop("offsets-undecided") == 1
    assert problems.keys() <= {"text-mismatch"}


def test_where_both_units_agree_nothing_is_asked_and_nothing_told() -> None:
    before = "Alice wrote 😀"
    assert read(task(before, silent(region(before, "Alice"))), PLAIN) == ([["Alice"]] * 2, {})


def test_what_fits_neither_unit_is_a_mismatch() -> None:
    wrong = region(TEXT, "Alice", text="Carol")
    old = task(TEXT, units(TEXT, "Alice"), wrong)
    assert read(old) == ([["Alice"]], {"offsets-utf16": 1, "text-mismatch": 1})


@pytest.mark.parametrize("value", [{"start": 1, "end": 8}, {"start": 3, "end": 18}])
def test_half_a_character_is_no_offset(value: dict[str, int]) -> None:
    half = silent(region(TEXT, "Alice", **value))
    found, problems = read(task(TEXT, units(TEXT, "Alice"), half))
    assert found == [["Alice"]]
    assert problems == {"offsets-utf16": 1, "offset-not-a-number": 1}


@pytest.mark.parametrize("value", [{"end": 99}, {"start": -1}])
def test_offsets_outside_are_told_as_such(value: dict[str, int]) -> None:
    _, problems = read(task(TEXT, units(TEXT, "Alice"), region(TEXT, "Bob", **value)))
    assert problems == {"offsets-utf16": 1, "offset-out-of-range": 1}


def test_strings_of_digits_are_recounted_too() -> None:
    digits = region(TEXT, "Alice", start="3", end="8")
    assert read(task(TEXT, units(TEXT, "Bob"), digits))[0] == [["Bob", "Alice"]]


def test_offsets_in_nodes_and_paragraphs_stay_as_they_are() -> None:
    node = region(TEXT, "Alice", start="/p[1]/text()[1]", startOffset=3, endOffset=8)
    numbered = region(TEXT, "Bob", start="0", end="1", startOffset=3, endOffset=8)
    [record], report = read_tasks([task(TEXT, units(TEXT, "Contoso"), node, numbered)])
    kept = msgspec.json.decode(record.kept or b"")["annotations"][0]["result"]
    assert kept[1:] == [node, numbered]
    assert report.problems == {"offsets-utf16": 1, "region-of-other-tag": 2}


def read_before_the_first_comes(*tasks: dict[str, Any]) -> int:
    """Return how many of many tasks are read before one is passed on."""
    done = 0

    def decoded() -> Iterator[Task]:
        nonlocal done
        for found in tasks:
            done += 1
            fields = msgspec.json.decode(json.dumps(found), type=dict[str, msgspec.Raw])
            if made := decode_task(fields, "$", Report()):
                yield made

    fields = TextFields()
    next(OffsetUnits("auto", fields, Report(), "a.json").settle(decoded()))
    return done


def test_nothing_is_held_back_without_need() -> None:
    sure = task(TEXT, *[region(TEXT, "Alice")] * offset_units.LEAD)
    doubtful = task(TEXT, region(TEXT, "Alice"))
    before = task("Alice wrote 😀", region("Alice wrote 😀", "Alice"))
    assert read_before_the_first_comes(*[PLAIN] * 50) == 1
    assert read_before_the_first_comes(*[before] * 50) == 1
    assert read_before_the_first_comes(*[sure] * 50) == 1
    assert read_before_the_first_comes(*[doubtful] * 50) == offset_units.LEAD


@pytest.mark.parametrize("key", ["predictions", "drafts"])
def test_what_is_only_kept_of_earlier_tasks_is_recounted_too(key: str) -> None:
    kept_only = {"data": {"text": TEXT}, key: [{"result": [units(TEXT, "Bob")]}]}
    records, _ = read_tasks([kept_only, task(TEXT, units(TEXT, "Alice"))])
    kept = msgspec.json.decode(records[0].kept or b"")
    assert kept[key][0]["result"] == [region(TEXT, "Bob")]


@pytest.mark.parametrize("bound", ["HELD_TASKS", "HELD_BYTES"])
def test_what_is_held_back_is_bounded(bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offset_units, bound, 2)
    undecided = task(TEXT, silent(region(TEXT, "Bob")))
    found, problems = read(undecided, undecided, task(TEXT, units(TEXT, "Alice")))
    assert found == [["Bob"], ["Bob"], []]
    assert problems == {"offsets-undecided": 1, "text-mismatch": 1}


@pytest.mark.parametrize("escaped", [True, False])
def test_characters_may_be_written_out_or_escaped(escaped: bool) -> None:
    data = json.dumps([task(TEXT, units(TEXT, "Alice"))], ensure_ascii=escaped).encode()
    [found], _ = documents(data)
    assert covered(found) == [("Person", "Alice")]


@given(texts(min_size=1), st.data())
def test_any_region_of_either_unit_is_read_alike(text: str, data: st.DataObject) -> None:
    filled = f"😀 {text} Alice Smith"
    start = data.draw(st.integers(0, len(filled) - 1))
    words = filled[start : data.draw(st.integers(start + 1, len(filled)))]
    both = [
        documents([task(filled, make(filled, words), make(filled, "Alice Smith"))])[0]
        for make in (region, units)
    ]
    assert [covered(d) for d in both[0]] == [covered(d) for d in both[1]]

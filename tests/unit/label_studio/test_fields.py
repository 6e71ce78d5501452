"""The data field of a tag is found by the checksums of its regions, or it is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from spanbridge.converters.label_studio.label_config import LabelConfig
from spanbridge.converters.problems import ProblemError
from tasks_of import covered, documents, places, region, told

LETTER = {"body": "Alice wrote", "title": "Hi Alice", "ref": "A-7"}
CONFIG = LabelConfig.parse(
    '<View><Text name="t" value="$body"/><Labels name="l" toName="t"><Label value="Person"/>'
    "</Labels></View>"
)


def task(data: dict[str, Any], *regions: tuple[str, str, str]) -> dict[str, Any]:
    """Make a task; regions by tag, field and words."""
    result = [region(data[field], words) | {"to_name": tag} for tag, field, words in regions]
    return {"data": data, "annotations": [{"result": result}]}


def fields(*tasks: Any, **options: Any) -> list[tuple[str | None, list[tuple[str, str]]]]:
    found, report = documents([*tasks], **options)
    assert not report.problems
    return [(document.source.field, covered(document)) for document in found]


def test_a_task_without_any_string_is_told_and_left_out() -> None:
    tasks = [{"data": {"dialogue": [{"text": "Hi"}]}, "annotations": [{"result": []}]}]
    found, report = documents(tasks)
    assert not found
    assert [*report.problems] == ["text-missing"]
    assert places(report) == ["export.json $[0].data"]


@pytest.mark.parametrize(
    "address", ["/data/local-files/?d=files/doc.txt", "https://example.org/a.txt", "s3://b/c.txt"]
)
def test_an_address_is_not_taken_for_the_text(address: str) -> None:
    unquoted = region(address, address[:5])
    del unquoted["value"]["text"]
    found, report = documents([{"data": {"url": address}, "annotations": [{"result": [unquoted]}]}])
    assert not found
    assert {*report.problems} == {"text-by-url"}


def test_a_tag_may_be_named_otherwise_than_its_field() -> None:
    tasks = [task({"body": "Alice wrote"}, ("tag", "body", "Alice"))]
    assert fields(*tasks) == [("body", [("Person", "Alice")])]
    assert documents(tasks)[0][0].source.tags == ("tag",)


def test_the_checksum_decides_between_several_strings() -> None:
    tasks = [task(LETTER, ("tag", "title", "Alice"))]
    assert fields(*tasks) == [("title", [("Person", "Alice")])]


def test_later_tasks_decide_what_the_first_leaves_open() -> None:
    same = {"body": "Alice", "title": "Alice"}
    tasks = [task(same, ("tag", "body", "Alice")), task(LETTER, ("tag", "body", "Alice"))]
    assert [field for field, _ in fields(*tasks)] == ["body", "body"]


def test_a_tag_that_first_appears_late_is_found_too() -> None:
    early = [task(LETTER, ("tag", "body", "Alice")) for _ in range(3)]
    late = task(LETTER, ("tag", "body", "Alice"), ("head", "title", "Hi"))
    found = fields(*early, late)
    assert [field for field, _ in found][:3] == ["body"] * 3
    assert found[-2:] == [("body", [("Person", "Alice")]), ("title", [("Person", "Hi")])]


def test_two_tags_show_two_fields_and_make_two_documents() -> None:
    tasks = [task(LETTER, ("a", "title", "Hi"), ("b", "body", "wrote"))]
    found, _ = documents(tasks)
    assert {d.source.field: (d.source.tags, covered(d)) for d in found} == {
        "title": (("a",), [("Person", "Hi")]),
        "body": (("b",), [("Person", "wrote")]),
    }


def test_text_that_was_collapsed_for_display_decides_too() -> None:
    data = {"body": "Alice\r\nSmith wrote", "title": "Alice Smyth again"}
    collapsed = region(data["body"], "Alice\r\nSmith", text="Alice\\n\\nSmith")
    tasks = [{"data": data, "annotations": [{"result": [collapsed]}]}]
    assert fields(*tasks) == [("body", [("Person", "Alice\r\nSmith")])]


def test_a_single_string_needs_no_checksum() -> None:
    silent = region("Alice wrote", "Alice")
    del silent["value"]["text"]
    tasks = [{"data": {"body": "Alice wrote", "n": 1}, "annotations": [{"result": [silent]}]}]
    assert fields(*tasks) == [("body", [("Person", "Alice")])]


@pytest.mark.parametrize("count", [1, 1_001])
def test_what_stays_ambiguous_is_a_problem_that_names_the_option(count: int) -> None:
    same = {"body": "Alice", "title": "Alice"}
    with pytest.raises(ProblemError, match="--label-config") as caught:
        documents([task(same, ("tag", "body", "Alice"))] * count)
    assert caught.value.problem.code == "text-field-ambiguous"
    assert "'tag'" in caught.value.problem.cause


def test_several_strings_and_no_region_are_ambiguous() -> None:
    with pytest.raises(ProblemError, match="text-field-ambiguous"):
        documents([task(LETTER)])


def test_a_configuration_settles_what_checksums_do_not() -> None:
    same = {"body": "Alice", "title": "Alice"}
    tasks = [task(same, ("t", "body", "Alice")), task(LETTER)]
    assert [f for f, _ in fields(*tasks, label_config=CONFIG)] == ["body", "body"]


def test_a_configuration_that_lacks_the_tag_is_told() -> None:
    problems = told([task(LETTER, ("other", "body", "Alice"))], label_config=CONFIG)
    assert problems == {"tag-unknown": 1}


def test_a_field_may_lie_deeper_in_the_data() -> None:
    config = LabelConfig.parse(CONFIG.xml.replace("$body", "$mail.body"))
    item = region("Alice wrote", "Alice") | {"to_name": "t"}
    tasks = [{"data": {"mail": {"body": "Alice wrote"}}, "annotations": [{"result": [item]}]}]
    assert fields(*tasks, label_config=config) == [("mail.body", [("Person", "Alice")])]


def test_a_task_without_the_field_is_told() -> None:
    tasks = [task(LETTER, ("tag", "body", "Alice")), {**task({"text": "x"}), "id": 9}]
    _, report = documents(tasks)
    assert report.problems == {"text-missing": 1}
    assert places(report) == ["export.json $[1].data.body"]


def test_regions_that_agree_with_no_field_do_not_decide() -> None:
    wrong = task(LETTER, ("tag", "body", "Alice"))
    wrong["annotations"][0]["result"][0]["value"]["text"] = "Zoë"
    tasks = [wrong, task(LETTER, ("tag", "body", "Alice"))]
    found, report = documents(tasks)
    assert [covered(document) for document in found] == [[], [("Person", "Alice")]]
    assert report.problems == {"text-mismatch": 1}

"""A report counts exactly and remembers a bounded number of examples."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from spanbridge.converters.document import Document, Span, Split
from spanbridge.converters.report import EXAMPLES, Report


def document(*labels: str, split: Split | None = None) -> Document:
    """Make a document with a span for each label."""
    return Document("word", tuple(Span(0, 4, label) for label in labels), split=split)


def test_all_problems_are_counted_but_only_the_first_twenty_of_a_code_are_kept() -> None:
    report = Report()
    for number in range(1000):
        report.tell("text-empty", f"$[{number}]")
    report.tell("span-duplicate", "$[7]", label="A", text="b")
    assert report.problems == {"text-empty": 1000, "span-duplicate": 1}
    assert [p.where for p in report.examples["text-empty"]] == [f"$[{n}]" for n in range(EXAMPLES)]
    assert EXAMPLES == 20


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], False),
        (["text-cut"], False),
        (["text-empty"], True),
        (["text-cut", "text-empty"], True),
    ],
)
def test_warnings_alone_are_no_errors(codes: list[str], expected: Any) -> None:
    report = Report()
    for code in codes:
        report.tell(code, "$", count=1)
    assert report.has_errors is expected


def test_documents_are_counted_by_split_and_spans_by_category_and_split() -> None:
    report = Report()
    for counted in (
        document("B", "A", "A", split="Train"),
        document("A", split="Test"),
        document(split="Test"),
        document("A"),
    ):
        report.count(counted)
    assert report.documents == {"Train": 1, "Test": 2, "unsplit": 1}
    assert report.spans == {"A": {"Train": 2, "Test": 1, "unsplit": 1}, "B": {"Train": 1}}
    assert list(report.spans) == ["A", "B"]


def test_a_report_is_plain_data_with_its_problems_by_code() -> None:
    report = Report()
    report.tasks = 3
    report.facts["format"] = "azure"
    report.count(document("A", split="Train"))
    report.tell("text-empty", "$[1]")
    report.tell("annotations-kept", "$[0]", count=2)
    plain = msgspec.to_builtins(report.as_dict())
    assert [(p["code"], p["severity"], p["count"]) for p in plain.pop("problems")] == [
        ("annotations-kept", "warning", 1),
        ("text-empty", "error", 1),
    ]
    assert plain == {
        "format": "azure",
        "tasks": 3,
        "documents": {"Train": 1},
        "spans": {"A": {"Train": 1}},
    }


def test_an_unknown_code_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        Report().tell("no-such-code", "$")

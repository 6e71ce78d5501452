"""Reading the cases of every format gives the covered text and the labels that they expect."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from fixtures_of import FIXTURES, OPTIONS, Case, cases, read
from spanbridge.converters.document import Document, Record
from spanbridge.converters.formats import FORMATS

ALL = [case for format_ in FORMATS for case in cases(format_)]


@pytest.mark.parametrize("format_", FORMATS)
def test_each_format_has_cases_and_options_to_read_them(format_: str) -> None:
    assert cases(format_), f"no tests/fixtures/{format_}/<case>/source*.json"
    assert format_ in OPTIONS, "fixtures_of.OPTIONS says how a case is read"


def test_each_folder_of_fixtures_is_a_format() -> None:
    assert {folder.name for folder in FIXTURES.iterdir()} == FORMATS.keys()


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.format}/{case.name}")
def test_each_case_has_a_source_of_its_own_expectations(case: Case) -> None:
    assert case.expected or case.source.parent.name == "bare"


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.format}/{case.name}")
def test_a_case_reads_as_expected(case: Case) -> None:
    records, report = read(case)
    assert _described(records, case) == _ordered(case.expected)
    assert not report.has_errors, report.problems


@pytest.mark.parametrize("case", cases("label-studio"), ids=lambda case: case.name)
def test_a_labeling_configuration_changes_nothing_where_checksums_find_the_text(case: Case) -> None:
    records, report = read(case, configured=True)
    assert _described(records, case) == _ordered(case.expected)
    assert not report.has_errors, report.problems


def _described(records: list[Record], case: Case) -> list[dict[str, Any]]:
    """Say of each document what the expectations of its case say."""
    keys = case.expected[0].keys() if case.expected else set()
    rows = [_facts(document, record) for record in records for document in record.documents]
    return _ordered([{key: row[key] for key in keys} for row in rows])


def _facts(document: Document, record: Record) -> dict[str, Any]:
    task = msgspec.json.decode(record.kept) if record.kept else {}
    index = document.source.annotation
    annotations = task.get("annotations") or []
    spans = sorted((s.start, s.end, s.label, document.covered(s)) for s in document.spans)
    return {
        "task": task.get("id"),
        "annotation": annotations[index].get("id") if index is not None and annotations else None,
        "field": document.source.field,
        "document": document.name,
        "language": document.language,
        "split": document.split,
        "labelled": index is not None,
        "categories": None if document.categories is None else [*document.categories],
        "spans": [[label, text] for *_, label, text in spans],
    }


def _ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the order of documents but for that of the texts of one task."""
    return sorted(rows, key=lambda row: json.dumps([row.get("task"), row.get("field")]))

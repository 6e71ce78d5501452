"""CSV and TSV exports: told by their header, read without harm to texts, broken rows told."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from fixtures_of import read_tasks
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.converters.label_studio.tables import delimiter_of
from spanbridge.converters.problems import ProblemError
from tasks_of import covered, documents, places, region

HEADER = ("annotation_id", "annotator", "id", "label", "lead_time", "text")


def table(*rows: tuple[Any, ...], header: tuple[str, ...] = HEADER, delimiter: str = ",") -> bytes:
    """Write a table as Label Studio does."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([header, *rows])
    return file.getvalue().encode()


def row(text: str, *words: str, task: int = 1) -> tuple[Any, ...]:
    values = [region(text, word)["value"] for word in words]
    return (task + 10, "3", task, json.dumps(values) if values else "", 1.5, text)


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_either_delimiter_is_told_by_the_header(delimiter: str) -> None:
    data = table(row("Alice left", "Alice"), delimiter=delimiter)
    assert delimiter_of(data) == delimiter
    [document], report = documents(data)
    assert covered(document) == [("Person", "Alice")]
    assert not report.problems


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b" [1]",
        b"{}",
        b"id,text\r\n1,x",
        b"\x00,\x01",
        b'"annotation_id,id\r\n',
        b"a b c",
    ],
)
def test_what_lacks_the_columns_of_an_export_is_no_table(data: bytes) -> None:
    assert delimiter_of(data) is None


@pytest.mark.parametrize(
    "text",
    [
        "Alice\r\nSmith\rand\n\r\nBob",
        'She said "Alice", twice',
        "a,b\tc;Alice",
        "😀 Alice",
        "Alice \\n \ufeff",
        "123",
        "[5, Alice]",
    ],
)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "mark"])
def test_texts_come_through_as_they_are(text: str, mark: bytes) -> None:
    [document], report = documents(mark + table(row(text, text[:3])))
    assert document.text == text
    assert covered(document) == [("Person", text[:3])]
    assert not report.problems


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_comes_through(text: str) -> None:
    filled = f"Alice {text}"
    [document], _ = documents(table(row(filled, "Alice")))
    assert document.text == filled


def test_a_cell_may_be_larger_than_the_window_and_the_modules_limit() -> None:
    text = "😀\r\n" * 200_000 + "Alice"
    [document], _ = documents(table(row(text, "Alice")))
    assert document.text == text
    assert covered(document) == [("Person", "Alice")]


def test_rows_of_one_task_are_its_annotations_with_their_numbers() -> None:
    first, second = row("Alice", "Alice"), (12, "4", 1, "", "", "Alice")
    [record], report = read_tasks(table(first, second))
    kept = json.loads(record.kept or b"")
    ids = [(a["id"], a["completed_by"], a["lead_time"]) for a in kept["annotations"]]
    assert (kept["id"], ids) == (1, [(11, 3, 1.5), (12, 4, None)])
    assert report.problems == {"annotations-kept": 1}


def test_gaps_in_a_column_make_floats_of_its_numbers_and_no_harm() -> None:
    rows = [("11.0", "3", "1.0", "", "", "Alice"), ("", "", 2, "", "", "Bob")]
    records, report = read_tasks(table(*rows, (13, "ann@example.com", 3, "", "", "Carol")))
    kept = [json.loads(record.kept or b"") for record in records]
    assert [task["id"] for task in kept] == [1, 2, 3]
    assert [a["id"] for task in kept for a in task["annotations"]] == [11, 13]
    assert kept[2]["annotations"][0]["completed_by"] == "ann@example.com"
    assert report.problems == {"task-unlabelled": 1}


def test_empty_cells_are_no_fields_of_the_data() -> None:
    header = (*HEADER, "title")
    rows = [(*row("Alice left", "Alice"), ""), (*row("Bob left", "Bob", task=2), "Mr")]
    records, _ = read_tasks(table(*rows, header=header))
    data = [json.loads(record.kept or b"")["data"] for record in records]
    assert data == [{"text": None}, {"text": None, "title": "Mr"}]


@pytest.mark.parametrize("cells", [(11, 3, 1), (*row("Alice"), "more")])
def test_a_row_of_another_length_is_told_and_left_out(cells: tuple[Any, ...]) -> None:
    found, report = documents(table(row("Bob", "Bob"), cells, row("Carol", "Carol", task=3)))
    assert [document.text for document in found] == ["Bob", "Carol"]
    assert report.problems == {"row-malformed": 1}
    assert places(report) == ["export.json $[1]"]


@pytest.mark.parametrize("cell", ['[{"start": 0, "end"', '[{"start": 0, "text": "\\ud83d"}]'])
def test_a_label_cell_that_was_cut_off_is_told_and_not_taken_for_no_labels(cell: str) -> None:
    found, report = documents(table(row("Bob", "Bob"), (12, "3", 2, cell, "", "Alice")))
    assert [document.text for document in found] == ["Bob"]
    assert report.problems == {"cell-malformed": 1}
    assert "'label'" in report.examples["cell-malformed"][0].cause


@pytest.mark.parametrize("lost", [1, 4])
def test_a_table_that_breaks_off_in_a_quoted_cell_is_no_table(lost: int) -> None:
    data = table(row("Alice\nleft", "Alice")).rstrip()
    with pytest.raises(ProblemError) as caught:
        documents(data[:-lost])
    assert caught.value.problem.code == "input-not-a-table"


def test_a_table_in_another_encoding_is_a_problem() -> None:
    with pytest.raises(ProblemError) as caught:
        documents(table(row("Zoë", "Zoë")).decode().encode("latin-1"))
    assert caught.value.problem.code == "input-not-utf8"

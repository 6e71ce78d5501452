"""The simulated annotator knows the right labels, counts what they did, and orders by doubt."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from spanbridge.bridge.demo.annotator import Work, by_chance, by_doubt, corrections
from spanbridge.bridge.demo.reports import Labelled, export_of, labelled_reports
from spanbridge.converters.document import Document, Span

ROOT = Path(__file__).parents[3]
REPORTS = labelled_reports()


def report(text, *spans):
    return Labelled({}, Document(text, tuple(Span(*span) for span in spans)))


def test_the_shipped_reports_are_those_of_the_examples():
    packed = ROOT / "bridge" / "demo" / "data" / "incidents.json.gz"
    example = ROOT / "examples" / "incidents" / "export.json"
    assert gzip.decompress(packed.read_bytes()) == example.read_bytes()


def test_all_annotated_reports_are_there_with_their_task_and_labels():
    assert len(REPORTS) == 200
    for one in REPORTS:
        assert one.task["data"]["text"] == one.document.text
        regions = one.task["annotations"][0]["result"]
        assert sorted(region["value"]["text"] for region in regions) == sorted(
            one.document.covered(span) for span in one.document.spans
        )


def test_an_export_of_some_reports_holds_their_tasks():
    assert json.loads(export_of(REPORTS[:3])) == [one.task for one in REPORTS[:3]]


def test_each_span_is_counted_once_by_what_was_done_about_it():
    right = report("Atlas and Kestrel on node 4", (0, 5, "A"), (10, 17, "A"), (21, 27, "B"))
    suggested = Document(
        right.document.text,
        (Span(0, 5, "A"), Span(10, 17, "B"), Span(6, 9, "B")),
    )
    assert corrections([right], [suggested]) == Work(accepted=1, corrected=1, added=1, removed=1)


def test_a_report_without_suggestions_is_all_to_be_added():
    assert corrections([report("Atlas", (0, 5, "A"))], []) == Work(added=1)


def test_the_least_certain_come_first():
    reports = [report(f"Atlas is down, {n}", (0, 5, "A")) for n in range(30)]
    predicted = [
        Document(one.document.text, (Span(0, 5, "A", 0.2 if n < 3 else 0.99),))
        for n, one in enumerate(reports)
    ]
    first = [one.document.text for one in by_doubt(reports, predicted, "production@r1")[:8]]
    assert {one.document.text for one in reports[:3]} <= {*first}


def test_random_order_is_the_same_each_time_and_not_that_of_the_file():
    assert by_chance(REPORTS) == by_chance(REPORTS[::-1])
    assert by_chance(REPORTS) != REPORTS

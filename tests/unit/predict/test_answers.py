"""What the runtime answers is read as it is specified, and held against the text."""

from __future__ import annotations

import msgspec
import pytest
from spanbridge.bridge.azure.predicting_open import Open
from spanbridge.bridge.azure.runtime_answers import JobAnswer, Refusal, said
from spanbridge.converters.document import Document, Span
from spanbridge.converters.report import Report

# the specification's example, stable/2023-04-01, shortened
ANSWER = b"""{"jobId": "4d37982f", "status": "succeeded", "displayName": null, "nextLink": null,
 "createdDateTime": "2022-04-18T15:44:44Z", "lastUpdatedDateTime": "2022-04-18T15:44:45Z",
 "errors": [], "tasks": {"completed": 1, "failed": 0, "inProgress": 0, "total": 1, "items": [
  {"kind": "CustomEntityRecognitionLROResults", "lastUpdateDateTime": "2022-04-18T15:44:45Z",
   "status": "succeeded", "results": {"projectName": "p", "deploymentName": "d", "documents": [
    {"id": "0", "entities": [{"text": "Bob", "category": "Person", "subcategory": "x",
      "offset": 2, "length": 3, "confidenceScore": 0.5}],
     "warnings": [{"code": "LongWordsInDocument", "message": "m"}]},
    {"id": "1", "class": [{"category": "Fire", "confidenceScore": 0.9}], "warnings": []}],
   "errors": [{"id": "2", "error": {"code": "InvalidArgument", "message": "Outer.",
     "innererror": {"code": "InvalidDocument", "message": "Inner."}}}]}}]}}"""


@pytest.fixture
def results():
    [found] = msgspec.json.decode(ANSWER, type=JobAnswer).results
    return found


def test_entities_become_spans_in_code_points(results):
    found = said(results.documents[0], "😀 Bob")
    assert found.spans == (Span(2, 5, "Person", 0.5),)
    assert [one.code for one in found.warnings] == ["LongWordsInDocument"]


def test_classes_become_categories(results):
    assert said(results.documents[1], "Smoke.").categories == (("Fire", 0.9),)


def test_the_innermost_error_says_why(results):
    found = said(results.errors[0], "")
    assert (found.code, found.message) == ("InvalidDocument", "Inner.")


@pytest.mark.parametrize("text", ["Bob 😀", "", "😀", "😀 Bo", "😀 Rob"])
def test_entities_that_the_text_has_elsewhere_are_told_apart(results, text):
    found = said(results.documents[0], text)
    assert found.spans == ()
    assert [entity.text for entity in found.wrong] == ["Bob"]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("😀 Bob", {"prediction-warning": 1}),
        ("😀 Rob", {"prediction-warning": 1, "prediction-misplaced": 1}),
    ],
)
def test_warnings_and_misplaced_entities_are_told_of_their_document(results, text, problems):
    document, report = Open(0, Document(text, name="1.txt"), "en"), Report()
    [piece] = document.pieces(report)
    document.hear(piece, results.documents[0], report)
    assert report.problems == problems
    assert {one.where for told in report.examples.values() for one in told} == {"1.txt"}


@pytest.mark.parametrize(
    ("status", "is_over"),
    [("notStarted", False), ("running", False), ("cancelling", False), ("succeeded", True),
     ("failed", True), ("cancelled", True), ("partiallyCompleted", True)],
)  # fmt: skip
def test_every_final_state_is_one(status, is_over):
    assert JobAnswer(status).is_over is is_over


def test_an_error_without_words_is_an_error():
    assert said(Refusal("0", {}), "").code == "?"

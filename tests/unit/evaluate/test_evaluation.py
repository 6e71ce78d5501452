"""Evaluations are read as the service writes them, and counted by its own rules."""

from __future__ import annotations

import copy

import pytest
from evaluation_of import RESULTS, SUMMARY, document_of, example, metrics, row
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.azure.evaluation import Evaluation, evaluation_of
from spanbridge.converters.comparing import Counts
from spanbridge.converters.problems import ProblemError

COUNTS = st.builds(Counts, *[st.integers(0, 50)] * 3)


def test_the_official_example_is_read():
    found = example()
    address = found.categories["BorrowerAddress"]
    assert (address.precision, address.recall) == (0.6, 0.75)
    assert address.f1 == pytest.approx(2 / 3)
    assert found.f1 == 0.94845366
    assert found.total == Counts(10, 3, 2)
    [cell] = found.confusions()
    assert (cell.expected, cell.predicted) == ("BorrowerAddress", "$none")
    assert (cell.share, cell.weight) == pytest.approx((0.1379, 0.5517), abs=1e-4)


def test_a_wrong_edge_is_one_found_wrongly_and_one_missed():
    assert example().documents[0].counts() == Counts(1, 1, 1)


@given(COUNTS)
def test_f1_is_the_harmonic_mean(counts):
    if counts.precision and counts.recall:
        mean = 2 / (1 / counts.precision + 1 / counts.recall)
        assert counts.f1 == pytest.approx(mean)
    else:
        assert counts.f1 == 0.0
    assert 0 <= min(counts.precision, counts.recall) <= max(counts.precision, counts.recall) <= 1


@given(COUNTS, COUNTS)
def test_counts_add_up(one, other):
    assert (one + other).labelled == one.labelled + other.labelled


def test_languages_are_counted_apart():
    documents = (
        document_of([(0, 5, "A")], [(0, 5, "A")], language="en"),
        document_of([(0, 5, "A")], [], language="de"),
        document_of([], [(3, 4, "A")], language="de"),
    )
    found = Evaluation("entities", {}, {}, (), documents, {})
    assert found.languages() == {"de": Counts(0, 1, 1), "en": Counts(1, 0, 0)}


def test_regions_of_a_document_are_put_together():
    results = copy.deepcopy(RESULTS)
    regions = results[0]["customEntityRecognitionResult"]["entities"]
    date = {"category": "Date", "offset": 1781, "length": 4}
    more = {"regionOffset": 1780, "regionLength": 9, "predictedEntities": []}
    regions.append(more | {"expectedEntities": [date]})
    [document] = evaluation_of(SUMMARY, results).documents
    assert document.counts() == Counts(1, 1, 2)


@pytest.mark.parametrize(
    ("kind", "result"),
    [
        ("SingleLabel", {"expectedClass": "Fire", "predictedClass": "Hail"}),
        ("MultiLabel", {"expectedClasses": ["Fire", "Hail"], "predictedClasses": ["Hail"]}),
    ],
)
def test_classifications_are_read(kind, result):
    name = f"custom{kind}Classification"
    summary = {
        "projectKind": f"Custom{kind}Classification",
        f"{name}Evaluation": {"classes": {"Fire": metrics(0, 0, 1)}, "microF1": 0.5},
    }
    documents = [{"location": "1.txt", "language": "en", f"{name}Result": result}]
    found = evaluation_of(summary, documents)
    expected = Counts(0, 1, 1) if kind == "SingleLabel" else Counts(1, 0, 1)
    assert found.documents[0].counts() == expected
    assert found.confusions() == []


def test_confusions_are_those_of_labels_the_weightiest_first():
    summary = copy.deepcopy(SUMMARY)
    summary["customEntityRecognitionEvaluation"]["confusionMatrix"] = {
        "A": row(A=(50, 5.0), B=(30, 3.0), none=(20, 2.0)),
        "B": row(B=(60, 6.0), A=(40, 4.0)),
        "C": row(C=(99, 9.9), A=(1, 0.1)),
        "$none": row(none=(90, 90.0), A=(10, 10.0)),
    }
    found = evaluation_of(summary, []).confusions()
    assert [(c.expected, c.predicted) for c in found] == [("B", "A"), ("A", "B"), ("A", "$none")]


@pytest.mark.parametrize(
    ("summary", "results"),
    [
        ({}, []),
        ([], []),
        ({"projectKind": "CustomHealthcare"}, []),
        (SUMMARY, [{"location": "1.txt"}]),
        (SUMMARY, [None]),
        (SUMMARY | {"customEntityRecognitionEvaluation": {"entities": {"A": {}}}}, []),
    ],
)
def test_what_is_no_evaluation_is_told(summary, results):
    with pytest.raises(ProblemError, match="evaluation-malformed"):
        evaluation_of(summary, results)

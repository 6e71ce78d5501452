"""Each mistake is told once, by its kind, in its place; and what to do about them."""

from __future__ import annotations

import pytest
from evaluation_of import document_of, example, metrics, row
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.bridge.azure.evaluating import example_of
from spanbridge.bridge.azure.evaluation import evaluation_of
from spanbridge.bridge.azure.evaluation_mistakes import Mistake, advice, mistakes
from spanbridge.converters.comparing import Mark
from strategies import labelled_texts

MARKS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 6), st.sampled_from("AB")).map(
        lambda one: (one[0], one[0] + one[1], one[2])
    ),
    max_size=6,
    unique=True,
)


def kinds(expected, predicted):
    return [one.kind for one in mistakes([document_of(expected, predicted)])]


@pytest.mark.parametrize(
    ("expected", "predicted", "found"),
    [
        ([(0, 5, "A")], [(0, 5, "A")], []),
        ([(0, 5, "A")], [], ["missed"]),
        ([], [(0, 5, "A")], ["invented"]),
        ([(0, 5, "A")], [(0, 5, "B")], ["category"]),
        ([(0, 5, "A")], [(2, 5, "A")], ["edges"]),
        ([(0, 5, "A")], [(2, 7, "B")], ["both"]),
        ([(0, 5, "A")], [(5, 7, "A")], ["missed", "invented"]),
        ([(0, 9, "A")], [(0, 3, "A"), (4, 9, "A")], ["edges", "invented"]),
        ([(0, 3, "A"), (4, 9, "A")], [(0, 9, "A")], ["edges", "missed"]),
        ([(0, 5, "A"), (0, 5, "B")], [(0, 5, "A")], ["missed"]),
        ([(0, 0, "A")], [(0, 0, "B")], ["category"]),  # of a whole text
    ],
)
def test_mistakes_are_of_these_kinds(expected, predicted, found):
    assert kinds(expected, predicted) == found


@given(MARKS, MARKS)
def test_every_label_and_prediction_that_is_not_right_is_in_one_mistake(expected, predicted):
    document = document_of(expected, predicted)
    found = [*mistakes([document])]
    labels = [one.expected for one in found if one.expected]
    predictions = [one.predicted for one in found if one.predicted]
    assert sorted(labels) == sorted({*document.expected} - {*document.predicted})
    assert sorted(predictions) == sorted({*document.predicted} - {*document.expected})
    counts = document.counts()
    assert (len(labels), len(predictions)) == (counts.missed, counts.wrong)


@given(labelled_texts())
def test_a_mistake_is_shown_in_the_words_that_it_covers(labelled):
    text, spans = labelled
    for span in spans:
        start, end = (len(text[:at].encode("utf-16-le")) // 2 for at in (span.start, span.end))
        mistake = Mistake("missed", "1.txt", "en", Mark(start, end, span.label))
        pieces = example_of(mistake, text).pieces
        assert "".join(p.text for p in pieces if p.expected) == text[span.start : span.end]
        inner = [p.text for p in pieces if p.text not in {"… ", " …"}]
        assert "".join(inner) in text


def test_both_stretches_of_a_mistake_are_marked_in_whole_words():
    text = f"{'before ' * 30}In 😀 New York City we met.{' after' * 30}"
    start = len(text[: text.index("New")].encode("utf-16-le")) // 2
    mistake = Mistake(
        "edges", "1.txt", "en", Mark(start, start + 13, "C"), Mark(start + 4, start + 8, "C")
    )
    pieces = example_of(mistake, text, context=10).pieces
    assert [(p.text, p.expected, p.predicted) for p in pieces] == [
        ("… ", False, False), ("In 😀 ", False, False), ("New ", True, False),
        ("York", True, True), (" City", True, False), (" we met.", False, False),
        (" …", False, False),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", [Mark(0, 99, "A"), Mark(1, 2, "A")])
def test_offsets_that_are_not_of_the_text_are_not_shown(mark):
    assert example_of(Mistake("missed", "1.txt", "en", mark), "😀 short").pieces == ()


def test_too_few_examples_are_told_with_microsofts_numbers():
    found = {
        one.category: one
        for one in advice(example(), {"Date": 14, "Interest": 49, "BorrowerAddress": 50})
    }
    assert "fewer than 15" in found["Date"].why
    assert "about 50" in found["Interest"].why
    assert "BorrowerAddress" not in found


def test_categories_that_were_not_tested_are_told():
    summary = {
        "projectKind": "CustomEntityRecognition",
        "customEntityRecognitionEvaluation": {
            "entities": {"A": metrics(0, 3, 0), "B": metrics(9, 0, 0)}
        },
    }
    found = advice(evaluation_of(summary, []), {"A": 60, "B": 60, "C": 60})
    assert [(one.category, "test part" in one.what) for one in found] == [("A", True), ("C", True)]


def test_categories_that_are_hard_to_tell_apart_are_told():
    summary = {
        "projectKind": "CustomEntityRecognition",
        "customEntityRecognitionEvaluation": {
            "entities": {name: metrics(8, 2, 2) for name in "AB"},
            "confusionMatrix": {
                "A": row(A=(80, 8.0), B=(20, 2.0)),
                "B": row(B=(70, 7.0), none=(30, 3.0)),
            },
        },
    }
    found = advice(evaluation_of(summary, []), None)
    assert [(one.category, one.why) for one in found] == [
        ("B", "30% of what is labelled so is missed."),
        ("A", "20% of what is labelled so is taken for B."),
    ]

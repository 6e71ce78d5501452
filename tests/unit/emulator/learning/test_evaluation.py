"""Evaluation gives the numbers of the service's one official example, and plain ones elsewhere."""

from __future__ import annotations

import pytest
from labelling import labelled
from spanbridge.bridge.emulator.learning.evaluation import evaluate_classes, evaluate_ner
from spanbridge.bridge.emulator.learning.ner import LabelledSpan

# The loan agreements that the example evaluates: how many characters other than white space stand
# before each label, and behind the last one.
GAPS = {
    "Date": 4,
    "BorrowerName": 113,
    "BorrowerAddress": 21,
    "BorrowerCity": 7,
    "BorrowerState": 8,
    "LenderName": 16,
    "LenderAddress": 21,
    "LenderCity": 7,
    "LenderState": 8,
    "LoanAmountWords": 60,
    "LoanAmountNumbers": 1,
    "Interest": 60,
}
TAIL = 959
ADDRESS = "mailing address of 2948 Ben Street"


def agreement(address: str = "3139 Freed Drive", before: int = 21):
    """Make a text like theirs; return it with its labels by category."""
    text, labels = "", {}
    for category, gap in (GAPS | {"BorrowerAddress": before}).items():
        text += "\n" + "." * gap
        start = len(text)
        text += address if category == "BorrowerAddress" else f"a {category}"
        labels[category] = LabelledSpan(start, len(text), category)
    return text + "." * TAIL, labels


def moved(span: LabelledSpan, start: int, end: int) -> LabelledSpan:
    """Move the ends of a span."""
    return LabelledSpan(span.start + start, span.end + end, span.category)


def example():
    """Make the four texts, three of them with the mistakes that the example's numbers tell of."""
    texts = [agreement(ADDRESS, before=5), agreement(), agreement(), agreement()]
    expected = [[*labels.values()] for _, labels in texts]
    late, early, over, right = (dict(labels) for _, labels in texts)
    late["BorrowerAddress"] = moved(late["BorrowerAddress"], len("mailing address of "), 0)
    over["Interest"] = moved(over["Interest"], 0, 1)
    address = early["BorrowerAddress"]
    extra = LabelledSpan(address.start - 2, address.start, "BorrowerAddress")
    predicted = [[*late.values()], [*early.values(), extra], [*over.values()], [*right.values()]]
    return expected, predicted, [text for text, _ in texts]


def test_the_official_example_has_these_counts_and_averages():
    summary = evaluate_ner(*example())
    assert summary["entities"]["BorrowerAddress"] == {
        "f1": pytest.approx(0.6666666865348816),
        "precision": pytest.approx(0.6000000238418579),
        "recall": 0.75,
        "truePositiveCount": 3,
        "trueNegativeCount": 0,
        "falsePositiveCount": 2,
        "falseNegativeCount": 1,
    }
    interest = summary["entities"]["Interest"]
    assert (interest["f1"], interest["precision"], interest["recall"]) == (0.75, 0.75, 0.75)
    assert summary["entities"]["Date"]["truePositiveCount"] == 4
    assert {key: value for key, value in summary.items() if key.startswith("m")} == pytest.approx(
        {
            "microF1": 0.94845366,
            "microPrecision": 0.93877554,
            "microRecall": 0.9583333,
            "macroF1": 0.9513889,
            "macroPrecision": 0.9458334,
            "macroRecall": 0.9583333,
        }
    )


def test_the_official_example_has_this_confusion_matrix_with_its_row_of_none():
    matrix = evaluate_ner(*example())["confusionMatrix"]
    assert matrix["BorrowerAddress"] == {
        "BorrowerAddress": pytest.approx({"normalizedValue": 86.206894, "rawValue": 3.4482758}),
        "$none": pytest.approx({"normalizedValue": 13.793103, "rawValue": 0.55172414}),
    }
    assert matrix["Interest"] == {"Interest": {"normalizedValue": 100.0, "rawValue": 4.0}}
    assert matrix["$none"] == {
        "BorrowerAddress": pytest.approx({"normalizedValue": 0.18315019, "rawValue": 0.0952381}),
        "Interest": pytest.approx({"normalizedValue": 0.002005294, "rawValue": 0.0010427529}),
        "$none": pytest.approx({"normalizedValue": 99.81485, "rawValue": 51.90372}),
    }
    assert [*matrix] == [*sorted(GAPS), "$none"]


def evaluated(expected: str, predicted: str):
    right, found = labelled(expected), labelled(predicted)
    assert right.text == found.text
    return evaluate_ner([right.labels], [found.labels], [right.text])


def counts(summary, category):
    entry = summary["entities"][category]
    return tuple(
        entry[f"{name}Count"] for name in ("truePositive", "falsePositive", "falseNegative")
    )


def test_a_stretch_off_by_a_character_is_wrong_twice():
    summary = evaluated("see [Atlas|A] now", "see[ Atlas|A] now")
    assert counts(summary, "A") == (0, 1, 1)
    assert summary["confusionMatrix"]["A"]["A"]["normalizedValue"] == 100


def test_a_wrong_category_is_false_for_one_and_missed_for_the_other():
    summary = evaluated("[Atlas|A]", "[Atlas|B]")
    assert (counts(summary, "A"), counts(summary, "B")) == ((0, 0, 1), (0, 1, 0))
    assert summary["confusionMatrix"] == {"A": {"B": {"normalizedValue": 100.0, "rawValue": 1.0}}}


def test_a_label_is_parted_by_characters_other_than_white_space():
    summary = evaluated("[ab  cdef|A]", "[ab|A]  [cde|B]f")
    row = summary["confusionMatrix"]["A"]
    assert {name: cell["rawValue"] for name, cell in row.items()} == pytest.approx(
        {"A": 2 / 6, "B": 3 / 6, "$none": 1 / 6}
    )
    assert [*row] == ["A", "B", "$none"]


def test_nothing_labelled_and_nothing_found_divides_by_nothing():
    summary = evaluate_ner([[]], [[]], [" "])
    assert summary["entities"] == summary["confusionMatrix"] == {}
    assert summary["microF1"] == summary["macroF1"] == 0
    assert evaluate_ner([], [], [])["microPrecision"] == 0


def test_lists_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="zip"):
        evaluate_ner([[]], [[]], [])
    with pytest.raises(ValueError, match="zip"):
        evaluate_classes([frozenset()], [], multi=True)


def test_single_classification_has_counts_averages_and_a_matrix_of_texts():
    expected = [frozenset({name}) for name in "AAAB"] + [frozenset[str]()]
    predicted = [frozenset({name}) for name in "AABBB"]
    summary = evaluate_classes(expected, predicted, multi=False)
    assert summary["classes"]["A"] == {
        "f1": 0.8,
        "precision": 1.0,
        "recall": pytest.approx(2 / 3),
        "truePositiveCount": 2,
        "trueNegativeCount": 2,
        "falsePositiveCount": 0,
        "falseNegativeCount": 1,
    }
    assert summary["microPrecision"] == pytest.approx(3 / 5)
    assert summary["macroF1"] == pytest.approx((0.8 + 0.5) / 2)
    assert summary["confusionMatrix"]["A"]["B"]["rawValue"] == 1
    assert summary["confusionMatrix"]["$none"] == {"B": {"normalizedValue": 100.0, "rawValue": 1.0}}


def test_multi_classification_counts_each_class_of_a_text_and_has_no_matrix():
    summary = evaluate_classes([frozenset("AB")], [frozenset("BC")], multi=True)
    assert "confusionMatrix" not in summary
    assert {name: one["f1"] for name, one in summary["classes"].items()} == {"A": 0, "B": 1, "C": 0}
    assert summary["microF1"] == pytest.approx(0.5)

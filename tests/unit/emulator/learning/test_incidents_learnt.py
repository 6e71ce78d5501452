"""The incident reports are as hard for the learner as they claim, and its confidence is honest."""

from __future__ import annotations

import pytest
from incidents import incidents
from spanbridge.bridge.emulator.learning.evaluation import evaluate_ner
from spanbridge.bridge.emulator.learning.ner import LabelledSpan, LabelledText, train_ner

MOST_ERROR = 0.08
BINS = 10


@pytest.fixture(scope="module")
def reports():
    """Make the reports: the first 200 to learn from, the others held out."""
    return [
        LabelledText(one.text, [LabelledSpan(*entity) for entity in one.entities])
        for one in incidents(400, seed=7)
    ]


def calibration_error(expected, predicted):
    """Compare mean confidence with the share that is right, in ten bins weighted by their size."""
    bins = [[0, 0.0] for _ in range(BINS)]
    for labels, found in zip(expected, predicted, strict=True):
        right = {(one.start, one.end, one.category) for one in labels}
        for start, end, category, confidence in found:
            a_bin = bins[min(BINS - 1, int(confidence * BINS))]
            a_bin[0] += 1
            a_bin[1] += confidence - ((start, end, category) in right)
    return sum(abs(gap) for _, gap in bins) / sum(size for size, _ in bins)


@pytest.mark.parametrize(("learnt", "least", "most"), [(40, 0.35, 0.6), (200, 0.75, 0.9)])
def test_reports_held_out_are_recognised_as_well_and_as_surely_as_promised(
    reports, learnt, least, most
):
    model = train_ner(reports[:learnt])
    held = reports[200:]
    expected = [one.labels for one in held]
    predicted = [model.predict(one.text) for one in held]
    texts = [one.text for one in held]
    assert least < evaluate_ner(expected, predicted, texts)["microF1"] < most
    assert calibration_error(expected, predicted) <= MOST_ERROR

"""More reports make a better model, as good as the generator's README says; all through the API."""

from __future__ import annotations

import pytest
from emulator_of import NER, PROJECTS, TRAIN, envelope, utf16, write_texts
from incidents import incidents

P = f"{PROJECTS}/p"
HELD_OUT = range(1000, 1300)
TARGETS = {40: (0.40, 0.60), 200: (0.75, 0.90), 500: (0.85, 1.0)}
"""Micro F1 by the number of reports that teach: at least, and at most."""


def document(report, dataset):
    labels = [
        {
            "category": category,
            "offset": utf16(report.text[:start]),
            "length": utf16(report.text[start:end]),
        }
        for start, end, category in report.entities
    ]
    region = {"regionOffset": 0, "regionLength": utf16(report.text), "labels": labels}
    location = f"{report.identifier}.txt"
    return {"location": location, "language": "en", "dataset": dataset, "entities": [region]}


@pytest.fixture(scope="module")
def reports():
    return [*incidents(HELD_OUT.stop)]


@pytest.mark.parametrize("count", TARGETS)
def test_reports_teach_as_well_as_is_said(count, reports, rest, server):
    taught, held_out = reports[:count], [reports[i] for i in HELD_OUT]
    documents = [document(one, "Train") for one in taught]
    documents += [document(one, "Test") for one in held_out]
    categories = sorted({entity[2] for one in taught for entity in one.entities})
    chosen = {f"{one.identifier}.txt": (one.text, ()) for one in (*taught, *held_out)}
    write_texts(server.options.storage / "texts", chosen)
    assets = {"entities": [{"category": one} for one in categories], "documents": documents}
    rest.job("POST", f"{P}/:import", envelope(NER, assets))
    manual = TRAIN | {"evaluationOptions": {"kind": "manual"}}
    assert rest.job("POST", f"{P}/:train", manual)["status"] == "succeeded"
    summary = rest.get(f"{P}/models/m/evaluation/summary-result")
    least, most = TARGETS[count]
    assert least <= summary["customEntityRecognitionEvaluation"]["microF1"] <= most

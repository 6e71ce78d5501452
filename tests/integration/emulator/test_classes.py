"""Classification, one class a text or several, by the official client."""

from __future__ import annotations

import pytest
from azure.ai.textanalytics import TextAnalyticsClient
from azure.core.credentials import AzureKeyCredential
from emulator_of import deployed, envelope, write_texts

SINGLE, MULTI = "CustomSingleLabelClassification", "CustomMultiLabelClassification"
WORDS = {"Sport": "football goal match team", "Food": "soup bread cheese kitchen"}


def texts():
    found = {}
    for number in range(24):
        for name, words in WORDS.items():
            chosen = [*words.split()[number % 4 :], f"number {number}"]
            found[f"{name}{number}.txt"] = (" ".join(chosen), [name])
    for number in range(12):
        both = [words.split()[number % 4] for words in WORDS.values()]
        found[f"Both{number}.txt"] = (" and ".join(both), [*WORDS])
    return found


def file_of(kind):
    documents = []
    for location, (_, classes) in texts().items():
        known = {"location": location, "language": "en"}
        if kind == MULTI:
            documents.append(known | {"classes": [{"category": one} for one in classes]})
        elif len(classes) == 1:
            documents.append(known | {"class": {"category": classes[0]}})
    return envelope(kind, {"classes": [{"category": c} for c in WORDS], "documents": documents})


@pytest.fixture
def client(server, rest):
    write_texts(server.options.storage / "texts", texts())
    with TextAnalyticsClient(rest.endpoint, AzureKeyCredential(rest.key)) as client:
        yield client


def classes(document):
    return {one.category for one in document.classifications}


def test_a_text_gets_one_class(client, rest):
    project = deployed(rest, file_of(SINGLE))
    poller = client.begin_single_label_classify(
        ["football team", "cheese soup"], "p", "d", polling_interval=1
    )
    assert [classes(document) for document in poller.result()] == [{"Sport"}, {"Food"}]
    summary = rest.get(f"{project}/models/m/evaluation/summary-result")
    evaluation = summary["customSingleLabelClassificationEvaluation"]
    assert {*evaluation["classes"]} == {*WORDS}
    assert evaluation["microF1"] > 0.9
    assert "confusionMatrix" in evaluation


def test_a_text_gets_several_classes(client, rest):
    project = deployed(rest, file_of(MULTI))
    poller = client.begin_multi_label_classify(
        ["football match", "bread and football"], "p", "d", polling_interval=1
    )
    assert [classes(document) for document in poller.result()] == [{"Sport"}, {"Sport", "Food"}]
    summary = rest.get(f"{project}/models/m/evaluation/summary-result")
    assert "confusionMatrix" not in summary["customMultiLabelClassificationEvaluation"]


@pytest.mark.parametrize(
    ("kind", "result", "expected"),
    [
        (SINGLE, "customSingleLabelClassificationResult", "expectedClass"),
        (MULTI, "customMultiLabelClassificationResult", "expectedClasses"),
    ],
)
def test_the_evaluation_tells_each_text_apart(kind, result, expected, client, rest):
    assert client
    project = deployed(rest, file_of(kind))
    results = rest.get(f"{project}/models/m/evaluation/result", stringIndexType="Utf16CodeUnit")
    for document in results["value"]:
        labelled = texts()[document["location"]][1]
        found = document[result][expected]
        assert (found if kind == MULTI else [found]) == sorted(labelled)

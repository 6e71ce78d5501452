"""azure-ai-textanalytics 5.4 and azure-core can't tell the emulator from the service."""

from __future__ import annotations

import pytest
from azure.ai.textanalytics import TextAnalyticsClient
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from emulator_of import analysis, texts, utf16

pytestmark = pytest.mark.azure
UNITS = {
    "UnicodeCodePoint": len,
    "Utf16CodeUnit": utf16,
}


@pytest.fixture
def client(service):
    with TextAnalyticsClient(service.rest.endpoint, AzureKeyCredential(service.rest.key)) as client:
        yield client


def words(document):
    return [(entity.text, entity.category) for entity in document.entities]


def test_words_come_back_right_behind_astral_characters(service, client):
    expected = [*texts().values()][:8]
    poller = client.begin_recognize_custom_entities(
        [text for text, _ in expected], service.name, "d", polling_interval=1
    )
    for (text, spans), found in zip(expected, poller.result(), strict=True):
        assert not found.is_error
        assert sorted(words(found)) == sorted(spans)
        for entity in found.entities:
            assert text[entity.offset : entity.offset + entity.length] == entity.text


@pytest.mark.parametrize("unit", UNITS)
def test_offsets_are_of_the_unit_that_is_asked_for(unit, service, client):
    text, spans = texts()["01.txt"]
    poller = client.begin_recognize_custom_entities(
        [text], service.name, "d", string_index_type=unit, polling_interval=1
    )
    [found] = poller.result()
    count = UNITS[unit]
    places = {entity.text: (entity.offset, entity.length) for entity in found.entities}
    assert places == {word: (count(text[: text.index(word)]), count(word)) for word, _ in spans}


def test_text_elements_are_the_default_and_count_a_combined_letter_once(service):
    text = "e\u0301 😀 Ada Lovelace lives in Paris."
    body = analysis(text, projectName=service.name)
    state = service.rest.job("POST", "/language/analyze-text/jobs", body)
    [item] = state["tasks"]["items"]
    [entity] = [e for e in item["results"]["documents"][0]["entities"] if e["category"] == "Person"]
    assert (entity["offset"], entity["length"]) == (4, 12)


def test_statistics_and_errors_of_documents_are_told(service, client):
    poller = client.begin_recognize_custom_entities(
        ["Ada Lovelace lives in Paris.", "x" * 1001, " "], service.name, "d",
        show_stats=True, polling_interval=1,
    )  # fmt: skip
    good, long, empty = poller.result()
    assert good.statistics.transaction_count == 1
    assert long.statistics.transaction_count == 2
    assert empty.is_error
    assert empty.error.code == "InvalidDocument"


def test_25_documents_come_on_more_than_one_page_in_order(service, client):
    asked = [f"{i} Ada Lovelace lives in Paris." for i in range(25)]
    poller = client.begin_recognize_custom_entities(asked, service.name, "d", polling_interval=1)
    assert [document.id for document in poller.result()] == [str(i) for i in range(25)]


def test_a_26th_document_is_refused(service, client):
    with pytest.raises(HttpResponseError, match="26 documents") as raised:
        client.begin_recognize_custom_entities(["a"] * 26, service.name, "d")
    assert raised.value.status_code == 400


def test_a_wrong_key_is_refused(service):
    stranger = TextAnalyticsClient(service.rest.endpoint, AzureKeyCredential("0" * 32))
    with stranger, pytest.raises(ClientAuthenticationError):
        stranger.begin_recognize_custom_entities(["a"], service.name, "d")


def test_several_actions_run_in_one_job(service, client):
    from azure.ai.textanalytics import RecognizeCustomEntitiesAction  # noqa: PLC0415 (beside its use)

    action = RecognizeCustomEntitiesAction(service.name, "d")
    poller = client.begin_analyze_actions(
        ["Alan Turing lives in Utrecht."], [action, action], polling_interval=1
    )
    [[first, second]] = poller.result()
    assert words(first) == words(second) == [("Alan Turing", "Person"), ("Utrecht", "City")]


def test_what_is_labelled_is_what_an_export_gives_back(service):
    state = service.rest.job("POST", f"{service.project}/:export", stringIndexType="Utf16CodeUnit")
    exported = service.rest.get(state["resultUrl"])
    assert {one["location"] for one in exported["assets"]["documents"]} == {*texts()}
    for document in exported["assets"]["documents"]:
        text, spans = texts()[document["location"]]
        units = text.encode("utf-16-le")
        [region] = document["entities"]
        covered = [
            (units[2 * at["offset"] : 2 * (at["offset"] + at["length"])].decode("utf-16-le"),
             at["category"])
            for at in region["labels"]
        ]  # fmt: skip
        assert sorted(covered) == sorted(spans)


def test_the_evaluation_covers_the_words_that_are_labelled(service):
    results = service.rest.get(
        f"{service.project}/models/m/evaluation/result", stringIndexType="Utf16CodeUnit"
    )
    assert results["value"]
    for document in results["value"]:
        text, spans = texts()[document["location"]]
        units = text.encode("utf-16-le")
        [region] = document["customEntityRecognitionResult"]["entities"]
        expected = [
            units[2 * at["offset"] : 2 * (at["offset"] + at["length"])].decode("utf-16-le")
            for at in region["expectedEntities"]
        ]
        assert sorted(expected) == sorted(word for word, _ in spans)
    summary = service.rest.get(f"{service.project}/models/m/evaluation/summary-result")
    counts = summary["customEntityRecognitionEvaluation"]["entities"]
    assert {*counts} == {"Person", "City"}

"""Whatever the text, the words of an answer are those that its offsets cover, in every unit."""

from __future__ import annotations

import json
import unicodedata

import pytest
from emulator_of import project_file, texts, write_texts
from hypothesis import given, settings
from hypothesis import strategies as st
from spanbridge.bridge.emulator.app import make_app
from spanbridge.bridge.emulator.options import Options
from spanbridge.bridge.emulator.resource import Resource
from spanbridge.bridge.emulator.urls import WORKS

QUERY = "?api-version=2023-04-01"
PROJECT = "/language/authoring/analyze-text/projects/p"
HEADERS = {"Ocp-Apim-Subscription-Key": "k"}
ODD = st.text(
    st.sampled_from("a é\u0301\u200d👩👩🏽🇩🇪\ufe0f\u0e33한\u1100\u1161\r\n\t.𠮷"), max_size=12
)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    folder = tmp_path_factory.mktemp("storage")
    write_texts(folder / "texts", texts())
    resource = Resource(Options(storage=folder), WORKS)
    client = make_app(resource, "k").test_client()

    def post(path, body, method="post"):
        answer = getattr(client, method)(path + QUERY, data=json.dumps(body), headers=HEADERS)
        assert answer.status_code == 202, answer.text
        location = answer.headers["operation-location"]
        return client.get(location.removeprefix("http://localhost"), headers=HEADERS).json

    post(f"{PROJECT}/:import", project_file(texts()))
    training = {"modelLabel": "m", "trainingConfigVersion": "2022-05-01"}
    assert post(f"{PROJECT}/:train", training)["status"] == "succeeded"
    post(f"{PROJECT}/deployments/d", {"trainedModelLabel": "m"}, "put")
    yield post
    resource.close()


def elements(text):
    """Cut a text as .NET's StringInfo does for Unicode 8: marks belong to what they follow."""
    found = []
    for character in text:
        mark = unicodedata.category(character) in {"Mn", "Mc", "Me"}
        based = found and unicodedata.category(found[-1][-1]) not in {"Cc", "Cf", "Cn"}
        if (
            mark
            and based
            and (len(found[-1]) > 1 or unicodedata.category(found[-1]) not in {"Mn", "Mc", "Me"})
        ):
            found[-1] += character
        else:
            found.append(character)
    return found


def covered(text, unit, offset, length):
    if unit == "Utf16CodeUnit":
        return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")
    units = text if unit == "UnicodeCodePoint" else elements(text)
    return "".join(units[offset : offset + length])


@pytest.mark.parametrize("unit", ["UnicodeCodePoint", "Utf16CodeUnit", "TextElements_v8"])
@given(before=ODD | ANY, between=ODD | ANY, after=ODD | ANY)
@settings(max_examples=60)
def test_the_words_are_those_that_the_offsets_cover(unit, post, before, between, after):
    text = f"{before} Ada Lovelace{between} lives in Paris{after}."
    task = {
        "kind": "CustomEntityRecognition",
        "parameters": {"projectName": "p", "deploymentName": "d", "stringIndexType": unit},
    }
    body = {"analysisInput": {"documents": [{"id": "1", "text": text}]}, "tasks": [task]}
    state = post("/language/analyze-text/jobs", body)
    assert state["status"] == "succeeded", state
    [document] = state["tasks"]["items"][0]["results"]["documents"]
    assert document["entities"]
    for entity in document["entities"]:
        assert covered(text, unit, entity["offset"], entity["length"]) == entity["text"]

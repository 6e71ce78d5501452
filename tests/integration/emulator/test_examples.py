"""The specification's example bodies are taken, and answered shape by shape: keys and types.

`examples/` holds them as Azure/azure-rest-api-specs has them (MIT), shortened where they repeat
themselves, and the requests that the official clients were seen to send.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from emulator_of import (
    JOBS,
    NER,
    PROJECTS,
    TRAIN,
    Rest,
    analysis,
    deployed,
    project_file,
    texts,
    write_texts,
)
from spanbridge.bridge.emulator import AzureLanguageEmulator

EXAMPLES = Path(__file__).parent / "examples"
ANSWERS = json.loads((EXAMPLES / "answers.json").read_text(encoding="utf-8"))
REQUESTS = json.loads((EXAMPLES / "requests.json").read_text(encoding="utf-8"))
P = f"{PROJECTS}/p"
LATEST = "2025-05-15-preview"
FORMS = {
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z",
    "date": r"\d{4}-\d\d-\d\d",
    "authoring job": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}_\d{18}",
    "job": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "model": r"[\w.-]+-\d{8}T\d{6}-[0-9a-f]{32}",
    "address": r"(\{Endpoint\}|https?://[^/]+)/.*",
}
BY_NAME = {"confusionMatrix", "entities", "Person"}
"""Objects whose keys are categories."""


def shape(value, name=""):
    """Describe keys and types; of a list, its first element stands for all."""
    if isinstance(value, dict) and name in BY_NAME:
        return {"…": shape(value.get("Person", next(iter(value.values()))), "Person")}
    if isinstance(value, dict):
        return {key: shape(inner, key) for key, inner in sorted(value.items())}
    if isinstance(value, list):
        return [shape(inner) for inner in value[:1]]
    if isinstance(value, str):
        return next((form for form, what in FORMS.items() if re.fullmatch(what, value)), "text")
    return (
        "number"
        if isinstance(value, int | float) and not isinstance(value, bool)
        else str(type(value))
    )


@pytest.fixture
def project(rest):
    deployed(rest, project_file(texts()))
    return rest


def check(answer, example):
    assert shape(answer) == shape(ANSWERS[example])


def test_the_example_of_an_import_is_taken_and_answered(tmp_path):
    (tmp_path / "loanagreements").mkdir()
    with AzureLanguageEmulator(storage=tmp_path) as server:
        rest = Rest(server.endpoint, server.key, "2022-10-01-preview")
        answer = rest.call("POST", f"{PROJECTS}/LoanAgreements/:import", REQUESTS["import"])
        assert answer.status_code == 202
        path = answer.headers["operation-location"].removeprefix(rest.endpoint)
        form = rf"{PROJECTS}/LoanAgreements/import/jobs/{FORMS['authoring job']}"
        assert re.fullmatch(rf"{form}\?api-version=2022-10-01-preview", path)
        check(rest.get(path), "import")


def test_an_export_is_answered_as_the_example(project):
    state = project.job("POST", f"{P}/:export", stringIndexType="Utf16CodeUnit")
    check(state, "export")


def test_a_training_in_progress_is_answered_as_the_example(tmp_path):
    write_texts(tmp_path / "texts", texts())
    with AzureLanguageEmulator(storage=tmp_path) as server:
        rest = Rest(server.endpoint, server.key)
        rest.job("POST", f"{P}/:import", project_file(texts()))
        rest.control("POST", "/emulator/faults", {"fault": "job", "kind": "train", "seconds": 600})
        answer = rest.call("POST", f"{P}/:train", TRAIN)
        check(rest.get(answer.headers["operation-location"]), "training")


def test_an_evaluation_is_answered_as_the_example(project):
    options = {"kind": "percentage", "trainingSplitPercentage": 60, "testingSplitPercentage": 40}
    check(project.job("POST", f"{P}/models/m/:evaluate", options, version=LATEST), "evaluation")


def test_the_results_of_an_evaluation_are_answered_as_the_example(project):
    results = project.get(
        f"{P}/models/m/evaluation/result", stringIndexType="Utf16CodeUnit", maxpagesize="1"
    )
    check(results, "results")


@pytest.mark.parametrize(
    ("path", "example"),
    [
        (f"{P}/models/m/evaluation/summary-result", "summary"),
        (f"{P}/models", "models"),
        (f"{P}/deployments", "deployments"),
        (f"{PROJECTS}/global/training-config-versions", "configs"),
    ],
)
def test_what_is_there_is_answered_as_the_example(path, example, project):
    check(project.get(path, projectKind=NER), example)


def test_an_analysis_is_answered_as_the_example(project):
    body = analysis("Ada Lovelace lives in Paris.") | {"displayName": "Where"}
    check(project.job("POST", JOBS, body), "analysis")


def test_a_shape_tells_types_keys_and_forms_apart():
    example = ANSWERS["models"]
    for change in ({"label": 1}, {"modelId": "m"}, {"modelExpirationDate": "soon"}, {"more": 1}):
        assert shape({"value": [example["value"][0] | change], "nextLink": None}) != shape(example)


def test_what_the_official_clients_send_is_taken(tmp_path):
    write_texts(tmp_path / "c", texts())
    file = project_file(texts(), container="c")
    for number, document in enumerate(file["assets"]["documents"]):
        document["dataset"] = "Test" if number % 4 == 0 else "Train"
    with AzureLanguageEmulator(storage=tmp_path) as server:
        rest = Rest(server.endpoint, server.key, LATEST)
        for one in REQUESTS["captured"]:
            if "import" in one:
                rest.job("POST", f"{P}/:import", file)
                continue
            version = one.get("version", LATEST)
            answer = rest.call(
                one["method"], one["path"], one.get("body"), version=version, **one.get("query", {})
            )
            assert answer.status_code == one["status"], (one, answer.text())
            if answer.status_code == 202:
                assert rest.finished(answer, version=version)["status"] == "succeeded"

"""Each api-version has its own operations, and every operation wants a key and a version."""

from __future__ import annotations

import re

import pytest
from emulator_of import PROJECTS, Rest
from spanbridge.bridge.emulator.urls import OPERATIONS
from spanbridge.bridge.emulator.versions import VERSIONS

NAMES = [operation.name for operation in OPERATIONS]


def address(operation):
    return "/language" + re.sub(r"<\w+>", "x", operation.path)


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_an_operation_wants_a_key_and_a_version(operation, rest, server):
    stranger = Rest(server.endpoint, "wrong")
    refused = stranger.call(operation.method, address(operation))
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "Unauthorized")
    for version in ("", "2021-11-01-preview"):
        answer = rest.call(operation.method, address(operation), version=version)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InvalidRequest")


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_an_operation_is_there_since_its_version(operation, rest):
    for version in VERSIONS[operation.service]:
        answer = rest.call(operation.method, address(operation), version=version)
        error = answer.json().get("error", {}) if answer.text() else {}
        missing = "does not exist in the api-version" in error.get("message", "")
        assert missing == (version < operation.since)
        assert answer.status_code != 500


@pytest.mark.parametrize(
    "operation", [o for o in OPERATIONS if not o.supported], ids=lambda o: o.name
)
def test_what_the_emulator_lacks_answers_501_in_the_services_shape(operation, rest):
    version = VERSIONS[operation.service][-1]
    answer = rest.call(operation.method, address(operation), version=version)
    assert (answer.status_code, answer.json()["error"]["code"]) == (501, "NotImplemented")
    assert "501" in operation.note


def test_the_table_names_each_operation_once():
    assert len({*NAMES}) == len(NAMES)
    assert len({(o.method, o.path) for o in OPERATIONS}) == len(NAMES)


def test_the_service_tells_its_languages_and_training_configurations(rest):
    languages = rest.get(f"{PROJECTS}/global/languages", projectKind="CustomEntityRecognition")
    assert {"languageName": "English", "languageCode": "en-us"} in languages["value"]
    configs = rest.get(
        f"{PROJECTS}/global/training-config-versions", projectKind="CustomEntityRecognition"
    )
    assert [one["trainingConfigVersion"] for one in configs["value"]] == ["2022-05-01"]


def test_lists_come_in_pages_whose_links_lead_to_the_rest(rest):
    path, query = f"{PROJECTS}/global/languages", {"projectKind": "CustomEntityRecognition"}
    everything = rest.get(path, **query)["value"]
    seen, link = [], f"{path}?projectKind=x"
    query |= {"maxpagesize": "40", "top": "70", "skip": "5"}
    while link:
        page = rest.get(path, **query)
        seen.append(page["value"])
        link = page["nextLink"]
        query = dict(part.split("=") for part in (link or "?").partition("?")[2].split("&") if part)
        query.pop("api-version", None)
    assert [len(part) for part in seen] == [40, 30]
    assert [one for part in seen for one in part] == everything[5:75]


@pytest.mark.parametrize("query", [{"top": "-1"}, {"skip": "x"}, {"maxpagesize": "²"}])
def test_a_page_that_is_no_number_is_refused(query, rest):
    assert rest.call("GET", PROJECTS, **query).status_code == 400

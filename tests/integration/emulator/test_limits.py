"""The service's limits hold: names, numbers, lengths, percentages, rates."""

from __future__ import annotations

import pytest
from emulator_of import (
    JOBS,
    PROJECTS,
    TRAIN,
    Rest,
    analysis,
    deployed,
    label,
    project_file,
    texts,
    write_texts,
)  # fmt: skip
from spanbridge.bridge.emulator import AzureLanguageEmulator

P = f"{PROJECTS}/p"


def refused(answer, status=400):
    assert answer.status_code == status, answer.text()
    error = answer.json()["error"]
    assert answer.headers["x-ms-error-code"] == error["code"]
    return error


@pytest.mark.parametrize("name", ["a b", "é", "x" * 51, "a$"])
def test_names_of_projects_are_checked(name, rest):
    options = project_file({}, name)["metadata"]
    assert "name" in refused(rest.call("PATCH", f"{PROJECTS}/{name}", options))["message"]


@pytest.mark.parametrize("name", ["a:b", "a#", "x" * 51, "", "a/b"])
def test_names_of_categories_are_checked(name, rest):
    file = project_file(texts(), categories=["Person", "City", name])
    assert "category" in refused(rest.call("POST", f"{P}/:import", file))["message"]


def test_categories_with_spaces_and_other_letters_are_taken(rest):
    file = project_file(texts(), categories=["Person", "City", "Größe der Stadt", "場所"])
    assert rest.job("POST", f"{P}/:import", file)["status"] == "succeeded"


def test_200_categories_are_taken_and_one_more_is_not(rest):
    for number in (200, 201):
        names = ["Person", "City", *(f"C{i}" for i in range(number - 2))]
        answer = rest.call("POST", f"{P}/:import", project_file(texts(), categories=names))
        assert answer.status_code == (202 if number == 200 else 400)


def test_an_entity_has_at_most_500_characters(rest):
    for length in (500, 501):
        text = "x" * 600
        file = project_file({**texts(), "long.txt": (text, [(text[:length], "Person")])})
        answer = rest.call("POST", f"{P}/:import", file)
        assert answer.status_code == (202 if length == 500 else 400)


def test_a_training_needs_ten_documents(rest):
    rest.job("POST", f"{P}/:import", project_file(texts(9)))
    assert "10 documents" in refused(rest.call("POST", f"{P}/:train", TRAIN))["message"]


def test_a_project_has_ten_models(rest):
    rest.job("POST", f"{P}/:import", project_file(texts(10)))
    for number in range(10):
        rest.job("POST", f"{P}/:train", TRAIN | {"modelLabel": f"m{number}"})
    answer = rest.call("POST", f"{P}/:train", TRAIN | {"modelLabel": "m10"})
    assert refused(answer)["code"] == "QuotaExceeded"
    assert rest.job("POST", f"{P}/:train", TRAIN | {"modelLabel": "m9"})["status"] == "succeeded"


@pytest.mark.parametrize(("tier", "most"), [("S", 10), ("F0", 1)])
def test_a_project_has_so_many_deployments(tier, most, tmp_path):
    write_texts(tmp_path / "texts", texts(10))
    with AzureLanguageEmulator(storage=tmp_path, tier=tier) as server:
        rest = Rest(server.endpoint, server.key)
        deployed(rest, project_file(texts(10)))
        for number in range(most - 1):
            rest.job("PUT", f"{P}/deployments/d{number}", {"trainedModelLabel": "m"})
        answer = rest.call("PUT", f"{P}/deployments/more", {"trainedModelLabel": "m"})
        assert refused(answer)["code"] == "QuotaExceeded"
        assert rest.job("PUT", f"{P}/deployments/d", {"trainedModelLabel": "m"})


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "percentage", "trainingSplitPercentage": 80, "testingSplitPercentage": 30},
        {"kind": "percentage", "trainingSplitPercentage": 100, "testingSplitPercentage": 0},
        {"kind": "percentage", "trainingSplitPercentage": 80},
        {"kind": "by hand"},
    ],
)
def test_a_split_adds_up(options, rest):
    rest.job("POST", f"{P}/:import", project_file(texts()))
    refused(rest.call("POST", f"{P}/:train", TRAIN | {"evaluationOptions": options}))


def test_a_manual_split_is_as_the_documents_say(rest):
    file = project_file(texts())
    for number, document in enumerate(file["assets"]["documents"]):
        document["dataset"] = "Test" if number < 7 else "Train"
    rest.job("POST", f"{P}/:import", file)
    rest.job("POST", f"{P}/:train", TRAIN | {"evaluationOptions": {"kind": "manual"}})
    tested = rest.get(f"{P}/models/m/evaluation/result", stringIndexType="Utf16CodeUnit")["value"]
    assert {one["location"] for one in tested} == {*[*texts()][:7]}


def test_an_automatic_split_parts_the_training_set_only(rest):
    file = project_file(texts())
    for number, document in enumerate(file["assets"]["documents"]):
        document["dataset"] = "Test" if number < 4 else "Train"
    rest.job("POST", f"{P}/:import", file)
    rest.job("POST", f"{P}/:train", TRAIN)
    tested = rest.get(f"{P}/models/m/evaluation/result", stringIndexType="Utf16CodeUnit")["value"]
    assert len(tested) == 4
    assert not {one["location"] for one in tested} & {*[*texts()][:4]}


def test_a_manual_split_without_test_documents_fails(rest):
    rest.job("POST", f"{P}/:import", project_file(texts()))
    options = TRAIN | {"evaluationOptions": {"kind": "manual"}}
    state = rest.job("POST", f"{P}/:train", options)
    assert state["status"] == "failed"
    assert "testing set" in state["errors"][0]["message"]


def test_a_batch_is_limited_in_documents_characters_and_bytes(rest):
    deployed(rest, project_file(texts()))
    assert rest.call("POST", JOBS, analysis("a" * 125_000)).status_code == 202
    refused(rest.call("POST", JOBS, analysis("a" * 125_001)))
    refused(rest.call("POST", JOBS, analysis("😀" * 62_501)))
    assert rest.call("POST", JOBS, analysis(*"a" * 25)).status_code == 202
    refused(rest.call("POST", JOBS, analysis(*"a" * 26)))
    refused(rest.call("POST", JOBS, analysis("a") | {"displayName": "x" * 1_000_000}), 413)


def test_ids_are_unique_and_there_is_something_to_do(rest):
    deployed(rest, project_file(texts()))
    twice = analysis("a", "b")
    twice["analysisInput"]["documents"][1]["id"] = "0"
    refused(rest.call("POST", JOBS, twice))
    refused(rest.call("POST", JOBS, analysis()))
    refused(rest.call("POST", JOBS, analysis("a") | {"tasks": []}))


def test_a_missing_language_is_the_projects_and_an_unknown_one_an_error(rest):
    deployed(rest, project_file(texts()))
    body = analysis("Ada Lovelace lives in Paris.", "b")
    del body["analysisInput"]["documents"][0]["language"]
    body["analysisInput"]["documents"][1]["language"] = "tlh"
    results = rest.job("POST", JOBS, body)["tasks"]["items"][0]["results"]
    assert [one["id"] for one in results["documents"]] == ["0"]
    assert results["errors"][0]["error"]["innererror"]["code"] == "UnsupportedLanguageCode"


def test_long_words_are_warned_of(rest):
    deployed(rest, project_file(texts()))
    [item] = rest.job("POST", JOBS, analysis("x" * 64, "x" * 65))["tasks"]["items"]
    warned = [[one["code"] for one in d["warnings"]] for d in item["results"]["documents"]]
    assert warned == [[], ["LongWordsInDocument"]]


def test_rates_are_limited_when_asked(tmp_path):
    with AzureLanguageEmulator(storage=tmp_path, limits=True) as server:
        rest = Rest(server.endpoint, server.key)
        options = project_file({})["metadata"]
        answers = [rest.call("PATCH", P, options) for _ in range(11)]
        assert [answer.status_code for answer in answers] == [201, *[200] * 9, 429]
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 6
        assert rest.call("GET", P).status_code == 200


def test_lenient_takes_what_strict_refuses(tmp_path):
    write_texts(tmp_path / "texts", texts(5))
    file = project_file(texts(5))
    file["surprise"] = True
    region = file["assets"]["documents"][0]["entities"][0]
    text, [(name, _), _] = texts(5)["00.txt"]
    region["labels"] += [
        label(text, name, "Person"),
        {"category": "City", "offset": 999, "length": 1},
    ]
    with AzureLanguageEmulator(storage=tmp_path, strict=False) as server:
        rest = Rest(server.endpoint, server.key)
        rest.job("POST", f"{P}/:import", file)
        state = rest.job("POST", f"{P}/:train", TRAIN)
        assert state["status"] == "succeeded"
        assert "1 labels were left out" in state["warnings"][0]["message"]

"""Prelabelling: each task once a model version, paid once, whatever breaks on the way."""

from __future__ import annotations

import pytest
from predict_of import counted
from prelabel_of import VERSION, azure, server_with, settings, versions_of, words_of
from spanbridge.bridge.errors import UncertainError
from spanbridge.bridge.prelabelling import prelabel
from spanbridge.converters.problems import ProblemError


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    with azure(tmp_path_factory.mktemp("azure")) as server:
        yield server


def test_each_task_gets_what_the_deployment_finds_on_the_characters_of_the_entities(
    emulator, tmp_path
):
    server = server_with(12)
    done = prelabel(server, 1, settings(emulator, tmp_path))
    assert (done.added, done.there, done.version, done.records) == (12, 0, VERSION, 12)
    assert words_of(server.held[0]) == {("Ada Lovelace", "Person"), ("Paris", "City")}
    assert words_of(server.held[1]) == {("Alan Turing", "Person"), ("New York", "City")}
    assert server.settings["model_version"] == VERSION
    assert all(0 <= one["predictions"][0]["score"] <= 1 for one in server.held)


def test_a_second_run_adds_nothing_and_sends_nothing(emulator, tmp_path):
    server = server_with(5)
    prelabel(server, 1, settings(emulator, tmp_path))
    before = counted(emulator)
    again = prelabel(server, 1, settings(emulator, tmp_path))
    assert (again.added, again.there, again.records) == (0, 5, 0)
    assert counted(emulator) == before
    assert versions_of(server) == [[VERSION]] * 5


def test_what_was_answered_is_paid_once_though_label_studio_forgot_it(emulator, tmp_path):
    server = server_with(5)
    prelabel(server, 1, settings(emulator, tmp_path))
    for held in server.held:
        held["predictions"] = []
    again = prelabel(server, 1, settings(emulator, tmp_path))
    assert (again.added, again.reused, again.records) == (5, 5, 0)


@pytest.mark.parametrize("took_effect", [True, False])
def test_an_answer_that_is_lost_while_writing_doubles_nothing(emulator, tmp_path, took_effect):
    server = server_with(5)
    server.breaks = [took_effect]
    done = prelabel(server, 1, settings(emulator, tmp_path))
    assert done.added == 5
    assert versions_of(server) == [[VERSION]] * 5


def test_a_server_that_never_answers_stops_it_and_the_next_run_goes_on(emulator, tmp_path):
    server = server_with(5)
    server.breaks = [False] * 3
    with pytest.raises(UncertainError):
        prelabel(server, 1, settings(emulator, tmp_path))
    done = prelabel(server, 1, settings(emulator, tmp_path))
    assert (done.added, done.records) == (5, 0)


def test_a_task_that_is_deleted_meanwhile_keeps_no_other_from_its_prediction(emulator, tmp_path):
    server = server_with(5)
    adding = server.add_predictions

    def delete_first(project, predictions):
        server.held = [one for one in server.held if one["id"] != 2]
        server.add_predictions = adding
        adding(project, predictions)

    server.add_predictions = delete_first
    assert prelabel(server, 1, settings(emulator, tmp_path)).added == 4
    assert versions_of(server) == [[VERSION]] * 4


def test_what_somebody_else_writes_meanwhile_is_not_doubled(emulator, tmp_path):
    server = server_with(5)
    call = server.call
    other = {"result": [], "score": 0.5, "model_version": VERSION}

    def write_first(method, path, **more):
        if path == "tasks" and not server.held[2].get("predictions"):
            server.add_predictions(1, [{"task": server.held[2]["id"], **other}])
        return call(method, path, **more)

    server.call = write_first
    done = prelabel(server, 1, settings(emulator, tmp_path))
    assert (done.added, done.there) == (4, 1)
    assert versions_of(server) == [[VERSION]] * 5


def test_only_chosen_tasks_are_predicted(emulator, tmp_path):
    server = server_with(6)
    server.held[0]["annotations"] = [{"result": [], "was_cancelled": False}]
    server.held[1]["annotations"] = [{"result": [], "was_cancelled": True}]
    known = settings(emulator, tmp_path)
    assert prelabel(server, 1, known, only_unlabelled=True, limit=2).added == 2
    assert versions_of(server) == [[], [VERSION], [VERSION], [], [], []]
    assert prelabel(server, 1, known, tasks=[1, 6, 99]).added == 2
    assert versions_of(server) == [[VERSION], [VERSION], [VERSION], [], [], [VERSION]]


def test_refresh_makes_anew_what_is_there_without_sending_it(emulator, tmp_path):
    server = server_with(4)
    prelabel(server, 1, settings(emulator, tmp_path))
    strict = settings(emulator, tmp_path, backend={"thresholds": {"City": 1.0}})
    assert prelabel(server, 1, strict).added == 0
    some = prelabel(server, 1, strict, refresh=True, tasks=[1])
    assert (some.added, some.records) == (1, 0)
    assert words_of(server.held[0]) == {("Ada Lovelace", "Person")}
    assert words_of(server.held[2]) == {("Ada Lovelace", "Person"), ("Paris", "City")}
    assert prelabel(server, 1, strict, refresh=True).added == 4
    assert words_of(server.held[2]) == {("Ada Lovelace", "Person")}
    assert versions_of(server) == [[VERSION]] * 4
    assert server.settings["model_version"] == VERSION


def test_texts_of_the_test_part_are_not_sent_and_get_an_empty_prediction(emulator, tmp_path):
    server = server_with(40)
    done = prelabel(server, 1, settings(emulator, tmp_path, backend={"test": "70/30"}))
    empty = [one for one in server.held if not one["predictions"][0]["result"]]
    assert done.withheld == len(empty) > 0
    assert done.records == 40 - done.withheld
    assert done.added == 40


def test_a_budget_stops_it_before_anything_is_sent(emulator, tmp_path):
    server, before = server_with(4), counted(emulator)
    known = settings(emulator, tmp_path, prices={"text_records": 1_000.0}, budget={"run": 3.0})
    with pytest.raises(ProblemError, match="budget-exceeded"):
        prelabel(server, 1, known)
    assert counted(emulator) == before
    assert versions_of(server) == [[]] * 4


def test_what_it_costs_is_told_first(emulator, tmp_path):
    told = []
    known = settings(emulator, tmp_path)
    prelabel(server_with(4), 1, known, announce=lambda *facts: told.append(facts))
    [(tasks, estimate, _)] = told
    assert (tasks, estimate.records) == (4, 4)


def test_project_and_deployment_may_be_those_of_the_connection(emulator, tmp_path):
    server = server_with(2)
    server.connections[1] = {
        "id": 1, "url": "http://127.0.0.1:9", "title": "mine",
        "extra_params": {"project": "p", "deployment": "d"},
    }  # fmt: skip
    known = settings(emulator, tmp_path, project=None, deployment=None)
    assert prelabel(server, 1, known).added == 2


@pytest.mark.parametrize(
    ("shown", "after"),
    [
        ("my own model", "my own model"),
        ("staging@m", "staging@m"),
        ("d@m0", VERSION),
        ("spanbridge", VERSION),
        ("", VERSION),
    ],
)
def test_a_project_shows_it_unless_it_shows_what_is_not_this_deployments(
    emulator, tmp_path, shown, after
):
    server = server_with(2)
    server.settings["model_version"] = shown
    done = prelabel(server, 1, settings(emulator, tmp_path))
    assert done.added == 2
    assert server.settings["model_version"] == after
    told = {"other-version-shown": 1} if after == shown else {}
    assert done.report.problems == told


def test_a_task_without_text_gets_an_empty_prediction_and_one_without_field_none(
    emulator, tmp_path
):
    server = server_with(1)
    server.add_tasks(1, [{"data": {"text": " "}}, {"data": {"other": "Ada"}}])
    done = prelabel(server, 1, settings(emulator, tmp_path))
    assert (done.added, done.failed) == (2, 1)
    assert versions_of(server) == [[VERSION], [VERSION], []]
    assert server.held[1]["predictions"][0]["result"] == []
    assert {*done.report.problems} == {"text-empty", "text-missing"}

"""The worker looks when it is time or when it is told to, goes on after errors, and can be held."""

from __future__ import annotations

import pytest
from azure_of import add_faults, counted, emulator
from loop_of import LS_PROJECT, loop, server_with
from spanbridge.bridge.errors import StoppedError
from spanbridge.bridge.label_studio import project_settings
from spanbridge.bridge.loop.acting import act
from spanbridge.bridge.loop.lock import held
from spanbridge.bridge.loop.looking import look
from spanbridge.bridge.loop.next_action import next_action
from spanbridge.bridge.loop.observing import Asked, observe
from spanbridge.bridge.loop.rolling_back import release, roll_back
from spanbridge.bridge.loop.standing import status
from spanbridge.bridge.loop.tables import FACTS
from spanbridge.bridge.loop.worker import Worker, attempt
from spanbridge.converters.split import Split
from sqlalchemy import delete


class Clock:
    """A clock that stands still until it is put forward."""

    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        """Tell the time."""
        return self.now


def more(server, first, last):
    for number in range(first, last):
        server.annotate(number)


def test_a_worker_looks_by_itself_and_at_once_when_training_is_asked_for(tmp_path):
    server, clock = server_with(annotated=0), Clock()
    with loop(tmp_path, server) as (place, azure):
        worker = Worker([place], clock)
        worker.tick()
        assert place.record.rounds() == []
        more(server, 1, 31)
        clock.now += 290
        worker.tick()
        assert place.record.rounds() == []
        clock.now += 20
        worker.tick()
        assert [one.outcome for one in place.record.rounds()] == ["promoted"]
        worker.tick()
        more(server, 31, 33)
        clock.now += 5
        place.nudges.note(LS_PROJECT, "changed")
        worker.tick()
        assert len(place.record.rounds()) == 1
        place.nudges.note(LS_PROJECT, "train")
        worker.tick()
        assert [one.reason for one in place.record.rounds()][1:] == [
            "training was asked for; 2 tasks changed"
        ]
        assert counted(azure)["trainings"] == 2
        assert place.nudges.of(LS_PROJECT) == []


def test_training_that_is_asked_for_without_changes_is_forgotten(tmp_path):
    with loop(tmp_path, server_with(annotated=20)) as (place, azure):
        look(place)
        place.nudges.note(LS_PROJECT, "train")
        assert look(place).kind == "rest"
        assert place.nudges.of(LS_PROJECT) == []
        assert counted(azure)["trainings"] == 1


def test_one_acts_at_a_time(tmp_path):
    with loop(tmp_path, server_with(annotated=20)) as (place, _):
        with held(place.record.engine, place.name):
            assert look(place) is None
        assert look(place).outcome == "promoted"


def test_what_goes_wrong_is_remembered_and_done_at_the_next_look(tmp_path):
    with loop(tmp_path, server_with(annotated=20)) as (place, azure):
        fault = {"fault": "answer", "operation": "put_deployment", "status": 400}
        add_faults(azure, fault)
        assert attempt(place).kind == "wait"
        assert "400" in place.record.row.problem
        assert status(place)["next"]["action"] == "stage"
        assert attempt(place).outcome == "promoted"
        assert place.record.row.problem == ""
        assert counted(azure)["trainings"] == 1


def test_a_training_that_fails_ends_its_round_and_the_next_one_tries_again(tmp_path):
    with loop(tmp_path, server_with(annotated=20)) as (place, azure):
        add_faults(azure, {"fault": "job", "kind": "train", "status": "failed"})
        found = look(place)
        assert (found.outcome, found.why) == ("failed", "the training failed")
        assert look(place).outcome == "promoted"
        changes = [one.fact("start")["changes"]["tasks"] for one in place.record.rounds()]
        assert changes == [20, 20]


def test_labels_that_cannot_be_pushed_end_the_round(tmp_path):
    with loop(tmp_path, server_with(annotated=6)) as (place, azure):
        found = look(place)
        assert found.outcome == "failed"
        assert "document" in found.why
        assert counted(azure)["trainings"] == 0


def test_caps_hold_rounds_back_but_not_those_by_hand(tmp_path):
    server = server_with(annotated=20)
    with loop(tmp_path, server, rounds_a_day=1) as (place, _):
        look(place)
        more(server, 21, 41)
        found = look(place)
        assert (found.kind, "rounds_a_day" in found.why) == ("rest", True)
        assert look(place, Asked("by hand")).outcome == "promoted"


def test_a_model_that_is_worse_stays_out(tmp_path):
    server = server_with(annotated=40)
    with loop(tmp_path, server) as (place, azure):
        look(place)
        first = place.record.rounds()[0].fact("label")["label"]
        parts = {"Person": "City", "City": "Person"}
        tests = drawn_for_testing(place)
        for one in range(1, 41):
            if one not in tests:
                task = server.task(one)
                spans = [
                    (v["value"]["text"], parts[v["value"]["labels"][0]])
                    for v in task["annotations"][0]["result"]
                ]
                server.change(task["annotations"][0]["id"], spans)
        found = look(place)
        assert (found.kind, found.outcome) == ("finish", "rejected")
        assert status(place)["serving"]["production"] == first
        version = project_settings.read(server, LS_PROJECT).model_version
        assert version == f"production@{first}"
        assert counted(azure)["swaps"] == 0
        assert look(place).kind == "rest"


def drawn_for_testing(place):
    split = Split.parse(place.options.split)
    texts = {one["id"]: one["data"]["text"] for one in place.server.held}
    return {number for number, text in texts.items() if split.part_of(text) == "Test"}


def test_too_few_test_spans_wait_for_force(tmp_path):
    server = server_with(annotated=20)
    with loop(tmp_path, server, min_test_spans=500) as (place, azure):
        assert look(place).outcome == "promoted"  # the first of all
        more(server, 21, 24)
        found = look(place, Asked("by hand"))
        assert (found.kind, "--force" in found.why) == ("rest", True)
        assert look(place).kind == "rest"
        assert counted(azure)["swaps"] == 0
        assert look(place, Asked("by hand", force=True)).outcome == "promoted"
        assert counted(azure) | {"trainings": 2, "swaps": 1} == counted(azure)


def test_an_undecided_round_makes_room_when_another_is_due(tmp_path):
    server = server_with(annotated=20)
    with loop(tmp_path, server, min_test_spans=500) as (place, azure):
        look(place)
        more(server, 21, 24)
        look(place, Asked("by hand"))
        more(server, 24, 40)
        assert look(place).outcome == "superseded"
        assert look(place).kind == "rest"
        assert [one.outcome for one in place.record.rounds()] == ["promoted", "superseded", None]
        assert counted(azure)["trainings"] == 3


def test_with_one_deployment_a_better_model_stays_and_a_worse_one_goes(tmp_path):
    server = server_with(annotated=40)
    with loop(tmp_path, server, tier="F0", staging="") as (place, azure):
        assert look(place).outcome == "promoted"
        more(server, 41, 51)
        assert look(place).outcome == "promoted"
        second = place.record.rounds()[-1].fact("label")["label"]
        tests = drawn_for_testing(place)
        for one in range(1, 51):
            if one not in tests:
                server.change(server.task(one)["annotations"][0]["id"], [])
        assert look(place).outcome == "rejected"
        assert status(place)["serving"] == {"production": second}
        assert counted(azure)["swaps"] == 0


def test_a_rollback_brings_model_version_and_predictions_back_and_holds_the_loop(tmp_path):
    server = server_with(annotated=20)
    with loop(tmp_path, server) as (place, azure):
        look(place)
        more(server, 21, 31)
        look(place)
        first, second = (one.fact("label")["label"] for one in place.record.rounds())
        for _ in range(2):  # as after a kill
            done = roll_back(place)
            assert (done.model, done.before, done.shown) == (first, second, True)
        assert status(place)["serving"]["production"] == first
        version = project_settings.read(server, LS_PROJECT).model_version
        assert version == f"production@{first}"
        assert server.versions().keys() == {version}
        more(server, 31, 51)
        found = look(place)
        assert (found.kind, "rolled back" in found.why) == ("rest", True)
        release(place)
        with pytest.raises(StoppedError, match="isn't held"):
            release(place)
        assert look(place).outcome == "promoted"
        assert counted(azure)["trainings"] == 3


def test_old_models_and_predictions_go_and_what_serves_stays(tmp_path):
    server = server_with(annotated=20)
    with loop(tmp_path, server, keep_models=2) as (place, _):
        for first in range(21, 45, 6):
            look(place)
            more(server, first, first + 6)
        labels = [one.fact("label")["label"] for one in place.record.rounds()]
        kept = {model.label for model in place.session.authoring.models("people")}
        assert kept == {*labels[-2:]}
        assert {*server.versions()} == {f"production@{label}" for label in labels[-2:]}


def test_labels_that_are_gone_stop_the_loop_until_they_are_mapped(tmp_path):
    server = server_with(annotated=20)
    with emulator(tmp_path) as azure:
        with loop(tmp_path, server, azure) as (place, _):
            look(place)
            server.label_config = server.label_config.replace("City", "Place")
            more(server, 21, 31)
            found = look(place)
            assert found.kind == "rest"
            assert '"City" = "…"' in found.why
            assert "Person, Place" in found.why
            assert len(place.record.rounds()) == 1
        with loop(tmp_path, server, azure, categories={"City": "Place"}) as (place, _):
            assert look(place).outcome == "promoted"
            spans = place.record.rounds()[-1].fact("converted")["spans"]
            assert {*spans} == {"Person", "Place"}


def test_a_round_of_an_older_release_is_finished_by_what_is_there(tmp_path):
    server = server_with(annotated=20)
    with loop(tmp_path, server) as (place, azure):
        stop_before(place, "predict")
        now = place.record.open()
        with place.record.engine.begin() as connection:
            connection.execute(delete(FACTS).where(FACTS.c.name.in_(["converted", "pushed"])))
        place.record.put(now.number, "evaluated", {"f1": 0.5})  # a step that is none any more
        assert look(place).outcome == "promoted"
        assert counted(azure)["trainings"] == 1


def stop_before(place, kind):
    """Do what comes before an action of a kind."""
    while (action := next_action(observe(place))).kind != kind:
        act(place, action)


def test_a_loop_whose_project_is_emptied_by_accident_does_not_empty_azure(tmp_path):
    server = server_with(annotated=40)
    with loop(tmp_path, server) as (place, azure):
        look(place)
        for one in server.held[:28]:
            one["annotations"].clear()
        found = look(place)
        assert found.outcome == "failed"
        assert "would be removed" in found.why
        assert counted(azure)["trainings"] == 1

"""Rounds, from what annotators did to what they see."""

from __future__ import annotations

from azure_of import counted
from loop_of import LS_PROJECT, loop, server_with
from spanbridge.bridge.label_studio import project_settings
from spanbridge.bridge.loop.looking import look


def test_a_first_round_trains_deploys_and_shows(tmp_path):
    server = server_with(annotated=30)
    before = server.annotations()
    with loop(tmp_path, server) as (place, azure):
        found = look(place)
        assert (found.kind, found.outcome) == ("finish", "promoted")
        done = counted(azure)
        assert (done["trainings"], done["swaps"]) == (1, 0)
        last = place.record.rounds()[-1]
        label = last.fact("label")["label"]
        version = f"production@{label}"
        assert project_settings.read(server, LS_PROJECT).model_version == version
        assert server.versions() == {version: 30}
        verdict = last.fact("verdict")
        assert verdict["outcome"] == "first"
        assert verdict["reasons"][0]["code"] == "first"
        assert verdict["new"]["f1"] > 0.5
    assert server.annotations() == before


def test_a_second_round_swaps_once_and_a_third_starts_only_with_changes(tmp_path):
    server = server_with(annotated=20)
    with loop(tmp_path, server) as (place, azure):
        look(place)
        for number in range(21, 41):
            server.annotate(number)
        found = look(place)
        assert (found.kind, found.outcome) == ("finish", "promoted")
        again = look(place)
        assert (again.kind, again.why) == ("rest", "nothing is to be done")
        done = counted(azure)
        assert (done["trainings"], done["swaps"]) == (2, 1)
        labels = [one.fact("label")["label"] for one in place.record.rounds()]
        assert server.versions() == {
            f"production@{labels[0]}": 40, f"production@{labels[1]}": 20
        }  # fmt: skip
        assert place.record.rounds()[-1].fact("start")["changes"] == {
            "made": 20, "changed": 0, "deleted": 0, "tasks": 20,
        }  # fmt: skip

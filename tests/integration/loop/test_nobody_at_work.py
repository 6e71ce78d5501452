"""Neither backend nor worker runs while people annotate: the next round counts what they did."""

from __future__ import annotations

import json

import pytest
from azure_of import client, counted, emulator
from loop_of import SPANS, loop, server_with
from spanbridge.bridge.loop.looking import look

BEFORE = 40
NEW = range(41, 51)
"""Tasks that are annotated meanwhile."""
CORRECTED, REMOVED = range(1, 11), range(31, 41)
"""Tasks whose annotations are changed, or deleted."""
FEWER = 1
"""How many labels a corrected annotation keeps."""


@pytest.fixture
def azure(tmp_path):
    with emulator(tmp_path) as server:
        yield server


@pytest.fixture
def server(azure, tmp_path):
    """Let a first round end; what it knew of the loop is closed."""
    made = server_with(annotated=BEFORE)
    with loop(tmp_path, made, azure) as (place, _):
        assert look(place).outcome == "promoted"
    return made


def annotation_of(server, number):
    return server.task(number)["annotations"][0]["id"]


def thirty_things(server):
    """Make, change and delete ten annotations each."""
    for number in NEW:
        server.annotate(number)
    for number in CORRECTED:
        text = server.task(number)["data"]["text"]
        server.change(annotation_of(server, number), SPANS[text][:FEWER])
    for number in REMOVED:
        server.delete(annotation_of(server, number))


def pulled(azure, folder):
    """Return the labels that Azure has, as category and covered text, by the texts."""
    with client(azure, folder) as people:
        people.pull(folder / "out")
    found = {}
    file = json.loads((folder / "out" / "labels.json").read_text("utf-8"))
    for document in file["assets"]["documents"]:
        text = (folder / "out" / "documents" / document["location"]).read_bytes().decode()
        units = text.encode("utf-16-le")
        labels = [one for region in document["entities"] for one in region["labels"]]
        found[text] = sorted(
            (units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le"),
             one["category"])
            for one in labels
        )  # fmt: skip
    return found


def test_thirty_annotations_made_changed_and_deleted_meanwhile_are_counted(server, azure, tmp_path):
    thirty_things(server)
    before = server.annotations()
    with loop(tmp_path, server, azure) as (place, _):
        look(place)
        second = place.record.rounds()[-1]
    assert second.number == 2
    assert second.reason == "30 tasks changed"
    assert second.fact("start")["changes"] == {
        "made": 10, "changed": 10, "deleted": 10, "tasks": 30,
    }  # fmt: skip
    assert second.fact("start")["annotations"] == BEFORE
    assert counted(azure)["trainings"] == 2
    assert server.annotations() == before


def test_azure_has_just_what_is_annotated_after_the_round(server, azure, tmp_path):
    thirty_things(server)
    with loop(tmp_path, server, azure) as (place, _):
        look(place)
    texts = {number: server.task(number)["data"]["text"] for number in range(1, 51)}
    wanted = {
        text: sorted(SPANS[text][:FEWER] if number in CORRECTED else SPANS[text])
        for number, text in texts.items()
        if number not in REMOVED
    }
    assert pulled(azure, tmp_path) == wanted


def test_what_was_made_and_deleted_again_counts_as_nothing(server, azure, tmp_path):
    for number in NEW:
        server.delete(server.annotate(number))
    with loop(tmp_path, server, azure) as (place, _):
        assert look(place).kind == "rest"
        assert len(place.record.rounds()) == 1


def test_an_annotation_in_place_of_another_is_one_task(server, azure, tmp_path):
    for number in CORRECTED:
        server.delete(annotation_of(server, number))
        server.annotate(number)
    with loop(tmp_path, server, azure) as (place, _):
        look(place)
        changes = place.record.rounds()[-1].fact("start")["changes"]
    assert changes == {"made": 10, "changed": 0, "deleted": 10, "tasks": 10}

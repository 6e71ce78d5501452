"""Imports: nothing twice, whatever breaks off; regions are looked at before they go in."""

from __future__ import annotations

import json

import pytest
from msgspec import Raw
from server_of import MemoryServer, task
from spanbridge.bridge.errors import UncertainError
from spanbridge.bridge.label_studio import importing
from spanbridge.bridge.label_studio.batches import batches
from spanbridge.bridge.label_studio.keys import key_of
from spanbridge.bridge.label_studio.verifying import RegionsError


def write(folder, tasks):
    file = folder / "tasks.json"
    file.write_text(json.dumps(tasks), encoding="utf-8")
    return file


TASKS = [task(f"😀 Ada {number} in Paris", (2, 5, "Person")) for number in range(2500)]


def test_tasks_go_in_in_pieces_and_a_second_run_adds_nothing(tmp_path):
    server, file = MemoryServer(), write(tmp_path, TASKS)
    steps = []
    done = importing.import_file(server, 1, file, steps.append)
    assert (done.added, done.there) == (2500, 0)
    assert [step.done for step in steps] == [1000, 2000, 2500]
    assert importing.import_file(server, 1, file).added == 0
    assert server.texts() == [one["data"]["text"] for one in TASKS]


@pytest.mark.parametrize("took_effect", [True, False])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_an_import_that_breaks_off_is_run_again_and_nothing_is_missing_or_doubled(
    tmp_path, at, took_effect
):
    server, file = MemoryServer(breaks=[*[None] * at, took_effect]), write(tmp_path, TASKS)
    with pytest.raises(UncertainError):
        importing.import_file(server, 1, file)
    importing.import_file(server, 1, file)
    assert sorted(server.texts()) == sorted(one["data"]["text"] for one in TASKS)


def test_a_region_in_utf16_units_keeps_all_from_being_sent(tmp_path):
    wrong = task("😀 Ada lives", (2, 5, "Person"))
    wrong["annotations"][0]["result"][0]["value"] |= {"start": 3, "end": 6}
    server = MemoryServer()
    with pytest.raises(RegionsError) as error:
        importing.import_file(server, 1, write(tmp_path, [TASKS[0], wrong]))
    assert error.value.report.problems == {"text-mismatch": 1}
    assert server.held == []


@pytest.mark.parametrize("offsets", [(2, 99), (-1, 3), (5, 2), ("2", "x"), (4, 4)])
def test_offsets_that_label_studio_would_take_and_cover_nothing_are_refused(tmp_path, offsets):
    wrong = task("😀 Ada lives", (2, 5, "Person"))
    value = wrong["annotations"][0]["result"][0]["value"]
    value |= dict(zip(("start", "end"), offsets, strict=True))
    with pytest.raises(RegionsError):
        importing.import_file(MemoryServer(), 1, write(tmp_path, [wrong]))


def test_predictions_inside_tasks_are_looked_at_too(tmp_path):
    wrong = task("😀 Ada lives", (2, 5, "Person"))
    result = wrong.pop("annotations")[0]["result"]
    result[0]["value"]["end"] = 99
    wrong["predictions"] = [{"model_version": "v1", "result": result}]
    with pytest.raises(RegionsError):
        importing.import_file(MemoryServer(), 1, write(tmp_path, [wrong]))


def test_a_task_of_the_same_name_with_another_text_is_left_as_it_is_and_told(tmp_path):
    server = MemoryServer()
    one = task("Ada", azure={"location": "a.txt"})
    other = task("Grace", azure={"location": "a.txt"})
    importing.import_file(server, 1, write(tmp_path, [one]))
    done = importing.import_file(server, 1, write(tmp_path, [other]))
    assert (done.added, done.differing) == (0, 1)
    assert done.report.problems == {"task-there-differs": 1}
    assert server.texts() == ["Ada"]


def test_the_same_task_given_twice_goes_in_once(tmp_path):
    server = MemoryServer()
    done = importing.import_file(server, 1, write(tmp_path, [task("Ada"), task("Ada")]))
    assert done.report.problems == {"task-given-twice": 1}
    assert server.texts() == ["Ada"]


def test_the_key_of_a_named_task_is_its_name_and_piece_whatever_else_azure_says():
    def key(**azure):
        return key_of({"data": Raw(json.dumps({"text": "x", "azure": azure}).encode())})

    assert key(location="a.txt") == key(location="a.txt", dataset="Test")
    assert key(location="a.txt") != key(location="b.txt")
    assert key(location="a.txt", piece=1) != key(location="a.txt", piece=2)


def test_a_task_larger_than_a_piece_goes_alone():
    assert [*batches([("a", 5), ("b", 50), ("c", 5)], size=10)] == [["a"], ["b"], ["c"]]


def test_what_another_server_numbered_stays_behind():
    fields = {
        "id": Raw(b"7"),
        "data": Raw(b'{"text": "Ada"}'),
        "annotations": Raw(b'[{"id": 3, "completed_by": 9, "result": [], "was_cancelled": true}]'),
    }
    answer = {"result": [], "was_cancelled": True, "ground_truth": False}
    assert importing.body_of(fields) == {"data": {"text": "Ada"}, "annotations": [answer]}

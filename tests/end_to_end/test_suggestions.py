"""Label Studio, the ML backend and Azure's emulator together, by the commands that people type."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from end_to_end.test_connecting import served
from msgspec.structs import replace
from prelabel_of import azure, settings, texts
from server_of import CONFIG, task
from spanbridge.bridge.secret import Secret
from spanbridge.ml_backend.running import MlBackend

SPANBRIDGE = Path(sys.executable).with_name("spanbridge")
VERSION = "d@m"
COUNT = 30


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    with azure(tmp_path_factory.mktemp("azure")) as server:
        yield server


@pytest.fixture
def known(emulator, label_studio, tmp_path):
    found = settings(emulator, tmp_path)
    return replace(
        found,
        label_studio_url=label_studio.address,
        label_studio_api_key=Secret(label_studio.token),
    )


@pytest.fixture
def running(known) -> Iterator[MlBackend]:
    with MlBackend(known) as server:
        yield server


@pytest.fixture
def run(known, tmp_path):
    """Run the command; return its JSON."""
    environment = os.environ | {
        "LABEL_STUDIO_URL": known.label_studio_url,
        "LABEL_STUDIO_API_KEY": known.label_studio_api_key.reveal(),
        "SPANBRIDGE_AZURE_ENDPOINT": known.endpoint,
        "SPANBRIDGE_AZURE_KEY": known.key.reveal(),
        "SPANBRIDGE_STATE": known.state,
    }

    def command(*arguments, status=0):
        call = [SPANBRIDGE, "label-studio", *map(str, arguments), "--json"]
        done = subprocess.run(
            call, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False
        )
        assert done.returncode == status, f"{call}\n{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout)

    return command


@pytest.fixture
def project(label_studio):
    number = label_studio.api.project(CONFIG)
    return number, label_studio.api.import_tasks(number, [task(text) for text in texts(COUNT)])


def predictions_in(label_studio, project):
    found = label_studio.api.call(
        "GET", "tasks", params={"project": project, "fields": "all", "page_size": 100}
    )
    return {one["id"]: one["predictions"] for one in found["tasks"]}


def test_connected_and_prelabelled_the_least_certain_come_first_on_the_right_characters(
    run, running, label_studio, project
):
    number, tasks = project
    ours = ("-p", "p", "--deployment", "d")
    done = run("connect", number, *ours, "--backend-url", running.address)
    assert done["version"] == VERSION
    assert run("connect", number, *ours)["done"] == []

    brought = run("prelabel", number)  # project and deployment are the connection's
    assert (brought["added"], brought["version"]) == (COUNT, VERSION)
    assert (run("prelabel", number)["added"], run("prelabel", number)["there"]) == (0, COUNT)

    held = predictions_in(label_studio, number)
    assert {one["model_version"] for each in held.values() for one in each} == {VERSION}
    assert [len(held[one]) for one in tasks] == [1] * COUNT
    for text, one in zip(texts(COUNT), tasks, strict=True):
        values = [region["value"] for region in held[one][0]["result"]]
        assert {text[v["start"] : v["end"]] for v in values} == {v["text"] for v in values}
    scores = {one: held[one][0]["score"] for one in tasks}
    came = [scores[one] for one in served(label_studio, number, COUNT)]
    assert came == sorted(came)
    assert came[0] < came[-1]

    run("disconnect", number)
    assert label_studio.api.call("GET", "ml", params={"project": number}) == []


def test_what_the_backend_has_written_prelabelling_leaves_and_it_is_the_same(
    run, running, label_studio, project
):
    number, tasks = project
    run("connect", number, "-p", "p", "--deployment", "d", "--backend-url", running.address)
    label_studio.api.call(
        "POST", "dm/actions", params={"id": "retrieve_tasks_predictions", "project": number},
        json={"selectedItems": {"all": False, "included": tasks[:5]}},
    )  # fmt: skip
    by_backend = predictions_in(label_studio, number)
    brought = run("prelabel", number)
    assert (brought["added"], brought["there"]) == (COUNT - 5, 5)
    run("prelabel", number, "--refresh")
    by_us = predictions_in(label_studio, number)
    for one in tasks[:5]:
        assert shape(by_us[one]) == shape(by_backend[one])


def shape(predictions):
    """Return what matters of predictions: ids of regions are made anew."""
    return [
        (one["score"], [(r["type"], r["value"], r["score"]) for r in one["result"]])
        for one in predictions
    ]

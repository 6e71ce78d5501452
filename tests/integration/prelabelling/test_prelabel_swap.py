"""A deployment that is swapped in the middle leaves no task with predictions of the old model."""

from __future__ import annotations

import pytest
from emulator_of import PROJECTS, TRAIN, Rest
from prelabel_of import azure, server_with, settings, versions_of
from spanbridge.bridge.errors import StoppedError
from spanbridge.bridge.prelabelling import prelabel, writing


@pytest.fixture
def rest(tmp_path):
    """Serve another model as `e`, to swap with."""
    with azure(tmp_path) as emulator:
        rest = Rest(emulator.endpoint, emulator.key)
        other = {**TRAIN, "modelLabel": "m2"}
        assert rest.job("POST", f"{PROJECTS}/p/:train", other)["status"] == "succeeded"
        body = {"trainedModelLabel": "m2"}
        assert rest.job("PUT", f"{PROJECTS}/p/deployments/e", body)["status"] == "succeeded"
        rest.known = settings(emulator, tmp_path)
        yield rest


def swapping(server, rest, times):
    """Swap as pieces are being written, that often."""
    call, left = server.call, [None] * times

    def swap_first(method, path, **more):
        if path == "tasks" and left:
            left.pop()
            names = {"firstDeploymentName": "d", "secondDeploymentName": "e"}
            assert rest.job("POST", f"{PROJECTS}/p/deployments/:swap", names)
        return call(method, path, **more)

    server.call = swap_first
    return server


def test_all_tasks_end_with_what_the_deployment_serves_then(rest, monkeypatch):
    monkeypatch.setattr(writing, "_MOST", 2)
    server = swapping(server_with(6), rest, times=1)
    done = prelabel(server, 1, rest.known)
    assert (done.version, done.added) == ("d@m2", 6)
    assert [versions[-1] for versions in versions_of(server)] == ["d@m2"] * 6
    assert [len(versions) for versions in versions_of(server)] == [2, 2, 1, 1, 1, 1]
    assert server.settings["model_version"] == "d@m2"


def test_a_swap_after_the_last_piece_is_seen_too(rest):
    server = swapping(server_with(3), rest, times=1)
    assert prelabel(server, 1, rest.known).version == "d@m2"
    assert versions_of(server) == [["d@m", "d@m2"]] * 3


def test_a_deployment_that_is_swapped_again_and_again_is_left_alone(rest, monkeypatch):
    monkeypatch.setattr(writing, "_MOST", 2)
    server = swapping(server_with(9), rest, times=9)
    with pytest.raises(StoppedError, match="swapped") as error:
        prelabel(server, 1, rest.known)
    assert "paid for" in error.value.remedy

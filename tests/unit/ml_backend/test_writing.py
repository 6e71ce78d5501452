"""What is written to Label Studio: once, after a look, and again only after what passes."""

from __future__ import annotations

import pytest
from azure_of import QUICK
from backend_run import held, versions
from server_of import MemoryServer
from spanbridge.bridge.errors import Failure, RefusedError, UnreachableError
from spanbridge.ml_backend.writing import Writer


def prediction(version="d@m"):
    return {"model_version": version, "score": 0.5, "result": []}


def written(server, count=3, mine=lambda _: True):
    told = []
    writer = Writer(server, told.append, QUICK)
    count = writer.write(3, {number: prediction() for number in range(1, count + 1)}, mine)
    assert sum(told) == count
    return count


def test_each_task_gets_its_prediction_once_however_often_it_is_written():
    server = MemoryServer(held=held(["a", "b", "c"]))
    assert (written(server), written(server)) == (3, 0)
    assert versions(server) == [["d@m"]] * 3


def test_another_version_stays_beside_it():
    server = MemoryServer(held=held(["a"]))
    server.held[0]["predictions"] = [prediction("d@old")]
    assert written(server, 1) == 1
    assert versions(server) == [["d@old", "d@m"]]


def test_what_is_no_longer_ours_is_left():
    server = MemoryServer(held=held(["a", "b", "c"]))
    assert written(server, mine=lambda number: number != 2) == 2
    assert versions(server) == [["d@m"], [], ["d@m"]]


def test_thousands_go_in_pieces():
    server = MemoryServer(held=held(["x"] * 1_200))
    assert written(server, 1_200) == 1_200


class Broken(MemoryServer):
    """Raises `errors` first."""

    errors: list[Exception]

    def add_predictions(self, project, predictions):
        """Keep predictions, or break off."""
        if self.errors:
            raise self.errors.pop(0)
        super().add_predictions(project, predictions)


@pytest.mark.parametrize(
    "error",
    [UnreachableError(Failure("gone")), RefusedError(Failure("busy", 503)),
     RefusedError(Failure("slowly", 429))],
)  # fmt: skip
def test_what_passes_is_tried_again(error):
    server = Broken(held=held(["a"]))
    server.errors = [error]
    assert written(server, 1) == 1


@pytest.mark.parametrize(
    "errors", [[RefusedError(Failure("no", 403))], [UnreachableError(Failure("gone"))] * 9]
)
def test_what_stays_is_told(errors):
    server = Broken(held=held(["a"]))
    server.errors = [*errors]
    with pytest.raises((RefusedError, UnreachableError)):
        written(server, 1)

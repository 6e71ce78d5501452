"""One holds the lock of a loop; it ends with its process, however that ends."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from spanbridge.bridge.database import opened
from spanbridge.bridge.loop.lock import held
from spanbridge.bridge.settings import load

HOLDS = """
import sys, time
from spanbridge.bridge.database import opened
from spanbridge.bridge.loop.lock import held
from spanbridge.bridge.settings import load
with held(opened(load({"state": sys.argv[1]}, environment={})), "people") as lock:
    print("held" if lock else "not held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def engine(tmp_path):
    made = opened(load({"state": str(tmp_path)}, environment={}))
    yield made
    made.dispose()


def test_a_second_one_does_not_get_it_until_the_first_is_done(engine):
    with held(engine, "people") as first, held(engine, "people") as second:
        assert first is not None
        assert second is None
        first.check()
    with held(engine, "people") as again:
        assert again is not None


def test_another_loop_has_its_own(engine):
    with held(engine, "people"), held(engine, "places") as other:
        assert other is not None


def test_it_ends_with_a_process_that_is_killed(engine, tmp_path):
    command = [sys.executable, "-c", HOLDS, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        with held(engine, "people") as lock:
            assert lock is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    with held(engine, "people") as lock:
        assert lock is not None

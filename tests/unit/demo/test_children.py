"""What the demo starts ends with it, also where it is killed; what doesn't start is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from spanbridge.bridge.demo.children import Children, free_port
from spanbridge.bridge.errors import StoppedError

_SERVER = """
import http.server, os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("pids", os.getpid(), child.pid, os.environ.get("SPANBRIDGE_PROJECT"), flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler
                       ).serve_forever()
"""
_PARENT = """
import sys, time
from pathlib import Path
from spanbridge.bridge.demo.children import Children
with Children(Path(sys.argv[1])) as children:
    children.start("server", [sys.executable, "-c", sys.argv[2], sys.argv[3]], {}, sys.argv[4])
    print("up", flush=True)
    time.sleep(600)
"""


def told(logs: Path) -> list[str]:
    return (logs / "server.log").read_text("utf-8").splitlines()[0].split()[1:]


def end(pids: list[str]) -> bool:
    """Wait until processes have ended; the machine may be slow."""
    for _ in range(300):
        if not any(is_running(pid) for pid in pids):
            return True
        time.sleep(0.1)
    return False


def is_running(pid: str) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def test_a_server_answers_within_and_it_and_its_children_are_gone_after(tmp_path, monkeypatch):
    monkeypatch.setenv("SPANBRIDGE_PROJECT", "a real one")
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    with Children(tmp_path) as children:
        children.start("server", [sys.executable, "-c", _SERVER, str(port)], {}, address)
        assert requests.get(address, timeout=5).ok
        *pids, project = told(tmp_path)
        assert project == "None"
    assert end(pids)


def test_they_end_though_their_starter_is_killed(tmp_path):
    port = str(free_port())
    command = [sys.executable, "-c", _PARENT, tmp_path, _SERVER, port, f"http://127.0.0.1:{port}/"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout.readline() == b"up\n"
        *pids, _ = told(tmp_path)
        assert all(map(is_running, pids))
        os.kill(parent.pid, signal.SIGKILL)
    assert end(pids)


def test_one_that_does_not_start_is_told_with_its_last_words(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('no such thing')"]
    with (
        Children(tmp_path) as children,
        pytest.raises(StoppedError, match="did not start") as error,
    ):
        children.start("server", command, {}, f"http://127.0.0.1:{free_port()}/")
    assert error.value.details == ["no such thing"]

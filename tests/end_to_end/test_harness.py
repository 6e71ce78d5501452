"""What the harness starts it stops, and what it can't have it tells of."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from end_to_end import chromium as chromium_module
from end_to_end.chromium import chromium
from end_to_end.environments import environment
from end_to_end.label_studio import free_port, stop
from spanbridge.bridge.errors import StoppedError


def test_stop_ends_a_process_and_those_that_it_started():
    command = "trap '' TERM; sleep 600 & echo $!; wait; sleep 600"
    process = subprocess.Popen(
        ["/bin/sh", "-c", command], stdout=subprocess.PIPE, start_new_session=True
    )
    with process:
        child = int(process.stdout.readline())
        stop(process, seconds=1)
        assert process.poll() is not None
        assert not is_running(child)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_without_a_browser_and_the_means_to_install_one_it_is_said(monkeypatch):
    monkeypatch.setattr(chromium_module, "_found", lambda: None)
    monkeypatch.setattr(chromium_module, "_can_install", lambda: False)
    with pytest.raises(pytest.skip.Exception, match="Debian's package `chromium`"):
        chromium()


def test_an_environment_that_could_not_be_installed_is_told_and_made_again(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    wanted, more = tmp_path / "wanted.txt", tmp_path / "more.txt"
    wanted.write_text(f"-r {more}\n", "utf-8")
    with pytest.raises(StoppedError, match="nothing can't be installed"):
        environment("nothing", wanted)
    more.write_text("", "utf-8")
    assert (environment("nothing", wanted) / "python").exists()


def test_free_ports_are_free():
    assert free_port() != free_port()

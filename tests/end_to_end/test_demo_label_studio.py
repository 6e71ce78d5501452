"""`spanbridge demo --label-studio`: what it prints is true, and all that it starts ends with it."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from end_to_end.browser import ARTEFACTS, browser
from end_to_end.label_studio import LabelStudio
from end_to_end.test_harness import is_running

_FACT = re.compile(r"^([a-z ]+): (\S+)", re.MULTILINE)
_SECONDS = 900
_TO_STOP = 60


class Demo:
    """The command, running."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "told.txt"
        command = [sys.executable, "-m", "spanbridge.bridge.cli", "demo", "--label-studio"]
        with self.log.open("wb") as told:
            self.process = subprocess.Popen(
                [*command, "--keep", folder / "files"], stdout=told, stderr=told,
                env=os.environ | {"COLUMNS": "200"},
            )  # fmt: skip
        end = time.monotonic() + _SECONDS
        while "Ctrl-C stops" not in self.told:
            assert self.process.poll() is None, self.told
            assert time.monotonic() < end, self.told
            time.sleep(0.5)
        self.facts = dict(_FACT.findall(self.told))
        self.children = started_by(self.process.pid)

    @property
    def told(self) -> str:
        """What it printed."""
        return self.log.read_text("utf-8")


def started_by(pid: int) -> list[int]:
    """Return the processes that a process has started, and those have, and so on."""
    listed = subprocess.run(
        ["/bin/ps", "-e", "-o", "pid=,ppid="], stdout=subprocess.PIPE, text=True, check=True
    )
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    found, next_ones = [], [pid]
    while next_ones:
        next_ones = [child for child, parent in pairs if parent in next_ones]
        found += next_ones
    return found


def all_end(pids: list[int]) -> bool:
    end = time.monotonic() + _TO_STOP
    while any(map(is_running, pids)):
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


@pytest.fixture
def demo(tmp_path):
    running = Demo(tmp_path)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()


def test_a_person_signs_in_and_sees_suggestions_and_ctrl_c_stops_it_all(demo):
    address, _, rest = demo.facts["label studio"].partition("/projects/")
    studio = LabelStudio(demo.folder, int(address.rsplit(":", 1)[1]), "", demo.facts["password"])
    assert demo.facts["tasks with suggestions"] == "200"
    with browser(studio, demo.facts["user"]) as shown:
        page = shown.page
        page.goto(f"{address}/projects/{rest}?labeling=1")
        page.locator(".htx-highlight").first.wait_for()
        (ARTEFACTS / "screenshots").mkdir(parents=True, exist_ok=True)
        shown.screenshot("demo-label-studio")
    assert requests.get(f"{demo.facts['ml backend']}/health", timeout=5).ok
    assert len(demo.children) >= 6
    folder, *commands = [line.strip() for line in demo.told.splitlines() if line.startswith("  ")]
    for command in commands:
        words = [sys.executable, "-m", "spanbridge.bridge.cli", *shlex.split(command)[1:]]
        subprocess.run(words, cwd=folder.removeprefix("cd "), check=True, capture_output=True)
    assert (demo.folder / "files" / "azure" / "labels.json").exists()
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(_TO_STOP) == 0
    assert all_end(demo.children)
    assert "stopped" in demo.told


def test_all_that_it_started_ends_though_it_is_killed(demo):
    demo.process.kill()
    assert all_end(demo.children)

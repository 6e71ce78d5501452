"""A migration that is killed, whose server stops, whose token runs out, is simply run again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from emulator_of import project_file, texts, write_texts
from end_to_end.commands import telling
from end_to_end.label_studio import LabelStudio, free_port, started
from fixtures_of import written

COUNT, PIECE = 4_000, 1_000
COMMAND = ["migrate", "--from-backup", "backup"]


@pytest.fixture
def backup(tmp_path):
    """Write a backup of one project with thousands of documents."""
    held = {}
    for number, (text, spans) in enumerate(texts(COUNT).values()):
        held[f"{number:04}.txt"] = (f"Report {number} 😀\r\n{text}\r\n", spans)
    write_texts(tmp_path / "backup" / "people" / "documents", held)
    written(tmp_path / "backup" / "people" / "labels.json", project_file(held, "people"))
    return held


class Studio:
    """A Label Studio that can be stopped, and what a migration into it needs."""

    def __init__(self, folder: Path) -> None:
        (folder / "studio").mkdir()
        self.folder = folder
        self.server = LabelStudio(folder / "studio", free_port())
        self.environment = {"LABEL_STUDIO_URL": self.server.address,
                            "LABEL_STUDIO_API_KEY": self.server.token}  # fmt: skip

    def migrating(self) -> subprocess.Popen[bytes]:
        """Begin a migration."""
        command = [str(Path(sys.executable).with_name("spanbridge")), *COMMAND, "--json"]
        return subprocess.Popen(
            command, env=os.environ | self.environment, cwd=self.folder,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def holds(self) -> int:
        """Count the tasks that are there."""
        found = self.server.api.call("GET", "projects/", params={"page_size": 100})["results"]
        assert len(found) <= 1
        return int(found[0]["task_number"]) if found else 0

    def wait_for(self, count: int, process: subprocess.Popen[bytes]) -> None:
        """Wait until so many tasks are there, while a migration runs."""
        while self.holds() < count:
            assert process.poll() is None, process.communicate()
            time.sleep(0.02)


def test_whatever_breaks_it_off_nothing_is_missing_and_nothing_doubled(backup, tmp_path):
    studio = Studio(tmp_path)
    run = telling(tmp_path, studio.environment)
    with started(studio.server) as (_, server):
        with studio.migrating() as killed:
            studio.wait_for(PIECE, killed)
            killed.send_signal(signal.SIGKILL)
        assert studio.holds() < COUNT
        with studio.migrating() as broken:
            studio.wait_for(2 * PIECE, broken)
            os.killpg(server.pid, signal.SIGKILL)
            said = json.loads(broken.communicate()[0])["error"]
        assert broken.returncode == 3
        assert said["kind"] in {"UncertainError", "UnreachableError"}
        assert "again" in said["remedy"]
    with started(studio.server):
        there = studio.holds()
        assert there < COUNT
        fresh = studio.server.api.call("POST", "current-user/reset-token/")["token"]
        error = run(*COMMAND, status=3)["error"]
        assert error["kind"] == "UnauthorisedError"
        studio.environment["LABEL_STUDIO_API_KEY"] = fresh
        [done] = run(*COMMAND, LABEL_STUDIO_API_KEY=fresh)["migrated"]
        [again] = run(*COMMAND, LABEL_STUDIO_API_KEY=fresh)["migrated"]
        run("label-studio", "export", done["label_studio_project"], "--out", "tasks.json",
            LABEL_STUDIO_API_KEY=fresh)  # fmt: skip
    assert (again["imported"]["added"], again["imported"]["there_already"]) == (0, COUNT)
    tasks = json.loads((tmp_path / "tasks.json").read_bytes())
    assert Counter(task["data"]["azure"]["location"] for task in tasks) == Counter(backup.keys())
    for task in tasks:
        assert labelled(task) == sorted(backup[task["data"]["azure"]["location"]][1])


def labelled(task):
    text = task["data"]["text"]
    [answer] = task["annotations"]
    values = [region["value"] for region in answer["result"]]
    return sorted((text[v["start"] : v["end"]], v["labels"][0]) for v in values)

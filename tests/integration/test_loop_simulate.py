"""`spanbridge loop simulate` on the shipped incident reports: real trainings, small numbers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from incidents import incidents
from spanbridge.bridge.cli import run
from tasks import task

SMALL = ["--seeds", "2", "--first", "10", "--batch", "25"]


@pytest.fixture(scope="module")
def export(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("simulate") / "export.json"
    file.write_text(json.dumps([task(one) for one in incidents(80)]), encoding="utf-8")
    return file


def simulated(export, capsys, *options):
    assert run(["loop", "simulate", str(export), *SMALL, *options]) == 0
    return capsys.readouterr().out


def test_it_plays_each_strategy_with_each_seed_and_ends_with_everything(export, capsys):
    names = "length-normalised,random"
    data = json.loads(simulated(export, capsys, "--strategies", names, "--json"))
    runs = [(one["strategy"], one["seed"]) for one in data["runs"]]
    assert runs == [(name, seed) for name in names.split(",") for seed in (0, 1)]
    assert data["full"]["documents"] + data["test_documents"] == 80
    for one in data["runs"]:
        assert one["stages"][-1] == data["full"]
        assert one["stages"][0]["documents"] == 10
    assert data["runs"][0]["stages"][0] == data["runs"][2]["stages"][0]
    assert data["full"]["f1"] > max(one["stages"][0]["f1"] for one in data["runs"])
    texts = [one.text[:40] for one in incidents(80)]
    assert not any(text in json.dumps(data, ensure_ascii=False) for text in texts)


def test_people_see_curves_and_a_table_and_get_a_page(export, capsys, tmp_path):
    page = tmp_path / "page.html"
    shown = simulated(export, capsys, "--strategies", "random", "--html", str(page))
    assert "Labels that were enough" in shown
    assert "tokens" in shown
    html = page.read_text(encoding="utf-8")
    HTMLParser().feed(html)
    assert html.count("<svg") == 3
    assert "http-equiv" not in html
    assert not [word for word in ("src=", "href=") if word in html]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--strategies", "entropy"], "entropy"),
        (["--split", "80/30"], "add to 100"),
        (["--first", "500"], "too few"),
        (["--split", "100/0"], "0 to test on"),
    ],
)
def test_wrong_use_says_what_is_wrong(export, capsys, options, said):
    assert run(["loop", "simulate", str(export), *options]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("place", "status"), [("here.html", 2), ("nowhere/page.html", 1)])
def test_a_page_that_can_not_be_written_is_told_before_anything_is_played(
    export, capsys, tmp_path, place, status
):
    (tmp_path / "here.html").write_text("mine", encoding="utf-8")
    began = time.monotonic()
    command = ["loop", "simulate", str(export), "--batch", "1", "--seeds", "50"]
    assert run([*command, "--html", str(tmp_path / place)]) == status
    assert place in capsys.readouterr().err
    assert time.monotonic() - began < 20  # all of it would take many minutes
    assert (tmp_path / "here.html").read_text(encoding="utf-8") == "mine"


def test_texts_with_one_category_each_are_played_too(tmp_path, capsys):
    words = {"Disk": "disk is full", "Net": "cable is torn", "Login": "password is wrong"}
    tasks = []
    for number in range(60):
        category = [*words][number % 3]
        text = f"Report {number}: {words[category]} again"
        choice = {
            "from_name": "class", "to_name": "text", "type": "choices",
            "value": {"choices": [category]},
        }  # fmt: skip
        tasks.append({"data": {"text": text}, "annotations": [{"result": [choice]}]})
    export = tmp_path / "export.json"
    export.write_text(json.dumps(tasks), encoding="utf-8")
    data = json.loads(simulated(export, capsys, "--kind", "single-label", "--json"))
    assert data["full"]["spans"] == data["full"]["documents"]
    assert data["full"]["f1"] > 0.9


def children(process: int) -> list[int]:
    """List the processes that it started: two that play, and Python's own that cleans up."""
    return [*map(int, Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split())]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.skipif(os.cpu_count() == 1, reason="of one core there are no other processes")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_whoever_stops_it_stops_its_processes_and_sees_no_traceback(export, how):
    command = [sys.executable, "-m", "spanbridge.bridge.cli", "loop", "simulate", str(export)]
    with subprocess.Popen(
        [*command, "--batch", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as process:  # fmt: skip
        while process.poll() is None and len(started := children(process.pid)) < 3:
            time.sleep(0.05)
        os.killpg(process.pid, how) if how == signal.SIGINT else process.send_signal(how)
        out, errors = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert errors.strip() == "Interrupted; nothing was written."
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{one}").exists() for one in started):
        assert time.monotonic() < deadline, "a process goes on"
        time.sleep(0.05)

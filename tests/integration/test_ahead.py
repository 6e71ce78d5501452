"""Reading in a process of its own gives what reading in one gives, faults included."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from spanbridge import ProblemError, Report, to_azure, to_label_studio
from spanbridge.bridge import ahead as module
from spanbridge.bridge.ahead import ahead
from spanbridge.converters.document import Document, Record, Span

EXPORT = Path(__file__).parents[2] / "examples" / "incidents" / "export.json"

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2,
    reason="a second process needs Linux and a second core",
)


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch):
    monkeypatch.setattr(module, "LARGE", 0)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def records(count: int):
    for number in range(count):
        text = f"😀 Alice {number}"
        yield Record((Document(text, (Span(2, 7, "Person"),), name=f"{number}.txt"),), b"{}")


def no_progress(_done, _size):
    pass


def test_both_ways_write_the_same_files_and_tell_the_same(tmp_path, monkeypatch):
    reports = []
    for way, large in (("one", 1 << 62), ("two", 0)):
        monkeypatch.setattr(module, "LARGE", large)
        azure = tmp_path / way / "azure"
        reports.append(
            to_azure(EXPORT, azure, language="en", split="80/20", project_name="p").as_dict()
        )
        back = to_label_studio(
            azure / "labels.json",
            tmp_path / way / "back",
            texts=azure / "documents",
            manifest_file=azure / "manifest.jsonl",
        )
        reports.append(back.as_dict())
    assert reports[:2] == reports[2:]
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_records_come_through_as_they_are_with_progress_and_report():
    def read(report, progress):
        report.tell("text-empty", "$[0]")
        progress(7, None)
        yield from records(250)

    report, seen = Report(), []
    there = [*ahead(read, report, lambda done, size: seen.append((done, size)), 100)]
    assert there == [*records(250)]
    assert report.problems == {"text-empty": 1}
    assert {*seen} == {(7, 100)}


def test_a_problem_with_the_file_is_raised_here(tmp_path):
    source = tmp_path / "cut.json"
    source.write_bytes(EXPORT.read_bytes()[:-100])
    with pytest.raises(ProblemError) as caught:
        to_azure(source, tmp_path / "out", language="en")
    assert caught.value.problem.code == "input-cut-off"
    assert not (tmp_path / "out").exists()


def test_a_killed_reader_is_no_silent_end():
    def read(_report, _progress):
        yield from records(100)
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(ChildProcessError, match="killed"):
        [*ahead(read, Report(), no_progress, 0)]


def test_whoever_stops_listening_leaves_no_process_behind():
    def read(_report, _progress):
        while True:
            yield from records(100)

    stream = ahead(read, Report(), no_progress, 0)
    next(stream)
    stream.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)

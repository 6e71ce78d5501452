"""Folders and archives as input: in the order of people, nothing that no export makes."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from spanbridge.bridge import archives
from spanbridge.bridge.archives import files_in, holds_files
from spanbridge.converters.problems import ProblemError


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def code_of(path: Path) -> str:
    def read_all() -> None:
        with files_in(path) as files:
            for name in files.names:
                with files.open(name) as file:
                    while file.read(1 << 16):
                        pass

    with pytest.raises(ProblemError) as caught:
        read_all()
    return caught.value.problem.code


def test_folders_and_archives_are_told_by_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(b"[]")
    assert holds_files(tmp_path)
    assert holds_files(zipped(tmp_path / "tasks.json", {"1": b"{}"}))
    assert holds_files(zipped(tmp_path / "empty", {}))
    assert not holds_files(tmp_path / "export.zip")
    assert not holds_files("-")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_is_not_looked_into_since_it_can_be_read_only_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert not holds_files(tmp_path / "pipe")


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_names_are_in_the_order_of_people_and_what_hides_is_passed_over(
    kind: str, tmp_path: Path
) -> None:
    files = dict.fromkeys(("10", "9", "a/2", "a/1", ".x", ".git/x", "__MACOSX/9", "b2"), b"1")
    source = tmp_path / "in"
    if kind == "zip":
        zipped(source, files)
    for name, data in files.items() if kind == "folder" else ():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(data)
    with files_in(source) as found:
        assert [*found.names] == ["9", "10", "a/1", "a/2", "b2"]
        with found.open("a/2") as file:
            assert file.read() == b"1"


def test_progress_is_told_while_files_are_read(tmp_path: Path) -> None:
    told: list[int] = []
    files = {"1": b"123", "2": b"12345"}
    for name, data in files.items():
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    for source in (tmp_path / "in", zipped(tmp_path / "in.zip", files)):
        with files_in(source, lambda done, _: told.append(done)) as found:
            for name in found.names:
                with found.open(name) as file:
                    assert file.read() == files[name]
    assert told == [3, 8, 3, 8]


@pytest.mark.parametrize("name", ["../1", "/etc/1", "a/../../1", "..\\1"])
def test_a_name_that_leads_out_is_refused(name: str, tmp_path: Path) -> None:
    assert code_of(zipped(tmp_path / "a.zip", {name: b"{}"})) == "archive-refused"


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("1", b"{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("1", b"[]")
    assert code_of(tmp_path / "a.zip") == "archive-refused"


def test_contents_far_larger_than_the_archive_are_refused(tmp_path: Path, monkeypatch) -> None:
    source = zipped(tmp_path / "a.zip", {"1": b"0" * 5_000_000})
    with files_in(source) as files:
        assert files.names == ["1"], "what is small does no harm"
    monkeypatch.setattr(archives, "_HARMLESS", 1_000_000)
    assert code_of(source) == "archive-refused"


@pytest.mark.parametrize("place", [-4, 45, 60])
def test_a_damaged_archive_is_a_problem(place: int, tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.zip", {"1": bytes(range(256)) * 40})
    data = bytearray(source.read_bytes())
    data[place] ^= 0xFF
    source.write_bytes(data)
    assert code_of(source) == "archive-damaged"


def test_an_archive_that_was_cut_off_is_a_problem(tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.zip", {"1": b"{}"})
    source.write_bytes(source.read_bytes()[:-30])
    assert code_of(source) == "archive-damaged"

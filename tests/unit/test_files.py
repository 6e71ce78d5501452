"""An output folder appears whole or not at all; an input says how far it is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from spanbridge.bridge.files import OutputFolder, opened, read
from spanbridge.converters.problems import ProblemError


def names(folder: Path) -> list[str]:
    """Return all that is in a folder, hidden or not."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def _write(out: Path, *, failing: type[BaseException] | None = None) -> None:
    """Write three files over what is there, and fail in the end if asked to."""
    with OutputFolder(out, force=True) as folder:
        for name in ("a.json", "b.json", "c.json"):
            folder.write(name, b"new")
        if failing:
            raise failing


@pytest.fixture
def umask() -> Iterator[int]:
    before = os.umask(0o027)
    yield 0o027
    os.umask(before)


def test_what_is_written_appears_when_the_block_ends(tmp_path: Path) -> None:
    with OutputFolder(tmp_path / "a" / "out") as folder:
        folder.folder("texts")
        folder.write("texts/1.txt", b"one")
        with folder.open("labels.json") as file:
            file.write(b"{}")
        folder.open("left-open.json").write(b"[]")
        folder.scratch().write(b"no part of it")
        assert not (tmp_path / "a" / "out").exists()
    out = tmp_path / "a" / "out"
    assert names(out) == ["labels.json", "left-open.json", "texts", "texts/1.txt"]
    assert (out / "texts" / "1.txt").read_bytes() == b"one"
    assert (out / "left-open.json").read_bytes() == b"[]"
    assert names(tmp_path / "a") == ["out", *(f"out/{name}" for name in names(out))]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("existed", [False, True])
def test_an_exception_leaves_nothing(
    error: type[BaseException], *, existed: bool, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    if existed:
        out.mkdir()
    with pytest.raises(error):
        _write(out, failing=error)
    assert names(tmp_path) == (["out"] if existed else [])


def test_an_error_of_the_system_while_writing_is_a_problem(tmp_path: Path) -> None:
    with (
        pytest.raises(ProblemError, match="No such file") as caught,
        OutputFolder(tmp_path / "out") as folder,
    ):
        folder.write("no/folder.txt", b"")
    assert caught.value.problem.code == "output-unwritable"
    assert names(tmp_path) == []


def test_what_is_discarded_does_not_appear(tmp_path: Path) -> None:
    with OutputFolder(tmp_path / "out") as folder:
        folder.write("labels.json", b"{}")
        folder.discard()
    assert names(tmp_path) == []


def test_an_empty_folder_is_filled_without_force(tmp_path: Path) -> None:
    with OutputFolder(tmp_path) as folder:
        folder.write("labels.json", b"{}")
    assert names(tmp_path) == ["labels.json"]


def test_a_folder_with_files_is_refused_without_force(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_bytes(b"mine")
    with pytest.raises(ProblemError) as caught, OutputFolder(tmp_path):
        pytest.fail("the block must not begin")
    assert caught.value.problem.code == "output-exists"
    assert names(tmp_path) == ["mine.txt"]


def test_force_replaces_what_has_the_same_name_and_nothing_else(tmp_path: Path) -> None:
    for name in ("labels.json", "mine.txt", "documents/old.txt", "folder/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"old")
    with OutputFolder(tmp_path, force=True) as folder:
        folder.folder("documents")
        folder.write("documents/new.txt", b"new")
        folder.write("labels.json", b"new")
        folder.write("folder", b"a file now")
    assert names(tmp_path) == [
        "documents",
        "documents/new.txt",
        "folder",
        "labels.json",
        "mine.txt",
    ]
    assert (tmp_path / "labels.json").read_bytes() == b"new"
    assert (tmp_path / "mine.txt").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("failing", "what"),
    [
        ("a.json", b"old"),
        ("a.json", b"new"),
        ("b.json", b"new"),
        ("c.json", b"old"),
        ("c.json", b"new"),
    ],
)
@pytest.mark.parametrize(
    "error",
    [PermissionError(13, "held by another program"), KeyboardInterrupt()],
    ids=["held by another program", "interrupted"],
)
def test_a_rename_that_fails_puts_everything_back(
    *,
    failing: str,
    what: bytes,
    error: BaseException,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("a.json", "c.json", "mine.txt"):
        (tmp_path / name).write_bytes(b"old")
    rename, fails = Path.rename, [error]

    def rename_or_fail(self: Path, target: Path) -> Path:
        if fails and self.name == failing and self.read_bytes() == what:
            raise fails.pop()
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", rename_or_fail)
    with pytest.raises((ProblemError, KeyboardInterrupt)):
        _write(tmp_path)
    assert not fails
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == {
        "a.json": b"old",
        "c.json": b"old",
        "mine.txt": b"old",
    }


@pytest.mark.parametrize("parent", ["file.txt", "file.txt/deeper"])
def test_a_target_under_a_file_can_not_be_written(parent: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_bytes(b"")
    with pytest.raises(ProblemError) as caught, OutputFolder(tmp_path / parent / "out"):
        pytest.fail("the block must not begin")
    assert caught.value.problem.code == "output-unwritable"


@pytest.mark.parametrize("force", [False, True])
def test_a_target_that_is_a_file_stays_one(*, force: bool, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(ProblemError), OutputFolder(tmp_path / "out", force=force) as folder:
        folder.write("labels.json", b"{}")
    assert (tmp_path / "out").read_bytes() == b"mine"
    assert names(tmp_path) == ["out"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_permissions_follow_the_umask(umask: int, tmp_path: Path) -> None:
    with OutputFolder(tmp_path / "out") as folder:
        folder.folder("texts")
        folder.write("texts/1.txt", b"one")
        folder.open("labels.json").write(b"{}")
    modes = {
        name: (tmp_path / name).stat().st_mode & 0o777
        for name in ("out", "out/texts", "out/texts/1.txt", "out/labels.json")
    }
    assert modes == {
        "out": 0o777 & ~umask,
        "out/texts": 0o777 & ~umask,
        "out/texts/1.txt": 0o666 & ~umask,
        "out/labels.json": 0o666 & ~umask,
    }


def test_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    source = tmp_path / "export.json"
    source.write_bytes(b"x" * 10)
    told: list[tuple[int, int | None]] = []
    with opened(source, lambda done, size: told.append((done, size))) as file:
        assert [file.read(4), file.read(4), file.read(4)] == [b"xxxx", b"xxxx", b"xx"]
    assert told == [(4, 10), (8, 10), (10, 10)]
    assert read(source) == b"x" * 10


@pytest.mark.parametrize("name", ["missing.json", "", "export.json/below"])
def test_what_can_not_be_read_is_a_problem_with_its_name(name: str, tmp_path: Path) -> None:
    (tmp_path / "export.json").write_bytes(b"[]")
    with pytest.raises(ProblemError) as caught, opened(tmp_path / name):
        pytest.fail("the block must not begin")
    assert caught.value.problem.code == "input-unreadable"
    assert caught.value.problem.where == str(tmp_path / name)


def test_an_error_of_the_block_is_not_taken_for_one_of_the_input(tmp_path: Path) -> None:
    (tmp_path / "export.json").write_bytes(b"[]")
    with pytest.raises(FileNotFoundError), opened(tmp_path / "export.json"):
        raise FileNotFoundError

"""Files in and out: inputs that say how far they are read, a folder that appears whole or not."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from ..converters.json_stream import Readable
from ..converters.problems import ProblemError

Progress = Callable[[int, int | None], None]
"""Told how many bytes of how many (None: unknown) are read."""

Source = str | Path
STDIN = "-"
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


@contextmanager
def opened(source: Source, progress: Progress | None = None) -> Iterator[Readable]:
    """Open an input, `-` being standard input.

    Raises:
        ProblemError: it can't be read.
    """
    if str(source) == STDIN:
        yield _Watched(sys.stdin.buffer, None, progress)
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115 (closed below)
        size = os.fstat(file.fileno()).st_size
        file.peek(1)  # a folder opens, and then can't be read
    except OSError as error:
        raise unreadable(source, error) from error
    with file:
        yield _Watched(file, size, progress)


def name_of(source: Source) -> str:
    """Return what problems call an input."""
    return "stdin" if str(source) == STDIN else Path(source).name


def size_of(source: Source) -> int | None:
    """Return the size of an input in bytes; None for standard input and for what isn't there."""
    path = Path(source)
    if str(source) == STDIN:
        return None
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return path.stat().st_size if path.is_file() else None


def read(source: Source) -> bytes:
    """Read a whole input.

    Raises:
        ProblemError: it can't be read.
    """
    with opened(source) as file:
        return file.read()


def texts_in(folder: Source) -> Callable[[str], bytes]:
    """Return what reads a text of a folder by its name, which must be a plain one."""
    root = f"{folder}{os.sep}"

    def text(name: str) -> bytes:
        with open(root + name, "rb") as file:  # noqa: PTH123 (a Path for each text takes longer)
            return file.read()

    return text


def unreadable(source: Source, error: OSError) -> ProblemError:
    """Say that an input can't be read, in the system's words."""
    return ProblemError.of("input-unreadable", str(source), error=error.strerror or error)


class _Watched:
    """A binary file whose reads are told to a progress callback."""

    def __init__(self, file: BinaryIO, size: int | None, progress: Progress | None) -> None:
        self._file = file
        self._size = size
        self._progress = progress
        self._done = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self._done += len(data)
        if self._progress:
            self._progress(self._done, self._size)
        return data


class OutputFolder:
    """A folder of output that appears whole, when the block ends well, or not at all.

    What is written goes to a hidden folder beside the target first (inside it, if the target is
    there already), and moves to its place by renaming. With `force`, files and folders of the same
    names are replaced; whatever else is in the target stays.

    Raises:
        ProblemError: the target has files already and `force` is not given, or it can't be written.
    """

    def __init__(self, target: Source, *, force: bool = False) -> None:
        self.target = Path(target)
        self._force = force
        self._discarded = False
        self._files: list[BinaryIO] = []

    def __enter__(self) -> OutputFolder:  # noqa: PYI034 (Self is of Python 3.11)
        try:
            self._existed = self.target.is_dir()
            if not self._force and self._existed and any(self.target.iterdir()):
                raise ProblemError.of("output-exists", str(self.target))
            beside = self.target if self._existed else self.target.parent
            beside.mkdir(parents=True, exist_ok=True)
            self._staging = Path(tempfile.mkdtemp(prefix=".spanbridge-", dir=beside))
            self._root = f"{self._staging}{os.sep}"
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        for file in self._files:
            file.close()
        try:
            if kind is None:
                self._publish()
        except OSError as problem:
            raise self._unwritable(problem) from problem
        finally:
            shutil.rmtree(self._staging, ignore_errors=True)
        if isinstance(error, OSError):
            raise self._unwritable(error) from error

    def folder(self, name: str) -> None:
        """Make a folder to write files into."""
        (self._staging / name).mkdir()

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole."""
        descriptor = os.open(self._root + name, _NEW_FILE, 0o666)
        try:
            if os.write(descriptor, data) < len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        finally:
            os.close(descriptor)

    def open(self, name: str) -> BinaryIO:
        """Open a file for writing; the caller closes it."""
        file = Path(self._root + name).open("wb", 1 << 17)  # noqa: SIM115 (the caller's)
        self._files.append(file)
        return file

    def scratch(self) -> BinaryIO:
        """Open a file for writing and reading that is no part of the output."""
        file = cast("BinaryIO", tempfile.TemporaryFile(dir=self._staging))  # noqa: SIM115
        self._files.append(file)
        return file

    def discard(self) -> None:
        """Publish nothing: what was written goes when the block ends."""
        self._discarded = True

    def _publish(self) -> None:
        if self._discarded:
            return
        if self._existed:
            _exchange(self._staging, self.target)
        else:
            self._staging.chmod(0o777 & ~_umask())
            self._staging.rename(self.target)

    def _unwritable(self, error: OSError) -> ProblemError:
        reason = error.strerror or str(error)
        return ProblemError.of("output-unwritable", str(self.target), error=reason)


def _exchange(source: Path, target: Path) -> None:
    """Move all entries of a folder into another one, those of the same name out; all or none."""
    replaced = Path(tempfile.mkdtemp(prefix=".spanbridge-", dir=target))
    begun: list[str] = []
    try:
        for entry in sorted(source.iterdir()):
            begun.append(entry.name)
            if os.path.lexists(target / entry.name):
                (target / entry.name).rename(replaced / entry.name)
            entry.rename(target / entry.name)
    except BaseException:
        _put_back(begun, source, target, replaced)
        raise
    shutil.rmtree(replaced, ignore_errors=True)


def _put_back(names: list[str], source: Path, target: Path, replaced: Path) -> None:
    """Undo an exchange, of which the last name may be half done; should this fail, keep all."""
    for name in names:
        if not os.path.lexists(source / name):
            (target / name).rename(source / name)
        if os.path.lexists(replaced / name):
            (replaced / name).rename(target / name)
    replaced.rmdir()


def _umask() -> int:
    """Read the umask, which can only be read by setting it."""
    umask = os.umask(0)
    os.umask(umask)
    return umask

"""Input that is many files: a folder, or a zip archive, of which nothing is unpacked onto the disk.

What Label Studio's exports never make is refused: encrypted archives, names that lead out of them,
and contents hundreds of times as large as the archive.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath

from ..converters.folder import Files
from ..converters.json_stream import Readable
from ..converters.problems import ProblemError
from .files import STDIN, Progress, Source, opened, unreadable

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 1
_DENSE = 200  # exports of the benchmark shrink to a quarter; a bomb's zeros to a thousandth
_HARMLESS = 256 << 20
_DIGITS = re.compile(r"(\d+)")
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def holds_files(source: Source) -> bool:
    """Whether an input is a folder or, by its first bytes, a zip archive; what streams is neither.

    Raises:
        ProblemError: it can't be read.
    """
    if str(source) != STDIN and Path(source).is_dir():
        return True
    if str(source) == STDIN or not Path(source).is_file():
        return False
    with opened(source) as file:
        return file.read(len(_ZIP[0])) in _ZIP


@contextmanager
def files_in(source: Source, progress: Progress | None = None) -> Iterator[Files]:
    """Open a folder or an archive; hidden files are passed over.

    Raises:
        ProblemError: it can't be read, or is an archive that no export makes.
    """
    if Path(source).is_dir():
        yield _FolderFiles(Path(source), progress)
        return
    with _archive(source) as archive:
        yield _ZipFiles(archive, str(source), progress)


def _archive(source: Source) -> zipfile.ZipFile:
    try:
        with Path(source).open("rb"):
            pass
    except OSError as error:
        raise unreadable(source, error) from error
    try:
        return zipfile.ZipFile(source)
    except (OSError, *_DAMAGES) as error:  # OSError: it leads to places that aren't there
        raise _damaged(str(source), error) from error


class _Sum:
    """Adds up what is read of one file after the other; how much there is to read is unknown."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._total = 0

    def of_next(self) -> Progress:
        """Return what is to be told how far the next file is read."""
        before = self._total

        def told(done: int, _size: int | None) -> None:
            self._total = before + done
            if self._progress:
                self._progress(self._total, None)

        return told


class _FolderFiles:
    """The files of a folder and of the folders in it."""

    def __init__(self, folder: Path, progress: Progress | None) -> None:
        self._folder = folder
        self._told = _Sum(progress)
        found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        self.names = _in_order([path.as_posix() for path in found])

    def open(self, name: str) -> AbstractContextManager[Readable]:
        return opened(self._folder / name, self._told.of_next())


class _ZipFiles:
    """The files of an archive, decompressed as they are read."""

    def __init__(self, archive: zipfile.ZipFile, name: str, progress: Progress | None) -> None:
        self._archive = archive
        self._name = name
        self._told = _Sum(progress)
        _check(archive, name)
        self.names = _in_order([i.filename for i in archive.infolist() if not i.is_dir()])

    @contextmanager
    def open(self, name: str) -> Iterator[Readable]:
        try:
            file = self._archive.open(name)
        except (OSError, *_DAMAGES) as error:
            raise _damaged(self._name, error) from error
        with file:
            yield _Decompressed(file, self._name, self._told.of_next())


class _Decompressed:
    """A file of an archive, whose damages are problems."""

    def __init__(self, file: Readable, name: str, progress: Progress) -> None:
        self._file = file
        self._name = name
        self._progress = progress
        self._done = 0

    def read(self, size: int = -1, /) -> bytes:
        try:
            data = self._file.read(size)
        except (OSError, *_DAMAGES) as error:
            raise _damaged(self._name, error) from error
        self._done += len(data)
        self._progress(self._done, None)
        return data


def _check(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse what no export makes."""
    infos = archive.infolist()
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise ProblemError.of("archive-encrypted", name)
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            error = ValueError(f"a name in it, {info.filename!a}, leads out of it")
            raise ProblemError.of("archive-refused", name, error=error)
    if len({info.filename for info in infos}) < len(infos):
        raise ProblemError.of("archive-refused", name, error=ValueError("two files have one name"))
    packed = sum(info.compress_size for info in infos)
    size = sum(info.file_size for info in infos)
    if size > max(_HARMLESS, _DENSE * packed):
        error = ValueError(f"its files are {size:,} bytes, {packed:,} of them packed")
        raise ProblemError.of("archive-refused", name, error=error)


def _damaged(name: str, error: Exception) -> ProblemError:
    return ProblemError.of("archive-damaged", name, error=error)


def _in_order(names: list[str]) -> Sequence[str]:
    """Sort names as people do, `9` before `10`, without what hides."""
    visible = (name for name in names if not re.search(r"(?:^|/)(?:\.|__MACOSX/)", name))
    return sorted(visible, key=lambda name: [(*_number(p), p) for p in _DIGITS.split(name)])


def _number(part: str) -> tuple[bool, int]:
    is_number = part.isascii() and part.isdigit()
    return not is_number, int(part[:18]) if is_number else 0

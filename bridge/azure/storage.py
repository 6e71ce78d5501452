"""Where the texts of projects are: a folder, or Blob storage, behind one small protocol.

What we upload is marked as ours, and only that is ever replaced: in Blob storage by the metadata
`spanbridge`, in a folder by a list of what we wrote (`.spanbridge-uploads.json`).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from hashlib import md5
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

import msgspec

from ..secret import is_address, is_connection_string
from ..settings import Settings
from .errors import Failure, NotFoundError, StoppedError

LEDGER: Final = ".spanbridge-uploads.json"


class Blob(NamedTuple):
    """A text that is there. `version` is what the storage knows its present content by."""

    size: int
    md5: str
    ours: bool
    version: str = ""


class Storage(Protocol):
    """A container: texts by their names."""

    def look(self, names: Iterable[str]) -> dict[str, Blob]:
        """Return what is there of these names.

        Raises:
            ServiceError: the container can't be read.
        """

    def names(self, ending: str) -> list[str]:
        """List what is there and ends in this, sorted.

        Raises:
            ServiceError: the container can't be read.
        """

    def read(self, name: str) -> bytes:
        """Return a text.

        Raises:
            NotFoundError: it isn't there.
            ServiceError: it can't be read.
        """

    def announce(self, texts: dict[str, str]) -> None:
        """Be told the names and MD5 of what is to be written next."""

    def write(self, name: str, data: bytes, before: Blob | None) -> None:
        """Write a text, in place of what was there before.

        Raises:
            StoppedError: somebody else has written it meanwhile.
            ServiceError: it can't be written.
        """


def md5_of(data: bytes) -> str:
    """Hash a text as storage does, to see whether it has changed."""
    return md5(data, usedforsecurity=False).hexdigest()


def open_storage(settings: Settings, container: str, credential: Any = None) -> Storage:
    """Open a container of the storage that the settings name.

    Args:
        settings: `storage`, and how to reach it.
        container: its name, as the project has it.
        credential: for an address without a signature, in place of `DefaultAzureCredential`.

    Raises:
        ProblemError: the setting is missing.
    """
    where = settings.need("storage").reveal()
    if not (is_connection_string(where) or is_address(where)):
        return FolderStorage(Path(where), container)
    from .blob_storage import BlobStorage  # noqa: PLC0415 (slow to import)

    return BlobStorage(settings, container, credential)


class FolderStorage:
    """A sub-folder a container, a file a text: what the emulator reads.

    Example:
        >>> storage = FolderStorage(Path("."), "texts")
        >>> storage.announce({"1.txt": md5_of(b"Hello")})
        >>> storage.write("1.txt", b"Hello", None)
        >>> storage.look(["1.txt", "2.txt"])["1.txt"].ours
        True
    """

    def __init__(self, folder: Path, container: str) -> None:
        if container in {"", ".", ".."} or {"/", "\\", "\0"} & {*container}:
            raise StoppedError(f"The container has no plain name: {container!r}.")
        self._folder = folder / container

    def look(self, names: Iterable[str]) -> dict[str, Blob]:
        """Hash the files that are there."""
        written = self._ledger()
        found = {}
        for name in names:
            path = self._folder / name
            if path.is_file():
                data = path.read_bytes()
                digest = md5_of(data)
                found[name] = Blob(len(data), digest, digest in written.get(name, ()), digest)
        return found

    def names(self, ending: str) -> list[str]:
        """List the files of the folder itself; hidden ones are ours."""
        found = self._folder.iterdir() if self._folder.is_dir() else ()
        names = (path.name for path in found if path.is_file())
        return sorted(one for one in names if one.endswith(ending) and not one.startswith("."))

    def read(self, name: str) -> bytes:
        """Read a file."""
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError as error:
            message = f"There is no text {name} in {self._folder}."
            raise NotFoundError(Failure(message, target=name)) from error

    def announce(self, texts: dict[str, str]) -> None:
        """List them as ours before they are written, so that a kill leaves none that is not."""
        self._folder.mkdir(parents=True, exist_ok=True)
        written = self._ledger()
        for name, digest in texts.items():
            if digest not in written.setdefault(name, []):
                written[name].append(digest)
        self._replace(LEDGER, msgspec.json.encode(written))

    def write(self, name: str, data: bytes, before: Blob | None) -> None:
        """Write a file that appears whole."""
        path = self._folder / name
        there = md5_of(path.read_bytes()) if path.is_file() else ""
        if there != (before.version if before else ""):
            raise StoppedError(f"Somebody else has written {name} meanwhile.", "Push again.")
        self._replace(name, data)

    def _replace(self, name: str, data: bytes) -> None:
        descriptor, temporary = tempfile.mkstemp(prefix=".spanbridge-", dir=self._folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(self._folder / name)
        finally:
            Path(temporary).unlink(missing_ok=True)

    def _ledger(self) -> dict[str, list[str]]:
        path = self._folder / LEDGER
        try:
            return msgspec.json.decode(path.read_bytes(), type=dict[str, list[str]])
        except FileNotFoundError:
            return {}
        except msgspec.DecodeError as error:
            message = f"{path} can't be read, so nobody knows which texts are ours."
            raise StoppedError(message, "Remove it; texts of other content then stay.") from error

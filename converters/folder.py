"""What readers and writers need of folders; `bridge.files` and `bridge.archives` have real ones."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol

from .json_stream import Readable


class Folder(Protocol):
    """Where output goes; names are relative, with `/`."""

    def folder(self, name: str) -> None:
        """Make a folder to write files into."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole."""

    def open(self, name: str) -> BinaryIO:
        """Open a file for writing; the caller closes it."""

    def scratch(self) -> BinaryIO:
        """Open a file for writing and reading that is no part of the output."""


class Files(Protocol):
    """Where input comes from if that is many files; names are relative, with `/`."""

    @property
    def names(self) -> Sequence[str]:
        """The names of all files, in an order that stays the same."""

    def open(self, name: str) -> AbstractContextManager[Readable]:
        """Open a file for reading."""

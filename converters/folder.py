"""What writers need of the place where their output goes; `bridge.files` has the real one."""

from __future__ import annotations

from typing import BinaryIO, Protocol


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

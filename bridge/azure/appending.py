"""Adds a line to a file that is only ever added to: whole, and never to a line that was cut off."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO


def append_line(path: Path, line: bytes) -> None:
    r"""Add a line to the end of a file, made with its folder if need be, and see it to the disk.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder) / "log"
        ...     _ = file.write_bytes(b"whole\ncut o")
        ...     append_line(file, b"next")
        ...     file.read_bytes().splitlines()
        [b'whole', b'cut o', b'next']
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b", buffering=0) as file:
        file.write((b"\n" if _is_cut_off(file) else b"") + line + b"\n")
        os.fsync(file.fileno())


def _is_cut_off(file: BinaryIO) -> bool:
    """Whether the last line has no end."""
    if not file.seek(0, os.SEEK_END):
        return False
    file.seek(-1, os.SEEK_END)
    return file.read() != b"\n"

"""Reads what comes in chunks as a file is read."""

from __future__ import annotations

from collections.abc import Iterator


class Chunks:
    """A file over chunks; a read gives what is there next, at most as much as is asked for.

    Example:
        >>> chunks = Chunks(iter([b"ab", b"c"]))
        >>> chunks.read(1), chunks.read(9), chunks.read(9), chunks.read(9)
        (b'a', b'b', b'c', b'')
    """

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; all of them without a size, and nothing at the end."""
        if size < 0:
            found, self._held = self._held + b"".join(self._chunks), b""
            return found
        while not self._held:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._held = chunk
        found, self._held = self._held[:size], self._held[size:]
        return found

"""Reads a large JSON array, or JSON Lines, in bounded memory and at msgspec's speed.

A window of the file is cut where an element ends and decoded at once. The cut is first guessed by
the bytes with which elements begin, then proved: what precedes it is only taken if it decodes as a
whole list, and a list that decodes ends where an element ends. Where the guess fails, brackets are
counted instead. Elements that msgspec refuses and Python's json takes (NaN, lone surrogates) come
through all the same, re-encoded with NaN as null.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Protocol, TypeVar

import msgspec
from msgspec import Raw

from .problems import ProblemError

T = TypeVar("T")
WINDOW = 1 << 18
UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_SPACE = b" \t\r\n"
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},"]', re.DOTALL)
_HEAD = re.compile(rb'\s*(\{\s*"[^"\\]*"\s*:\s*)(?:\d+(\s*,\s*"[^"\\]*"\s*:))?')
_ONE = msgspec.json.Decoder(Raw)
_REFUSALS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_GUESSES = 4
_REACHES = (1 << 14, 1 << 17, 1 << 62)


class Readable(Protocol):
    """What a reader needs of a binary file."""

    def read(self, size: int = -1, /) -> bytes:
        """Read that many bytes, or all."""


def elements(
    file: Readable, name: str = "$", window: int = WINDOW, kind: type[T] | None = None
) -> Iterator[list[T | Raw]]:
    r"""Yield the elements of a JSON array, of JSON Lines, or a single object, in batches.

    Args:
        file: a binary file at its beginning; a byte-order mark is passed over.
        name: what to call the file in problems.
        window: bytes to read at a time; one element may be larger.
        kind: a type to decode elements to; those that are none stay undecoded, as all do without.
            Bytes that the kind leaves undecoded are not checked to be UTF-8.

    Raises:
        ProblemError: the file is not JSON, not UTF-8, or nothing that holds a list of objects.

    Example:
        >>> import io
        >>> [bytes(e) for batch in elements(io.BytesIO(b'[{"id": 1}, {"id": 2}]')) for e in batch]
        [b'{"id": 1}', b'{"id": 2}']
    """
    start = _beginning(file, window)
    if start.startswith(_UTF16_BOMS):
        raise ProblemError.of("input-not-utf8", name, found="a UTF-16 byte-order mark")
    start = start.removeprefix(UTF8_MARK).lstrip(_SPACE)
    cutter = _Cutter(file, name, kind or Raw, window)
    if start.startswith(b"["):
        batches = cutter.array(start[1:])
    elif start.startswith(b"{"):
        batches = cutter.lines(start)
    elif start:
        raise ProblemError.of("input-not-a-list", name, found=peek(start))
    else:
        raise ProblemError.of("input-empty", name)
    for batch in batches:
        if kind is None:
            _check_utf8(batch, name)
        yield batch


def _beginning(file: Readable, window: int) -> bytes:
    """Read enough to tell what the file is."""
    start = file.read(max(window, len(UTF8_MARK)))
    while not start.removeprefix(UTF8_MARK).strip(_SPACE) and (more := file.read(window)):
        start += more
    return start


def whole(piece: bytes, name: str) -> Raw:
    """Check one JSON value; re-encode what only Python's json module takes.

    Raises:
        ProblemError: it is not JSON, or not UTF-8.
    """
    try:
        return _ONE.decode(piece)
    except (msgspec.DecodeError, RecursionError):
        pass
    try:
        value = json.loads(piece, parse_constant=_no_number, parse_float=_finite)
        return Raw(json.dumps(value).encode())
    except UnicodeDecodeError as error:
        raise ProblemError.of("input-not-utf8", name, found=error) from error
    except (ValueError, RecursionError) as error:
        raise ProblemError.of("input-not-json", name, found=peek(piece), error=error) from error


def _no_number(_: str) -> None:
    """Read NaN and Infinity, which Python writes and JSON lacks, as null."""


def _finite(number: str) -> float | None:
    """Read what is beyond all range, which Python would write as Infinity, as null too."""
    value = float(number)
    return value if math.isfinite(value) else None


def peek(data: bytes) -> str:
    """Show the first bytes of something in a message."""
    return data[:200].decode("utf-8", "replace")


class _Cutter:
    """Cuts one file into elements."""

    def __init__(self, file: Readable, name: str, kind: type[Any], window: int) -> None:
        self._file = file
        self._name = name
        self._window = window
        self._list = msgspec.json.Decoder(list[kind])  # type: ignore[valid-type]
        self._one = msgspec.json.Decoder(kind)
        self._head: re.Pattern[bytes] | None = None

    def array(self, buffer: bytes) -> Iterator[list[Any]]:
        """Yield the elements of an array whose opening bracket is passed."""
        self._head = _learn(buffer)
        size, begun = self._window, False
        while more := self._file.read(size):
            buffer += more
            cut, batch = self._guess(buffer) or self._count(buffer)
            if batch:
                yield batch
                buffer = buffer[cut:]
                size, begun = self._window, True
            else:  # an element larger than the window: doubling keeps the scanning linear
                size *= 2
        last = self._last(buffer)
        if begun and not last:  # the comma before promised another element
            found = peek(buffer)
            raise ProblemError.of("input-not-json", self._name, found=found, error="no element")
        yield last

    def lines(self, buffer: bytes) -> Iterator[list[Any]]:
        """Yield the elements of JSON Lines, or one object that takes several lines."""
        while b"\n" not in buffer and (more := self._file.read(self._window)):
            buffer += more
        if not _is_json(buffer.partition(b"\n")[0]):
            yield self._wholes([buffer + self._file.read()])
            return
        while more := self._file.read(self._window):
            lines, newline, rest = buffer.rpartition(b"\n")
            if newline:
                yield self._split(lines)
            buffer = rest + more
        yield self._split(buffer)

    def _guess(self, buffer: bytes) -> tuple[int, list[Any]] | None:
        """Cut at the last comma behind which an element seems to begin, if that proves right."""
        if self._head is None:
            return None
        view = memoryview(buffer)
        for reach in _REACHES:
            found = self._head.finditer(buffer, max(0, len(buffer) - reach))
            commas = [match.start() for match in found]
            for comma in reversed(commas[-_GUESSES:]):
                try:
                    return comma + 1, self._list.decode(b"".join((b"[", view[:comma], b"]")))
                except _REFUSALS:  # noqa: PERF203 (a try is what it is)
                    continue
        return None

    def _count(self, buffer: bytes) -> tuple[int, list[Any]]:
        """Cut at the last comma outside all brackets; no elements where there is none."""
        commas, _ = _commas(buffer)
        starts = [0, *(comma + 1 for comma in commas)]
        pieces = [buffer[a:b] for a, b in zip(starts, commas, strict=False)]
        return starts[-1], self._wholes(pieces)

    def _last(self, buffer: bytes) -> list[Any]:
        """Decode what is left, up to the bracket that closes the array."""
        try:
            return self._list.decode(b"[" + buffer)
        except _REFUSALS:
            commas, closed = _commas(buffer)
        if closed is None:
            raise ProblemError.of("input-cut-off", self._name, found=peek(buffer[-40:]))
        if more := buffer[closed + 1 :].strip(_SPACE):
            error = "the list is closed"
            raise ProblemError.of("input-not-json", self._name, found=peek(more), error=error)
        if not buffer[:closed].strip(_SPACE):
            return []
        ends = [*commas, closed]
        starts = [0, *(comma + 1 for comma in commas)]
        return self._wholes([buffer[a:b] for a, b in zip(starts, ends, strict=True)])

    def _split(self, lines: bytes) -> list[Any]:
        try:
            return self._one.decode_lines(lines)
        except _REFUSALS:
            return self._wholes([line for line in lines.split(b"\n") if line.strip(_SPACE)])

    def _wholes(self, pieces: list[bytes]) -> list[Any]:
        """Decode each piece for itself, those that are not of the kind no further."""
        return [self._decoded(whole(piece, self._name)) for piece in pieces]

    def _decoded(self, raw: Raw) -> Any:
        try:
            return self._one.decode(raw)
        except _REFUSALS:
            return raw


def _learn(buffer: bytes) -> re.Pattern[bytes] | None:
    """Make the pattern of a comma before the keys with which the first element begins."""
    first = _HEAD.match(buffer)
    if first is None:
        return None
    number = rb"\d+" + re.escape(first[2]) if first[2] else b""
    return re.compile(rb",\s*(?=" + re.escape(first[1]) + number + rb")")


def _commas(buffer: bytes) -> tuple[list[int], int | None]:
    """Find the commas between elements, and the bracket that closes the array if it is there."""
    depth = 0
    commas: list[int] = []
    for token in _TOKEN.finditer(buffer):
        kind = token[0]
        if kind == b'"':  # a string that the buffer cuts in two: what follows is unknown
            break
        if kind in b"[{":
            depth += 1
        elif kind in b"]}":
            depth -= 1
            if depth < 0:
                return commas, token.start()
        elif kind == b"," and not depth:
            commas.append(token.start())
    return commas, None


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _check_utf8(batch: list[Raw], name: str) -> None:
    for raw in batch:
        data = bytes(raw)
        if not data.isascii():
            try:
                data.decode()
            except UnicodeDecodeError as error:
                raise ProblemError.of("input-not-utf8", name, found=error) from error

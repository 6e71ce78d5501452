"""The journal of predictions: what was said of which text, so that nothing is asked for twice.

    {"project": "incidents", "deployment": "production", "model": "v2-20261123T…"}
    {"sending": "a1b2c3d4", "pieces": [["9f86d081884c7d65…", 0], ["60303ae22b998861…", 0]]}
    {"job": "4d37982f-…", "sent": "a1b2c3d4", "pieces": [["9f86d081884c7d65…", 0], …]}
    {"done": "9f86d081884c7d65…", "id": "task-7", "spans": [[2, 7, "Person", 0.98]]}
    {"over": "81b4be11-…"}

A text is known by a hash of it and its language, and no text stands here. A job is written down
when the service has taken it: should the run be killed then, the next one asks for its results,
which are paid for, unless it came to nothing (`over`). What was being sent when a run was killed,
and has no job, may be paid for or not: nobody can ask. One journal belongs to one model of one
deployment, so that a newer model is asked again.
"""

from __future__ import annotations

import os
import threading
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from ...converters.document import Span

Key = tuple[str, int]
"""A piece: the hash of its whole text, and where it begins in it."""
_ENCODER: Final = msgspec.json.Encoder()


class Served(Struct, frozen=True):
    """What a journal is about: a deployment, and the model that it serves."""

    endpoint: str
    project: str
    deployment: str
    model: str

    @property
    def name(self) -> str:
        """The name of its file."""
        digest = blake2b(_ENCODER.encode(self), digest_size=6).hexdigest()
        return f"{self.project}-{self.deployment}-{digest}.jsonl"


class Finished(Struct, frozen=True, omit_defaults=True):
    """What was said of a whole document."""

    done: str
    id: str = ""
    spans: tuple[Span, ...] = ()
    categories: tuple[tuple[str, float | None], ...] | None = None


_FINISHED: Final = msgspec.json.Decoder(Finished)


class Sending(Struct, frozen=True):
    """Pieces that are being sent."""

    sending: str
    pieces: list[Key]


class Begun(Struct, frozen=True):
    """A job, and the pieces that were sent with it."""

    job: str
    pieces: list[Key]
    sent: str = ""


class Over(Struct, frozen=True):
    """A job, or something sent, that came to nothing; there is no use in asking for it again."""

    over: str


class Journal:
    """The journal of one deployment's model.

    Args:
        folder: where journals are.
        served: what it is about.
        fresh: whether to forget what an earlier run has written.

    Example:
        >>> import tempfile
        >>> served = Served("https://texts.example", "p", "d", "v1")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with Journal(Path(folder), served) as journal:
        ...         journal.finish(Finished(hash_of("Hi Bob", "en"), "1", (Span(3, 6, "P", 0.9),)))
        ...     with Journal(Path(folder), served) as journal:
        ...         journal.found(hash_of("Hi Bob", "en")).spans
        (Span(start=3, end=6, label='P', score=0.9),)
    """

    def __init__(self, folder: Path, served: Served, *, fresh: bool = False) -> None:
        self.path = folder / served.name
        self._served = served
        self._fresh = fresh
        self._finished: dict[str, bytes] = {}  # as lines, which take a fraction of the memory
        self._begun: dict[str, Begun] = {}
        self._sending: dict[str, Sending] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Journal:  # noqa: PYI034 (Self is of Python 3.11)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        held = b"" if self._fresh or not self.path.exists() else self.path.read_bytes()
        for line in held.splitlines():
            self._take(line)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | (os.O_TRUNC if self._fresh else 0)
        self._file = os.open(self.path, flags, 0o600)
        if not held:
            self._write(self._served)
        elif not held.endswith(b"\n"):  # a line that a kill has cut off
            os.write(self._file, b"\n")
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._file)

    def found(self, key: str) -> Finished | None:
        """Return what was said of a text."""
        line = self._finished.get(key)
        return None if line is None else _FINISHED.decode(line)

    def waiting(self) -> list[Begun]:
        """Return the jobs that an earlier run has left, as far as they are of unfinished texts."""
        with self._lock:
            return [
                begun
                for begun in self._begun.values()
                if any(key not in self._finished for key, _ in begun.pieces)
            ]

    def doubtful(self) -> dict[Key, str]:
        """Return the pieces that were being sent when an earlier run was cut off, and as what."""
        return {key: one.sending for one in self._sending.values() for key in one.pieces}

    def send(self, pieces: list[Key]) -> str:
        """Write down what is about to be sent; return the name to end it by."""
        name = os.urandom(4).hex()
        self._write(Sending(name, pieces))
        return name

    def begin(self, job: str, pieces: list[Key], sent: str = "") -> None:
        """Write down a job that the service has taken."""
        self._write(Begun(job, pieces, sent))

    def end(self, name: str) -> None:
        """Write down that a job, or something sent, came to nothing, and that this was told."""
        self._begun.pop(name, None)
        self._sending.pop(name, None)
        self._write(Over(name))

    def finish(self, finished: Finished) -> None:
        """Write down what was said of a document."""
        self._finished[finished.done] = _ENCODER.encode(finished)
        self._write(finished)

    def _write(self, line: Struct) -> None:
        with self._lock:
            os.write(self._file, _ENCODER.encode(line) + b"\n")

    def _take(self, line: bytes) -> None:
        """Read a line; one that was cut off is as good as none."""
        try:
            entry: dict[str, Any] = msgspec.json.decode(line)
            if "done" in entry:
                self._finished[_FINISHED.decode(line).done] = line
            elif "over" in entry:
                self._begun.pop(entry["over"], None)
                self._sending.pop(entry["over"], None)
            elif "sending" in entry:
                sending = msgspec.convert(entry, Sending)
                self._sending[sending.sending] = sending
            elif "job" in entry:
                begun = msgspec.convert(entry, Begun)
                self._begun[begun.job] = begun
                self._sending.pop(begun.sent, None)
        except (msgspec.DecodeError, UnicodeDecodeError, TypeError, ValueError):
            return


def hash_of(text: str, language: str) -> str:
    """Return by what a text in a language is known."""
    return blake2b(f"{language}\0{text}".encode(), digest_size=16).hexdigest()

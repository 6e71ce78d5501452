"""One worker a loop at a time, by a lock that ends with its process, however that ends.

With SQLite it is a lock on a file beside the database, with PostgreSQL an advisory lock on a
connection that is held; should that break, the lock is gone, and `Lock.check` says so.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import IO, Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from ..errors import StoppedError

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_.-]")


class Lock:
    """A lock that is held."""

    def __init__(self, connection: Connection | None = None) -> None:
        self._connection = connection

    def check(self) -> None:
        """Make sure that it is still held.

        Raises:
            StoppedError: the connection that held it is gone.
        """
        if self._connection is None:
            return
        try:
            self._connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            message = "The connection that held the loop's lock is gone."
            raise StoppedError(message, "The next look takes it again.") from error


@contextmanager
def held(engine: Engine, loop: str) -> Iterator[Lock | None]:
    """Hold the lock of a loop; None where somebody else holds it.

    Example:
        >>> from sqlalchemy import create_engine
        >>> with held(create_engine("sqlite://"), "incidents") as lock:
        ...     lock is not None
        True
    """
    by = _by_connection if engine.dialect.name == "postgresql" else _by_file
    with by(engine, loop) as lock:
        yield lock


@contextmanager
def _by_connection(engine: Engine, loop: str) -> Iterator[Lock | None]:
    key = int.from_bytes(
        blake2b(f"loop {loop}".encode(), digest_size=8).digest(), "big", signed=True
    )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        taken = text("SELECT pg_try_advisory_lock(:key)")
        if not connection.execute(taken, {"key": key}).scalar():
            yield None
            return
        try:
            yield Lock(connection)
        finally:
            connection.invalidate()  # the lock ends with its connection, also where that is broken


@contextmanager
def _by_file(engine: Engine, loop: str) -> Iterator[Lock | None]:
    database = engine.url.database
    if not database or database == ":memory:":  # nobody else has it
        yield Lock()
        return
    path = Path(f"{database}.{_UNSAFE.sub('_', loop)}.lock")
    with path.open("a+b") as file:
        yield Lock() if _lock(file) else None


def _lock(file: IO[bytes]) -> bool:
    """Lock a file until it is closed; False where another process has it locked."""
    try:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415 (Windows alone has it)

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl  # noqa: PLC0415 (Windows lacks it)

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

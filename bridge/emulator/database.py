"""What the emulator knows, in SQLite: one file that survives a restart, or memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

import msgspec

_SCHEMA = """
CREATE TABLE IF NOT EXISTS projects (
    name TEXT PRIMARY KEY, metadata TEXT NOT NULL, assets TEXT NOT NULL,
    created TEXT NOT NULL, modified TEXT NOT NULL, trained TEXT, deployed TEXT);
CREATE TABLE IF NOT EXISTS models (
    project TEXT NOT NULL, label TEXT NOT NULL, id TEXT NOT NULL, trained TEXT NOT NULL,
    seconds INTEGER NOT NULL, expires TEXT NOT NULL, config TEXT NOT NULL,
    summary TEXT NOT NULL, results TEXT NOT NULL, PRIMARY KEY (project, label));
CREATE TABLE IF NOT EXISTS weights (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, trained TEXT NOT NULL, config TEXT NOT NULL,
    data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS deployments (
    project TEXT NOT NULL, name TEXT NOT NULL, model TEXT NOT NULL, deployed TEXT NOT NULL,
    expires TEXT NOT NULL, resources TEXT NOT NULL, PRIMARY KEY (project, name));
CREATE TABLE IF NOT EXISTS jobs (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, kind TEXT NOT NULL,
    project TEXT NOT NULL, target TEXT NOT NULL, status TEXT NOT NULL, created TEXT NOT NULL,
    updated TEXT NOT NULL, expires TEXT NOT NULL, polls INTEGER, seconds REAL,
    payload TEXT NOT NULL, result TEXT NOT NULL, errors TEXT NOT NULL, warnings TEXT NOT NULL);
"""
TABLES = ("projects", "models", "weights", "deployments", "jobs")

Row = sqlite3.Row


class Database:
    """One connection for all threads, each statement or transaction alone at a time.

    Args:
        state: a folder, made if need be, or `memory`.
    """

    def __init__(self, state: str | Path) -> None:
        self._lock = RLock()
        self._connection = sqlite3.connect(
            _path(state), check_same_thread=False, isolation_level=None
        )
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.executescript(_SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Let all that is said within become true, or nothing of it."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, statement: str, *values: Any) -> list[Row]:
        """Run a statement; return what it finds."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, *values: Any) -> Row | None:
        """Run a statement; return the first thing it finds."""
        with self._lock:
            row: Row | None = self._connection.execute(statement, values).fetchone()
            return row

    def count(self, statement: str, *values: Any) -> int:
        """Run a statement that counts."""
        with self._lock:
            return int(self._connection.execute(statement, values).fetchone()[0])

    def run(self, statement: str, *values: Any) -> int:
        """Run a statement; return how many rows it changed."""
        with self._lock:
            return self._connection.execute(statement, values).rowcount

    def clear(self) -> None:
        """Forget everything."""
        with self.transaction():
            for table in TABLES:
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 (names of ours)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


def dumps(value: Any) -> str:
    """Write JSON for a column."""
    return msgspec.json.encode(value).decode()


def loads(column: str) -> Any:
    """Read JSON of a column."""
    return msgspec.json.decode(column)


def _path(state: str | Path) -> str:
    if str(state) == "memory":
        return ":memory:"
    folder = Path(state)
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder / "emulator.sqlite")

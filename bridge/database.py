"""Where the ML backend and the loop remember things: a SQLite file, or PostgreSQL by one setting.

What is kept are ids, hashes, offsets and decisions; never a text.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, MetaData, Table, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.schema import CreateIndex, CreateTable

from ..converters.problems import ProblemError, Words
from .settings import Settings

FILE: Final = "spanbridge.sqlite"
METADATA: Final = MetaData()
"""What all tables belong to."""
_MAKING: Final = 0x5B41_D6E0
"""The advisory lock of PostgreSQL under which tables are made."""
_PATIENCE: Final = 30
"""Seconds to wait for another process that writes to the SQLite file."""
_DRIVERS: Final = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def opened(settings: Settings) -> Engine:
    """Open the database of the settings; without one, a file in the state folder.

    Raises:
        ProblemError: the setting is no address of a database, its driver isn't installed, or it
            can't be reached.
    """
    address = settings.database.reveal() if settings.database else _file(settings)
    try:
        url = make_url(address)
        url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
        engine = create_engine(url, pool_pre_ping=True, connect_args=_arguments(url.drivername))
    except (ArgumentError, ValueError) as error:
        words = Words("it is no address such as postgresql://user:password@host/name")
        raise ProblemError.of(
            "setting-malformed", settings.sources["database"], name="database", error=words
        ) from error
    except ImportError as error:
        what = Words("Keeping state in PostgreSQL")
        raise ProblemError.of(
            "extra-missing", "settings", what=what, extra=Words("postgres")
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def make(engine: Engine, *tables: Table) -> None:
    """Make the tables that aren't there; safe where many processes begin at once.

    Raises:
        ProblemError: the database can't be reached, or takes no tables.
    """
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_MAKING})"))
            for table in tables:
                connection.execute(CreateTable(table, if_not_exists=True))
                for index in table.indexes:
                    connection.execute(CreateIndex(index, if_not_exists=True))
    except SQLAlchemyError as error:
        where = engine.url.render_as_string(hide_password=True)
        kind = type(getattr(error, "orig", None) or error).__name__
        raise ProblemError.of("database-unusable", where, error=Words(kind)) from error


def _file(settings: Settings) -> str:
    folder = Path(settings.state)
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / FILE}"


def _arguments(driver: str) -> dict[str, Any]:
    return {"timeout": _PATIENCE} if driver.startswith("sqlite") else {"connect_timeout": 10}


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    """Let readers and one writer work side by side."""
    connection.execute("PRAGMA synchronous=NORMAL")
    ends = time.monotonic() + _PATIENCE
    while not _is_shared(connection, last=time.monotonic() > ends):
        time.sleep(0.05)


def _is_shared(connection: sqlite3.Connection, *, last: bool) -> bool:
    """Ask for the write-ahead log; where another makes the file, SQLite itself doesn't wait."""
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError:
        if last:
            raise
        return False
    return True

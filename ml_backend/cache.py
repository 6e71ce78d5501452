"""Remembers what Azure said of texts: by their hash and the model, in bounded number; no text.

An answer is kept once the model is known to be served still: one that came while a deployment was
swapped is of nobody knows which model. Until then it waits in memory.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable
from typing import Any, Final

import msgspec
from sqlalchemy import (
    Column,
    Engine,
    Float,
    LargeBinary,
    String,
    Table,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from ..bridge.azure.journal import Finished
from ..bridge.database import METADATA, make

TABLE: Final = Table(
    "answers",
    METADATA,
    Column("model", String(64), primary_key=True),
    Column("text", String(64), primary_key=True),
    Column("said", LargeBinary, nullable=False),
    Column("at", Float, nullable=False, index=True),
)
_AT_ONCE: Final = 500
"""Keys in one query."""
_HELD: Final = 50_000
"""Answers of a model that wait to be confirmed, at most."""
_EACH: Final = 1_000
"""After so many new answers, old ones are let go."""
_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(Finished)
Waiting = dict[str, tuple[float, Finished]]


class Cache:
    """The answers of a database.

    Args:
        engine: the database.
        most: how many are kept; the oldest go.

    Example:
        >>> from sqlalchemy import create_engine
        >>> cache = Cache(create_engine("sqlite://"), most=100)
        >>> cache.hear("v1", Finished("9f86d0"))
        >>> cache.confirm("v1", time.monotonic())
        >>> [*cache.find("v1", ["9f86d0", "81b4be"])]
        ['9f86d0']
    """

    def __init__(self, engine: Engine, most: int) -> None:
        self._engine, self._most = engine, most
        self._waiting: dict[str, Waiting] = {}
        self._lock = threading.Lock()
        self._new = 0
        make(engine, TABLE)

    def find(self, model: str, keys: Collection[str]) -> dict[str, Finished]:
        """Return what is known of texts, by their keys."""
        with self._lock:
            waiting = self._waiting.get(model, {})
            found = {key: waiting[key][1] for key in keys if key in waiting}
        wanted = [key for key in keys if key not in found]
        with self._engine.connect() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                query = select(TABLE.c.said).where(
                    TABLE.c.model == model, TABLE.c.text.in_(wanted[start : start + _AT_ONCE])
                )
                for (said,) in connection.execute(query):
                    finished = _DECODER.decode(said)
                    found[finished.done] = finished
        return found

    def hear(self, model: str, finished: Finished) -> None:
        """Take an answer that has just come."""
        with self._lock:
            waiting = self._waiting.setdefault(model, {})
            waiting[finished.done] = (time.monotonic(), finished)
            while len(waiting) > _HELD:
                waiting.pop(next(iter(waiting)))

    def confirm(self, model: str, before: float) -> None:
        """Keep what came before a time (`time.monotonic`): the model was served then, and is."""
        with self._lock:
            waiting = self._waiting.get(model, {})
            sure = [one for at, one in waiting.values() if at <= before]
        self._keep(model, sure)
        with self._lock:
            for one in sure:
                waiting.pop(one.done, None)
        self._new += len(sure)
        if self._new >= _EACH:
            self._new = 0
            self._forget()

    def doubt(self, model: str) -> None:
        """Drop what waits: another model is served."""
        with self._lock:
            self._waiting.pop(model, None)

    def _keep(self, model: str, answers: Iterable[Finished]) -> None:
        now = time.time()
        rows: list[dict[str, Any]] = [
            {"model": model, "text": one.done, "said": _ENCODER.encode(one), "at": now}
            for one in answers
        ]
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            try:
                with self._engine.begin() as connection:
                    gone = [row["text"] for row in some]
                    connection.execute(
                        delete(TABLE).where(TABLE.c.model == model, TABLE.c.text.in_(gone))
                    )
                    connection.execute(insert(TABLE), some)
            except IntegrityError:  # another replica has just written one of them
                continue

    def _forget(self) -> None:
        with self._engine.begin() as connection:
            count = connection.scalar(select(func.count()).select_from(TABLE)) or 0
            if count > self._most:
                last = select(TABLE.c.at).order_by(TABLE.c.at).offset(count - self._most).limit(1)
                limit = connection.scalar(last)
                connection.execute(delete(TABLE).where(TABLE.c.at < limit))

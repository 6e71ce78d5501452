"""Knows which model each deployment serves: looked at in the background, never in a request to us.

What was seen last is kept in the database, so that a server that has just begun can tell.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Final

import msgspec
from msgspec import Struct
from sqlalchemy import Column, Engine, String, Table, Text, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from ..bridge.database import METADATA, make
from ..bridge.errors import ServiceError
from ..converters.document import Kind
from ..converters.problems import ProblemError
from .targets import Target

TABLE: Final = Table(
    "served",
    METADATA,
    Column("project", String(100), primary_key=True),
    Column("deployment", String(100), primary_key=True),
    Column("seen", Text, nullable=False),
)
_LOG: Final = logging.getLogger(__name__)
_ENCODER: Final = msgspec.json.Encoder()


class Seen(Struct, frozen=True, omit_defaults=True):
    """What a deployment was seen to serve.

    `model` is the id of the model, "" where the key may not ask for it; `problem` says why nothing
    can be predicted, if so.
    """

    version: str
    model: str = ""
    kind: Kind = "entities"
    language: str = "en"
    problem: str = ""


Look = Callable[[Target, Seen | None], Seen]
Heard = Callable[[Target, Seen | None, Seen, float], None]


class Versions:
    """What every deployment serves.

    Args:
        engine: the database.
        look: asks Azure; given what was seen last.
        every: seconds between two looks.
        heard: told of each look: what was seen before, what now, when it began.
    """

    def __init__(self, engine: Engine, look: Look, every: float, heard: Heard) -> None:
        self._engine, self._look, self._every, self._heard = engine, look, every, heard
        self._seen: dict[Target, Seen] = {}
        self._failed: dict[Target, str] = {}
        self._looks: dict[Target, Future[Seen]] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._threads = ThreadPoolExecutor(4, "spanbridge-look")
        self._wanted: set[Target] = set()
        make(engine, TABLE)
        threading.Thread(target=self._run, name="spanbridge-versions", daemon=True).start()

    def want(self, target: Target) -> None:
        """Keep an eye on a deployment from now on; the first look is at once."""
        target = _bare(target)
        with self._lock:
            is_new = target not in self._wanted
            self._wanted.add(target)
        if is_new:
            self._begin(target)

    def seen(self, target: Target) -> Seen | None:
        """Return what was seen last; None where nothing ever was."""
        self.want(target)
        target = _bare(target)
        found = self._seen.get(target)
        return found or self._held(target)

    def failure(self, target: Target) -> str:
        """Tell why the last look failed, if it did."""
        return self._failed.get(_bare(target), "")

    def look(self, target: Target, timeout: float) -> Seen:
        """Look now, and wait for what is seen.

        Raises:
            ServiceError, ProblemError: Azure can't be asked.
            TimeoutError: it takes too long.
        """
        future = self._begin(_bare(target))
        return future.result(max(0.0, timeout))

    def close(self) -> None:
        """Look no more."""
        self._stop.set()
        self._threads.shutdown(cancel_futures=True)

    def _begin(self, target: Target) -> Future[Seen]:
        """Begin a look; one that hasn't begun yet is joined."""
        with self._lock:
            waiting = self._looks.get(target)
            if waiting and not waiting.running() and not waiting.done():
                return waiting
            try:
                self._looks[target] = self._threads.submit(self._looked, target)
            except RuntimeError as error:  # closed
                raise TimeoutError("The server is being stopped.") from error
            return self._looks[target]

    def _looked(self, target: Target) -> Seen:
        began = time.monotonic()
        before = self._seen.get(target) or self._held(target)
        try:
            now = self._look(target, before)
        except (ServiceError, ProblemError) as error:
            self._failed[target] = str(error)
            _LOG.warning("What %s serves can't be told: %s", target.deployment, error)
            raise
        self._failed.pop(target, None)
        self._seen[target] = now
        if now != before:
            _LOG.info("%s of %s serves %s", target.deployment, target.project, now.version)
            self._keep(target, now)
        self._heard(target, before, now, began)
        return now

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            with suppress(TimeoutError):  # we stop
                for target in [*self._wanted]:
                    self._begin(target)

    def _held(self, target: Target) -> Seen | None:
        query = select(TABLE.c.seen).where(
            TABLE.c.project == target.project, TABLE.c.deployment == target.deployment
        )
        with self._engine.connect() as connection:
            held = connection.scalar(query)
        if not held:
            return None
        return self._seen.setdefault(target, msgspec.json.decode(held, type=Seen))

    def _keep(self, target: Target, seen: Seen) -> None:
        """Write down what was seen; another replica may write the same."""
        names = {"project": target.project, "deployment": target.deployment}
        gone = delete(TABLE).where(
            TABLE.c.project == target.project, TABLE.c.deployment == target.deployment
        )
        try:
            with self._engine.begin() as connection:
                connection.execute(gone)
                words = _ENCODER.encode(seen).decode()
                connection.execute(insert(TABLE).values(**names, seen=words))
        except SQLAlchemyError as error:
            _LOG.warning("What is served wasn't written down: %s", type(error).__name__)


def _bare(target: Target) -> Target:
    """Leave out what doesn't matter to which model is served."""
    return Target(target.project, target.deployment)

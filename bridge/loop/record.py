"""What a loop remembers: reads and writes the record, each change in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from ...converters.problems import ProblemError, Words
from ..database import make
from .seen import Annotated
from .state import Outcome, Which
from .tables import ANNOTATIONS, FACTS, LOOPS, PREDICTED, ROUNDS, TABLES

Found = list[tuple[int, int, str, float | None]]
"""Spans that a model found: start, end, category, score; (0, 0) is the whole text."""


class RoundRow(Struct, frozen=True):
    """A round as the record has it; `facts` by their names, `at` when each was written."""

    number: int
    began: float
    reason: str
    ended: float | None = None
    outcome: Outcome | None = None
    facts: dict[str, Any] = {}
    at: dict[str, float] = {}

    def fact(self, name: str) -> dict[str, Any]:
        """Return a fact; an empty one where there is none, or an older release wrote another."""
        value = self.facts.get(name)
        return value if isinstance(value, dict) else {}


class LoopRow(Struct, frozen=True):
    """What is known of a loop besides its rounds."""

    held: str = ""
    rolled_from: str = ""
    rolled_to: str = ""
    problem: str = ""
    digest: str = ""
    since: float = 0.0
    looked: float = 0.0
    renewed: float = 0.0


class Record:
    """The record of one loop.

    Args:
        engine: the database; its tables are made where they aren't there.
        loop: the name.
        now: the time, in seconds since 1970.

    Raises:
        ProblemError: the database can't be reached, here or in any method.

    Example:
        >>> from sqlalchemy import create_engine
        >>> record = Record(create_engine("sqlite://"), "incidents")
        >>> number = record.begin("50 tasks changed", [], {"config": "3b1f"})
        >>> record.put(number, "label", {"label": "r0001-9c2e"})
        >>> record.open().fact("label")
        {'label': 'r0001-9c2e'}
    """

    def __init__(self, engine: Engine, loop: str, now: Callable[[], float] = time.time) -> None:
        self.engine, self.loop, self.now = engine, loop, now
        make(engine, *TABLES)

    def begin(self, reason: str, annotations: Iterable[Annotated], start: dict[str, Any]) -> int:
        """Open a round, with the annotations that it is to be made of; return its number."""
        with self._changing() as connection:
            highest = select(func.max(ROUNDS.c.number)).where(ROUNDS.c.loop == self.loop)
            number = (connection.execute(highest).scalar() or 0) + 1
            row = {"loop": self.loop, "number": number, "began": self.now(), "reason": reason[:200]}
            connection.execute(insert(ROUNDS).values(row))
            self._keep(connection, number, annotations)
            self._put(connection, number, "start", start)
        return number

    def keep(self, number: int, annotations: Iterable[Annotated]) -> None:
        """Replace the annotations that a round is made of."""
        with self._changing() as connection:
            self._keep(connection, number, annotations)

    def put(self, number: int, name: str, value: dict[str, Any]) -> None:
        """Write a fact of a round, in place of an earlier one of that name."""
        with self._changing() as connection:
            self._put(connection, number, name, value)

    def end(self, number: int, outcome: Outcome, why: str = "") -> None:
        """Close a round."""
        with self._changing() as connection:
            if why:
                self._put(connection, number, "ended", {"why": why})
            mine = (ROUNDS.c.loop == self.loop) & (ROUNDS.c.number == number)
            connection.execute(update(ROUNDS).where(mine).values(ended=self.now(), outcome=outcome))

    def predicted(
        self, number: int, which: Which, found: dict[str, Found], records: int = 0
    ) -> None:
        """Write what a model found in the test part, by the hashes of its texts.

        `records` are the text records that were sent for it.
        """
        with self._changing() as connection:
            mine = self._of(PREDICTED, number) & (PREDICTED.c.which == which)
            connection.execute(delete(PREDICTED).where(mine))
            rows = [
                {"loop": self.loop, "round": number, "which": which, "document": document,
                 "spans": msgspec.json.encode(spans).decode()}
                for document, spans in found.items()
            ]  # fmt: skip
            if rows:
                connection.execute(insert(PREDICTED), rows)
            done = {"documents": len(rows), "records": records}
            self._put(connection, number, f"predicted-{which}", done)

    def found(self, number: int, which: Which) -> dict[str, Found]:
        """Return what a model found in the test part, by the hashes of its texts."""
        mine = self._of(PREDICTED, number) & (PREDICTED.c.which == which)
        query = select(PREDICTED.c.document, PREDICTED.c.spans).where(mine)
        with self._reading() as connection:
            return {
                document: msgspec.json.decode(spans, type=Found)
                for document, spans in connection.execute(query)
            }

    def rounds(self) -> list[RoundRow]:
        """Return all rounds, oldest first."""
        query = select(ROUNDS).where(ROUNDS.c.loop == self.loop).order_by(ROUNDS.c.number)
        with self._reading() as connection:
            rows = connection.execute(query).mappings().all()
            facts = connection.execute(select(FACTS).where(FACTS.c.loop == self.loop)).mappings()
            return _joined(rows, facts.all())

    def open(self) -> RoundRow | None:
        """Return the round that is not over."""
        return next((one for one in self.rounds() if one.ended is None), None)

    def annotations(self, number: int) -> list[Annotated]:
        """Return the annotations that a round was made of."""
        columns = ANNOTATIONS.c
        query = select(columns.task, columns.annotation, columns.updated)
        with self._reading() as connection:
            rows = connection.execute(query.where(self._of(ANNOTATIONS, number)))
            return [Annotated(*row) for row in rows]

    def forget(self, number: int) -> None:
        """Forget what rounds before that one were made of; their facts stay."""
        with self._changing() as connection:
            for table in (ANNOTATIONS, PREDICTED):
                old = (table.c.loop == self.loop) & (table.c.round < number)
                connection.execute(delete(table).where(old))

    @property
    def row(self) -> LoopRow:
        """What is known of the loop besides its rounds."""
        with self._reading() as connection:
            query = select(LOOPS).where(LOOPS.c.name == self.loop)
            found = connection.execute(query).mappings().first()
        return LoopRow(**{k: v for k, v in found.items() if k != "name"}) if found else LoopRow()

    def note(self, **values: Any) -> None:
        """Change what is known of the loop besides its rounds."""
        with self._changing() as connection:
            mine = LOOPS.c.name == self.loop
            if not connection.execute(update(LOOPS).where(mine).values(values)).rowcount:
                whole = {**msgspec.structs.asdict(LoopRow()), **values, "name": self.loop}
                connection.execute(insert(LOOPS).values(whole))

    def _keep(self, connection: Connection, number: int, given: Iterable[Annotated]) -> None:
        connection.execute(delete(ANNOTATIONS).where(self._of(ANNOTATIONS, number)))
        rows = [
            {"loop": self.loop, "round": number, "annotation": one.id, "task": one.task,
             "updated": one.updated}
            for one in given
        ]  # fmt: skip
        if rows:
            connection.execute(insert(ANNOTATIONS), rows)

    def _put(self, connection: Connection, number: int, name: str, value: dict[str, Any]) -> None:
        connection.execute(delete(FACTS).where(self._of(FACTS, number) & (FACTS.c.name == name)))
        row = {"loop": self.loop, "round": number, "name": name, "at": self.now()}
        written = msgspec.json.encode(value).decode()
        connection.execute(insert(FACTS).values(row | {"value": written}))

    def _of(self, table: Any, number: int) -> Any:
        return (table.c.loop == self.loop) & (table.c.round == number)

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with self._told(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._told(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell failures of the database as a problem of ours."""
        try:
            yield
        except SQLAlchemyError as error:
            where = self.engine.url.render_as_string(hide_password=True)
            kind = type(getattr(error, "orig", None) or error).__name__
            raise ProblemError.of("database-unusable", where, error=Words(kind)) from error


def _joined(rows: Iterable[Any], facts: Iterable[Any]) -> list[RoundRow]:
    values: dict[int, dict[str, Any]] = {}
    at: dict[int, dict[str, float]] = {}
    for one in facts:
        values.setdefault(one["round"], {})[one["name"]] = _value(one["value"])
        at.setdefault(one["round"], {})[one["name"]] = one["at"]
    return [
        RoundRow(
            row["number"], row["began"], row["reason"], row["ended"], row["outcome"],
            values.get(row["number"], {}), at.get(row["number"], {}),
        )
        for row in rows
    ]  # fmt: skip


def _value(written: str) -> Any:
    try:
        return msgspec.json.decode(written)
    except msgspec.DecodeError:
        return {}

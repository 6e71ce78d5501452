"""What Label Studio has told: that something changed in a project, written down and nothing else.

The ML backend writes nudges, the loop reads them. One that is lost costs some minutes: the loop
looks by itself too.
"""

from __future__ import annotations

import time
from typing import Final, Literal, get_args

from msgspec import Struct
from sqlalchemy import Column, Engine, Float, Integer, String, Table, delete, insert, select

from .database import METADATA, make

Kind = Literal["changed", "train"]
"""`changed`: annotations or tasks came, changed or went; `train`: somebody asks for a training."""
KINDS: Final = get_args(Kind)
TABLE: Final = Table(
    "nudges",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("project", Integer, nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("at", Float, nullable=False),
)


class Nudge(Struct, frozen=True):
    """That something happened in a project of Label Studio, and when (seconds since 1970)."""

    id: int
    project: int
    kind: Kind
    at: float


class Nudges:
    """The nudges of a database.

    Example:
        >>> from sqlalchemy import create_engine
        >>> nudges = Nudges(create_engine("sqlite://"))
        >>> nudges.note(7, "changed")
        >>> [(nudge.project, nudge.kind) for nudge in nudges.of(7)]
        [(7, 'changed')]
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        make(engine, TABLE)

    def note(self, project: int, kind: Kind) -> None:
        """Write a nudge down."""
        with self._engine.begin() as connection:
            connection.execute(insert(TABLE).values(project=project, kind=kind, at=time.time()))

    def of(self, project: int) -> list[Nudge]:
        """Return the nudges of a project that nobody has taken, oldest first."""
        query = select(TABLE).where(TABLE.c.project == project).order_by(TABLE.c.id)
        with self._engine.connect() as connection:
            return [Nudge(**row) for row in connection.execute(query).mappings()]

    def forget(self, project: int, last: int) -> None:
        """Forget those of a project up to an id, once what they asked for is done."""
        gone = delete(TABLE).where(TABLE.c.project == project, TABLE.c.id <= last)
        with self._engine.begin() as connection:
            connection.execute(gone)

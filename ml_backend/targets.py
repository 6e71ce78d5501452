"""Which Azure project and deployment each project of Label Studio asks, as its connection says."""

from __future__ import annotations

import time
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import Column, Engine, Float, String, Table, Text, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..bridge.azure.session import checked_name
from ..bridge.database import METADATA, make
from ..bridge.errors import StoppedError
from ..bridge.settings import Settings
from .protocol import MalformedError

TABLE: Final = Table(
    "connections",
    METADATA,
    Column("label_studio", String(100), primary_key=True),
    Column("target", Text, nullable=False),
    Column("at", Float, nullable=False),
)
_ENCODER: Final = msgspec.json.Encoder()


class Target(Struct, frozen=True, omit_defaults=True):
    """What is asked: a deployment of an Azure project, and the language of texts that name none."""

    project: str
    deployment: str
    language: str | None = None


class _Extra(Struct, frozen=True):
    """What of a connection's `extra_params` is ours; others may stand beside it."""

    project: str | None = None
    deployment: str | None = None
    language: str | None = None


class Targets:
    """The targets of all projects of Label Studio, kept where all replicas find them.

    Args:
        engine: the database.
        settings: the project and the deployment of connections that name none.

    Raises:
        ProblemError: the settings have none.
    """

    def __init__(self, engine: Engine, settings: Settings) -> None:
        settings.need("endpoint")
        self.default = Target(settings.need("project"), settings.need("deployment"))
        self._engine = engine
        make(engine, TABLE)

    def note(self, label_studio: str, extra: Any) -> Target:
        """Write down what a connection's `extra_params` say, and return what it means.

        Raises:
            MalformedError: they name nothing that Azure could have.
        """
        target = self._read(extra)
        if self._held(label_studio) != target:
            self._write(label_studio, _ENCODER.encode(target).decode())
        return target

    def of(self, label_studio: str) -> Target:
        """Return the target of a project of Label Studio."""
        return self._held(label_studio) or self.default

    def all(self) -> list[Target]:
        """Return every target that there is."""
        with self._engine.connect() as connection:
            held = [row.target for row in connection.execute(select(TABLE.c.target))]
        return [*dict.fromkeys([self.default, *(_decoded(one) for one in held)])]

    def _read(self, extra: Any) -> Target:
        try:
            given = msgspec.json.decode(extra or "{}") if isinstance(extra, str) else extra
            found = msgspec.convert(given or {}, _Extra)
            project = checked_name(found.project or self.default.project, "project")
            deployment = checked_name(found.deployment or self.default.deployment, "deployment")
        except (msgspec.MsgspecError, StoppedError) as error:
            raise MalformedError(f"The connection's extra_params can't be used: {error}") from error
        return Target(project, deployment, found.language)

    def _held(self, label_studio: str) -> Target | None:
        query = select(TABLE.c.target).where(TABLE.c.label_studio == label_studio)
        with self._engine.connect() as connection:
            held = connection.scalar(query)
        return _decoded(held) if held else None

    def _write(self, label_studio: str, target: str) -> None:
        values = {"target": target, "at": time.time()}
        changed = update(TABLE).where(TABLE.c.label_studio == label_studio).values(**values)
        with self._engine.begin() as connection:
            if connection.execute(changed).rowcount:
                return
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(TABLE).values(label_studio=label_studio, **values))
        except IntegrityError:  # another replica was quicker
            with self._engine.begin() as connection:
                connection.execute(changed)


def _decoded(held: str) -> Target:
    return msgspec.json.decode(held, type=Target)

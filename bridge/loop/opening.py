"""Opens a loop of the settings: its record, its Azure project, its Label Studio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from msgspec.structs import replace
from sqlalchemy import Engine

from ..azure.patience import Patience
from ..azure.session import Session
from ..database import opened
from ..label_studio.client import Server
from ..nudges import Nudges
from ..settings import Settings
from .options import LoopOptions, loop_of
from .place import LabelStudio, Place, Refresh
from .record import Record
from .refreshing import refresh


@contextmanager
def database(settings: Settings) -> Iterator[Engine]:
    """Open the database for as long as it is needed.

    Raises:
        ProblemError: it can't be reached.
    """
    engine = opened(settings)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def place_of(  # noqa: PLR0913 (what tests and commands give in place of what is set)
    settings: Settings,
    name: str,
    tell: Callable[[str], None] = lambda _: None,
    *,
    server: LabelStudio | None = None,
    patience: Patience | None = None,
    predicts: Refresh | None = None,
) -> Iterator[Place]:
    """Open a loop for as long as it is needed.

    Raises:
        ProblemError: there is no such loop, or a setting is missing.
    """
    options = loop_of(settings, name)
    with ExitStack() as held:
        engine = held.enter_context(database(settings))
        session = Session(_settings_for(settings, options), patience=patience)
        held.callback(session.close)
        if server is None:
            server = Server(settings)
            held.callback(server.close)
        yield Place(
            name, options, session, server, Record(engine, name), Nudges(engine),
            predicts or refresh, tell,
        )  # fmt: skip


def _settings_for(settings: Settings, options: LoopOptions) -> Settings:
    return replace(settings, project=options.azure_project, deployment=options.production)

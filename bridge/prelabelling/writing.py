"""Writes predictions to their tasks in pieces: each task once, whatever else writes meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from ..errors import RefusedError, ServiceError, UncertainError
from ..label_studio import chosen, versions
from ..label_studio.batches import batches
from ..label_studio.client import Server

Body = dict[str, Any]
_MOST: Final = 500
"""Predictions in one call: Label Studio 1.23.2 writes that many at once, all or none of them."""
_ATTEMPTS: Final = 3
_ID: Final = msgspec.json.Decoder(int)


class Writer:
    """Writes predictions of one version.

    `added` counts them, `there` the tasks that had one by then, `gone` those that were deleted.

    Args:
        server: where the tasks are.
        project: whose they are.
        version: of the predictions.
        replace: whether those that a task has of this version make way; else they stay.
    """

    def __init__(self, server: Server, project: int, version: str, *, replace: bool) -> None:
        self.added = self.there = self.gone = 0
        self._server, self._project, self._version = server, project, version
        self._replace = replace

    def write(self, bodies: Iterable[tuple[Body, int]], before: Callable[[], None]) -> None:
        """Write predictions that come with their sizes in bytes.

        Args:
            bodies: each with the id of its `task`.
            before: called before each piece is written; may raise to stop it.

        Raises:
            ServiceError: Label Studio refused, failed or can't be reached.
        """
        for piece in batches(bodies, _MOST):
            before()
            self._write(self._wanting(piece))

    def _wanting(self, piece: list[Body]) -> list[Body]:
        """Return those whose task has none of the version, or has none any more."""
        found = self._having(piece)
        if self._replace:
            for number in (one for numbers in found.values() for one in numbers):
                versions.delete(self._server, number)
            return piece
        self.there += len(found)
        return [one for one in piece if one["task"] not in found]

    def _write(self, piece: list[Body], attempts: int = _ATTEMPTS) -> None:
        """Write a piece; where no answer came, look what is there, and write what isn't."""
        if not piece:
            return
        try:
            self._server.add_predictions(self._project, piece)
        except (UncertainError, RefusedError) as error:
            left = self._left(piece, error)
            if attempts == 1 or (len(left) == len(piece) and isinstance(error, RefusedError)):
                raise
            self._write(left, attempts - 1)
        else:
            self.added += len(piece)

    def _left(self, piece: list[Body], error: ServiceError) -> list[Body]:
        """Return what of a piece is still to be written, and count the rest."""
        if isinstance(error, UncertainError):
            found = self._having(piece)
            self.added += len(found)
            return [one for one in piece if one["task"] not in found]
        held = self._held(piece)
        self.gone += len(piece) - len(held)
        return held

    def _having(self, piece: list[Body]) -> dict[int, list[int]]:
        ids = [one["task"] for one in piece]
        return versions.having(self._server, self._project, self._version, ids)

    def _held(self, piece: list[Body]) -> list[Body]:
        """Return those whose task is still there: one that is deleted lets all be refused."""
        ids = [one["task"] for one in piece]
        there = {_ID.decode(one["id"]) for one in chosen.tasks(self._server, self._project, ids)}
        return [one for one in piece if one["task"] in there]

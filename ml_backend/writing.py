"""Writes predictions through Label Studio's API: each task once for a model version."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Protocol

import msgspec
from msgspec import Raw

from ..bridge.azure.patience import Patience
from ..bridge.errors import ServiceError, UncertainError, UnreachableError
from ..bridge.label_studio import chosen
from ..bridge.label_studio.batches import batches
from ..bridge.label_studio.calls import Calls
from ..bridge.suggesting import Prediction

_LOG: Final = logging.getLogger(__name__)
_MOST: Final = 500
"""Predictions in one piece."""
_ID: Final = msgspec.json.Decoder(int)
_PREDICTIONS: Final = msgspec.json.Decoder(list[Any])
_PASSING: Final = frozenset({408, 429, 500, 502, 503, 504})


class WritingServer(Calls, Protocol):
    """What writing needs of a Label Studio server."""

    def add_predictions(self, project: int, predictions: Any) -> None:
        """Import predictions, once."""

    def close(self) -> None:
        """Close the connections."""


class Writer:
    """Writes to one server.

    Args:
        server: the server.
        wrote: told how many predictions were written.
        patience: how long to wait, and how often to try.
    """

    def __init__(
        self, server: WritingServer, wrote: Callable[[int], None], patience: Patience | None = None
    ) -> None:
        self._server, self._wrote = server, wrote
        self._patience = patience or Patience(first=1.0, tries=8)

    def close(self) -> None:
        """Close the connections to the server."""
        self._server.close()

    def write(
        self, project: int, made: Mapping[int, Prediction], is_mine: Callable[[int], bool]
    ) -> int:
        """Write the predictions of tasks; return how many there were.

        A task that is gone, has a prediction of the same version, or is no longer ours, is left.

        Args:
            project: their project.
            made: predictions by the numbers of tasks.
            is_mine: whether a task is still to be written.

        Raises:
            ServiceError: Label Studio refuses, or can't be reached for longer than we wait.
        """
        sizes = ((number, len(msgspec.json.encode(one))) for number, one in made.items())
        return sum(
            self._piece(project, {number: made[number] for number in piece}, is_mine)
            for piece in batches(sizes, _MOST)
        )

    def _piece(
        self, project: int, made: Mapping[int, Prediction], is_mine: Callable[[int], bool]
    ) -> int:
        for attempt in range(self._patience.tries):
            try:
                return self._sent(project, made, is_mine)
            except ServiceError as error:  # noqa: PERF203 (it is tried again)
                if not _is_passing(error) or attempt + 1 == self._patience.tries:
                    raise
                _LOG.warning("Label Studio doesn't take predictions for now: %s", error)
                self._patience.pause(attempt)
        return 0

    def _sent(
        self, project: int, made: Mapping[int, Prediction], is_mine: Callable[[int], bool]
    ) -> int:
        lacking = [number for number in self._lacking(project, made) if is_mine(number)]
        if lacking:
            bodies = [{"task": number, **made[number]} for number in lacking]
            self._server.add_predictions(project, bodies)
        self._wrote(len(lacking))
        return len(lacking)

    def _lacking(self, project: int, made: Mapping[int, Prediction]) -> Iterator[int]:
        """Yield the tasks that are there and have no prediction of this version."""
        for task in chosen.tasks(self._server, project, made):
            number = _ID.decode(task["id"])
            if made[number]["model_version"] not in _versions(task):
                yield number


def _versions(task: Mapping[str, Raw]) -> set[str]:
    held = _PREDICTIONS.decode(task.get("predictions", Raw(b"[]")))
    return {str(one.get("model_version")) for one in held if isinstance(one, dict)}


def _is_passing(error: ServiceError) -> bool:
    return isinstance(error, UncertainError | UnreachableError) or error.status in _PASSING

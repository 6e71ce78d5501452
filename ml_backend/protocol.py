"""What Label Studio sends to an ML backend, and what it is answered, as types.

    POST /setup     {"project": "3.1795449724", "schema": "<View>…", "hostname": "http://…",
                     "access_token": "…", "extra_params": {"deployment": "production"}}
                    -> {"model_version": "production@v2"}
    POST /predict   {"tasks": [{"id": 47, "data": {…}, …}], "project": "3.1795449724",
                     "label_config": "<View>…", "params": {"context": null, …}}
                    -> {"results": [{"result": [], "score": 0.5, "model_version": "…"}]}
    POST /webhook   {"action": "ANNOTATION_CREATED", "project": {"id": 3, …}, …}
    GET  /versions  -> {"versions": ["production@v2"]}

Observed on Label Studio 1.23.2. Results belong to tasks by their order. A result that is an empty
list leaves its task without a prediction, so that it is asked for again; any other, empty or not,
is stored, and the task is never asked for again for that model version. `access_token` is not read.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

import msgspec
from msgspec import Raw, Struct

from ..bridge.nudges import Kind
from ..bridge.suggesting import Prediction

T = TypeVar("T")
Result = Prediction | list[Prediction]
"""What is said of a task; an empty list is nothing, for now."""
NOTHING: Final[Result] = []
TRAIN: Final = "START_TRAINING"


class MalformedError(ValueError):
    """A body isn't what Label Studio would send."""


class Setup(Struct, frozen=True):
    """A connection makes itself known: its project, and what is told of it."""

    project: str
    schema: str = ""
    extra_params: Any = None


class Params(Struct, frozen=True):
    """What else comes with tasks: in interactive mode, the regions that are drawn."""

    context: Any = None

    @property
    def drawn(self) -> Any:
        """The result that somebody has drawn; None outside of interactive mode."""
        return self.context.get("result") if isinstance(self.context, dict) else None


class Predict(Struct, frozen=True):
    """Tasks are to be predicted, each in turn."""

    tasks: list[dict[str, Raw]]
    label_config: str
    project: str = ""
    params: Params | None = None

    @property
    def number(self) -> int:
        """The project's number; 0 where nothing tells it."""
        return number_of(self.project)


class _Named(Struct, frozen=True):
    id: int | str | None = None


class Event(Struct, frozen=True):
    """Something happened in a project."""

    action: str
    project: _Named | int | str | None = None

    @property
    def number(self) -> int:
        """The project's number; 0 where nothing tells it."""
        found = self.project.id if isinstance(self.project, _Named) else self.project
        return number_of(str(found or ""))

    @property
    def kind(self) -> Kind:
        """What the loop is to hear of it."""
        return "train" if self.action == TRAIN else "changed"


_SETUP: Final = msgspec.json.Decoder(Setup)
_PREDICT: Final = msgspec.json.Decoder(Predict)
_EVENT: Final = msgspec.json.Decoder(Event)
_ENCODER: Final = msgspec.json.Encoder()


def setup_of(body: bytes) -> Setup:
    """Read the body of /setup.

    Raises:
        MalformedError: it is none.
    """
    return _read(_SETUP, body)


def predict_of(body: bytes) -> Predict:
    """Read the body of /predict; tasks stay undecoded.

    Raises:
        MalformedError: it is none.
    """
    return _read(_PREDICT, body)


def event_of(body: bytes) -> Event:
    """Read the body of /webhook.

    Raises:
        MalformedError: it is none.
    """
    return _read(_EVENT, body)


def answer(value: Any) -> bytes:
    """Write an answer.

    Example:
        >>> answer({"results": [NOTHING]})
        b'{"results":[[]]}'
    """
    return _ENCODER.encode(value)


def number_of(project: str) -> int:
    """Return a project's number, of how /setup and /predict name it.

    Example:
        >>> number_of("3.1795449724"), number_of("?")
        (3, 0)
    """
    head = project.partition(".")[0]
    return int(head) if head.isascii() and head.isdigit() else 0


def task_number(task: dict[str, Raw]) -> int:
    """Return a task's number; 0 where it has none, as a task that is only tried."""
    raw = bytes(task.get("id", b""))
    return int(raw) if raw.isdigit() else 0


def _read(decoder: msgspec.json.Decoder[T], body: bytes) -> T:
    try:
        return decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        kind = "it isn't UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise MalformedError(f"The body can't be read: {kind}.") from error

"""A model for the servers of `label-studio-ml`: the same backend behind that framework's class.

    # model.py, beside what `label-studio-ml create` makes
    from spanbridge.ml_backend.adapter import adapted
    from label_studio_ml.model import LabelStudioMLBase

    SpanbridgeModel = adapted(LabelStudioMLBase)

Works under 2.x (`predict(tasks, context=None, **kwargs)`, one instance a request) and under 1.0.9
(`predict(tasks, **kwargs)`, `label_config` given to the constructor); both take a plain list of
predictions. Settings are those of `spanbridge ml-backend`. The framework isn't imported here, nor
needed by anything else; `spanbridge ml-backend` does more, and has no dependencies of that age.
"""

from __future__ import annotations

import threading
from typing import Any, Final

import msgspec

from ..bridge.settings import load
from .making import backend_of
from .model import Backend
from .protocol import Event, Result, Setup, predict_of

_LOCK: Final = threading.Lock()
_MADE: dict[str, Backend] = {}


def backend() -> Backend:
    """Return the backend of this process; it is made of the settings when it is first needed.

    Raises:
        ProblemError: a setting is missing or can't be used.
    """
    with _LOCK:
        if "backend" not in _MADE:
            _MADE["backend"] = backend_of(load())
        return _MADE["backend"]


def adapted(base: type) -> type:
    """Return a model class over the framework's `LabelStudioMLBase`, of either version."""

    class SpanbridgeModel(base):  # type: ignore[misc, valid-type]
        """Azure's suggestions."""

        def setup(self) -> None:
            """Tell the framework which version is served (2.x, for each request)."""
            self.set("model_version", model_version(self.project_id))

        def predict(self, tasks: list[dict[str, Any]], context: Any = None, **_: Any) -> list[Any]:
            """Return a prediction for each task."""
            return predict(tasks, self.label_config, context, getattr(self, "project_id", None))

        def fit(self, *arguments: Any, **more: Any) -> dict[str, str]:
            """Write an event down for the loop: `fit(event, data)` (2.x), or by name (1.x)."""
            event = more.get("event") or (arguments[0] if arguments else "")
            given = arguments[1] if len(arguments) > 1 else None
            note(str(event), more.get("data") or given)
            return {"status": "noted"}

    return SpanbridgeModel


def model_version(project: object) -> str:
    """Return the version that the settings' deployment serves.

    Raises:
        UnavailableError: it was never seen.
    """
    return str(backend().setup(Setup(str(project or "")))["model_version"])


def predict(
    tasks: list[dict[str, Any]], label_config: str, context: Any, project: object
) -> list[Result]:
    """Return what is said of each task, in order.

    Raises:
        UnavailableError: what keeps us is passing.
        MalformedError: the configuration can't be used.
    """
    body = {
        "tasks": tasks,
        "label_config": label_config,
        "project": str(project or ""),
        "params": {"context": context},
    }
    return backend().predict(predict_of(msgspec.json.encode(body)))


def note(event: str, data: Any) -> None:
    """Write down what happened in a project."""
    project = data.get("project") if isinstance(data, dict) else None
    if isinstance(project, dict):
        project = project.get("id")
    backend().webhook(Event(event, project if isinstance(project, int | str) else None))

"""The backend for another WSGI server, made of the environment and spanbridge.toml.

    gunicorn --workers 1 --threads 64 --timeout 120 spanbridge.ml_backend.wsgi:app

One process: a second one would ask Azure by a rate of its own. `app` is made when it is first asked
for, and ends with the process.
"""

from __future__ import annotations

import atexit
from typing import Any

from ..bridge.settings import load
from .running import built


def __getattr__(name: str) -> Any:
    """Make the application when it is asked for."""
    if name != "app":
        raise AttributeError(name)
    backend, app = built(load())
    atexit.register(backend.close)
    globals()["app"] = app
    return app

"""Speaks HTTP with Label Studio: routes, who may ask, what is answered when it goes wrong."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, Final

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from . import protocol
from .errors import UnavailableError
from .model import Backend
from .protocol import MalformedError
from .security import Guard

_LOG: Final = logging.getLogger(__name__)
_JSON: Final = "application/json"
_AGAIN: Final = {"Retry-After": "5"}
OPEN: Final = frozenset({"health", "ready", "webhook"})
"""The routes that Basic authentication isn't asked of: an orchestrator's, and one of its own."""
ROUTES: Final[dict[str, tuple[str, str, str]]] = {
    "health": ("GET", "/health", "Whether the server runs. Asks nobody."),
    "setup": ("POST", "/setup", "Tells a connection the version that is served. Asks nobody."),
    "predict": ("POST", "/predict", "Predicts tasks."),
    "webhook": ("POST", "/webhook", "Writes an event down for the loop."),
    "versions": ("GET", "/versions", "The versions that are served."),
    "ready": ("GET", "/ready", "Whether tasks can be predicted now; 503 and the reason if not."),
    "metrics": ("GET", "/metrics", "What the server counts, for Prometheus."),
}


def make_app(backend: Backend, guard: Guard) -> Flask:
    """Make the WSGI application of a backend."""
    app = Flask(__name__)
    handlers = _Handlers(backend, guard)
    for name, (method, path, _) in ROUTES.items():
        app.add_url_rule(path, name, getattr(handlers, name), methods=[method])
    app.add_url_rule("/", "root", handlers.health, methods=["GET"])
    app.before_request(_begin)
    app.before_request(handlers.admit)
    app.after_request(handlers.count)
    errors: tuple[tuple[type[Exception], Callable[[Any], Response]], ...] = (
        (UnavailableError, _unavailable),
        (MalformedError, _malformed),
        (HTTPException, _http),
        (Exception, _broken),
    )
    for kind, handler in errors:
        app.register_error_handler(kind, handler)
    return app


class _Handlers:
    """Does what the routes say."""

    def __init__(self, backend: Backend, guard: Guard) -> None:
        self._backend, self._guard = backend, guard

    def admit(self) -> Response | None:
        """Refuse who may not ask."""
        headers, endpoint = request.headers, request.endpoint or ""
        if endpoint == "webhook":
            if not self._guard.hears(dict(headers), request.remote_addr or ""):
                return _error(403, "This webhook brings no secret; `connect` registers one.")
        elif endpoint not in OPEN and endpoint != "root" and not self._guard.knows(dict(headers)):
            denied = _error(401, "User name and password of the ML backend are asked for.")
            denied.headers["WWW-Authenticate"] = 'Basic realm="spanbridge"'
            return denied
        return None

    def count(self, response: Response) -> Response:
        """Count a request and how long it took."""
        route, metrics = request.endpoint or "none", self._backend.metrics
        metrics.requests.labels(route, response.status_code).inc()
        metrics.seconds.labels(route).observe(time.perf_counter() - g.began)
        return response

    def health(self) -> Response:
        """Answer that the server runs."""
        return _answer({"status": "UP", "model_class": "spanbridge"})

    def setup(self) -> Response:
        """Take in a connection."""
        return _answer(self._backend.setup(protocol.setup_of(request.get_data(cache=False))))

    def predict(self) -> Response:
        """Predict tasks."""
        wanted = protocol.predict_of(request.get_data(cache=False))
        return _answer({"results": self._backend.predict(wanted)})

    def webhook(self) -> Response:
        """Write an event down."""
        self._backend.webhook(protocol.event_of(request.get_data(cache=False)))
        return _answer({"status": "noted"})

    def versions(self) -> Response:
        """Tell the versions that are served."""
        return _answer({"versions": self._backend.versions()})

    def ready(self) -> Response:
        """Tell whether tasks can be predicted."""
        why = self._backend.ready()
        return _error(503, why) if why else _answer({"status": "ready"})

    def metrics(self) -> Response:
        """Give the metrics."""
        return Response(self._backend.metrics.text(), content_type="text/plain; version=0.0.4")


def _begin() -> None:
    g.began = time.perf_counter()


def _answer(value: Any, status: int = 200) -> Response:
    return Response(protocol.answer(value), status, content_type=_JSON)


def _error(status: int, words: str) -> Response:
    return _answer({"error": words}, status)


def _unavailable(error: UnavailableError) -> Response:
    _LOG.warning("%s: 503, %s", request.path, error)
    response = _error(503, str(error))
    response.headers.update(_AGAIN)
    return response


def _malformed(error: MalformedError) -> Response:
    _LOG.warning("%s: 400, %s", request.path, error)
    return _error(400, str(error))


def _http(error: HTTPException) -> Response:
    return _error(error.code or 500, error.name)


def _broken(error: Exception) -> Response:
    """Tell of a fault of ours by its kind alone: its words could hold a text."""
    frames = error.__traceback__
    while frames and frames.tb_next:
        frames = frames.tb_next
    place = f"{frames.tb_frame.f_code.co_name}:{frames.tb_lineno}" if frames else "?"
    _LOG.error("%s: 500, %s in %s", request.path, type(error).__name__, place)
    return _error(500, "The ML backend failed; its log says where.")

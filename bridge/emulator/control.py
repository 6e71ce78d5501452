"""Routes that only the emulator has: health, reset, faults on demand, counters.

GET    /health             no key needed
POST   /reset              forgets projects, jobs, faults and counts
GET    /emulator/faults    the faults to come
POST   /emulator/faults    adds some, see faults.py
DELETE /emulator/faults    forgets them
GET    /emulator/counters  calls, trainings, swaps, text records
"""

from __future__ import annotations

from flask import Flask, Response, jsonify, request

from . import auth
from .exceptions import ServiceError
from .resource import Resource


def add_control(app: Flask, resource: Resource, key: str) -> None:
    """Add the routes to an application."""

    def health() -> Response:
        return jsonify(status="UP")

    def reset() -> tuple[str, int]:
        _check(key)
        resource.reset()
        return "", 204

    def faults() -> Response | tuple[str, int]:
        _check(key)
        if request.method == "POST":
            resource.faults.add(request.get_data())
        elif request.method == "DELETE":
            resource.faults.clear()
        return jsonify(resource.faults.waiting())

    def counters() -> Response:
        _check(key)
        return jsonify(resource.counters.shape())

    app.add_url_rule("/health", view_func=health)
    app.add_url_rule("/reset", view_func=reset, methods=["POST"])
    app.add_url_rule("/emulator/faults", view_func=faults, methods=["GET", "POST", "DELETE"])
    app.add_url_rule("/emulator/counters", view_func=counters)


def _check(key: str) -> None:
    try:
        auth.check(request.headers, key, "own", tls=request.is_secure)
    except ServiceError as error:
        error.headers = {"WWW-Authenticate": auth.KEY_HEADER}
        raise

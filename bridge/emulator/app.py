"""The web application: takes a request through faults, key, version and rate to its handler."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from typing import Any

import msgspec
from flask import Flask, Response, request
from waitress.channel import ClientDisconnected
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from . import auth, faults, versions
from .call import Answer, Call
from .control import add_control
from .exceptions import ServiceError
from .resource import Resource
from .urls import OPERATIONS, Operation

_LOG = logging.getLogger(__name__)
_JSON = "application/json; charset=utf-8"


class _Part(BaseConverter):
    """A name in a path; the colon begins an action."""

    regex = "[^/:]+"


class _CutError(ClientDisconnected, ConnectionError):  # type: ignore[misc]
    """Makes waitress and werkzeug close the connection without an answer."""


def make_app(resource: Resource, key: str) -> Flask:
    """Make the application of a resource with its key."""
    app = Flask(__name__, static_folder=None)
    app.url_map.converters["default"] = _Part
    app.url_map.strict_slashes = False
    app.url_map.redirect_defaults = False
    app.url_map.merge_slashes = False
    for operation in OPERATIONS:
        app.add_url_rule(
            f"/language{operation.path}",
            endpoint=operation.name,
            view_func=_view(resource, key, operation),
            methods=[operation.method],
        )
    add_control(app, resource, key)
    app.register_error_handler(Exception, _error)
    return app


def _view(resource: Resource, key: str, operation: Operation) -> Any:
    def view(**path: str) -> Response:
        response = _answered(resource, key, operation, path)
        cut = isinstance(response.response, _Nothing)
        resource.counters.call(operation.name, "cut" if cut else response.status_code)
        return response

    return view


def _answered(resource: Resource, key: str, operation: Operation, path: dict[str, str]) -> Response:
    name, waiting = operation.name, resource.faults
    try:
        _fail(waiting, name)
        if waiting.take(faults.CutFault, operation=name):
            return _cut()
        response = _response(_carried_out(resource, key, operation, path))
    except ServiceError as error:
        return _refused(error)
    slow = waiting.take(faults.SlowFault, operation=name)
    if slow:
        time.sleep(slow.seconds)
    if waiting.take(faults.LostAnswerFault, operation=name):
        return _cut()
    if waiting.take(faults.MalformedFault, operation=name):
        return Response('{"value": [', response.status_code, content_type=_JSON)
    return response


def _carried_out(
    resource: Resource, key: str, operation: Operation, path: dict[str, str]
) -> Answer:
    auth.check(request.headers, key, operation.access, tls=request.is_secure)
    version = versions.check(operation.service, request.args.get("api-version"), operation.since)
    if resource.options.limits:
        resource.buckets.take(operation.service, operation.method)
    return operation.handler(resource, _call(version, path))


def _call(version: str, path: dict[str, str]) -> Call:
    return Call(
        version=version,
        path=path,
        query=request.args.to_dict(),
        headers=request.headers,
        body=request.get_data(),
        base=request.host_url.rstrip("/"),
        url=request.base_url,
    )


def _fail(waiting: faults.Faults, operation: str) -> None:
    fault = waiting.take(faults.AnswerFault, operation=operation)
    if fault:
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        message = "A fault on demand."
        raise ServiceError(_CODES.get(fault.status, "InternalServerError"), message,
                           headers=headers, status=fault.status)  # fmt: skip


_CODES = {
    400: "InvalidRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound", 409: "Conflict",
    429: "TooManyRequests", 503: "ServiceUnavailable", 504: "Timeout",
}  # fmt: skip


def _cut() -> Response:
    return Response(_Nothing())


class _Nothing:
    """A body that can't be read."""

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        raise _CutError


def _response(answer: Answer) -> Response:
    body = b"" if answer.body is None else msgspec.json.encode(answer.body)
    headers = {"apim-request-id": str(uuid.uuid4()), **answer.headers}
    response = Response(body, answer.status, headers, content_type=_JSON)
    if not body:
        del response.headers["Content-Type"]
    return response


def _refused(error: ServiceError) -> Response:
    headers = {"x-ms-error-code": error.code} | error.headers
    return _response(Answer(error.status, {"error": error.shape()}, headers))


def _error(error: Exception) -> Response:
    """Answer in the service's shape what no operation answers."""
    if isinstance(error, ServiceError):
        return _refused(error)
    if isinstance(error, HTTPException):
        codes = {404: "NotFound", 405: "MethodNotAllowed"}
        code = codes.get(error.code or 500, "InvalidRequest")
        message = f"There is no operation {request.method} {request.path}."
        return _refused(ServiceError(code, message))
    _LOG.error("a call failed", exc_info=error)
    message = "The emulator has a fault; see its log."
    return _refused(ServiceError("InternalServerError", message))

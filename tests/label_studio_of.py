"""Serves a Label Studio in memory over HTTP, so that processes which die can speak with it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from loop_of import AnnotatedServer
from spanbridge.bridge.errors import ServiceError


class Served:
    """What of a server is called over HTTP, with plain data in and out."""

    def __init__(self, server: AnnotatedServer) -> None:
        self._server, self._lock = server, threading.Lock()

    def ask(self, name: str, arguments: list[Any]) -> Any:
        """Call a method by its name, one at a time."""
        with self._lock:
            return getattr(self, name)(*arguments)

    def project(self, number: int) -> dict[str, Any]:
        """Tell what the project is."""
        found = self._server.project(number)
        return {name: getattr(found, name) for name in found.__struct_fields__}

    def listed(self, project: int, with_predictions: bool) -> list[Any]:
        """List the tasks."""
        tasks = self._server.tasks(project, with_predictions=with_predictions)
        return [{key: json.loads(bytes(value)) for key, value in one.items()} for one in tasks]

    def add_predictions(self, project: int, predictions: list[Any]) -> None:
        """Import predictions."""
        self._server.add_predictions(project, predictions)

    def call_path(self, method: str, path: str, body: Any, params: Any) -> Any:
        """Call a path below `/api/`."""
        return self._server.call(method, path, json=body, params=params)


@contextmanager
def served(server: AnnotatedServer) -> Iterator[str]:
    """Serve it for as long as it is needed; give the address."""
    asked = Served(server)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            try:
                status, found = 200, asked.ask(self.path.strip("/"), body)
            except ServiceError as error:
                status, found = error.status or 500, {"detail": error.failure.message}
            data = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_port}"
    finally:
        made.shutdown()
        thread.join()
        made.server_close()

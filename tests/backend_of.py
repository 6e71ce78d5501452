"""A small HTTP server that stands for an ML backend: answers as one, and keeps what was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Asked(NamedTuple):
    """A request."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Backend:
    """What it says, and what it was asked."""

    port: int = 0
    version: str = "production@v1"
    asked: list[Asked] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> set[str]:
        """Tell which paths were asked for."""
        return {one.path for one in self.asked}

    def answer(self, path: str, body: Any) -> Any:
        """Answer as a backend does that finds nothing."""
        if path == "/predict":
            plain = {"result": [], "score": 0.5, "model_version": self.version}
            return {"results": [plain for _ in body["tasks"]]}
        return {"status": "UP", "model_version": self.version, "versions": [self.version]}


@contextmanager
def backend(**said: Any) -> Iterator[Backend]:
    """Run one on a free port."""
    held = Backend(**said)

    class Handler(BaseHTTPRequestHandler):
        """Keeps and answers."""

        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            headers = {name.lower(): value for name, value in self.headers.items()}
            held.asked.append(Asked(self.command, self.path, headers, body))
            answer = json.dumps(held.answer(self.path, body)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = _answer  # noqa: N815 (names of http.server)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        held.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield held
        finally:
            server.shutdown()
            thread.join()

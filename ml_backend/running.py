"""Puts the server together of the settings, runs it, and lets it end in good order."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Final

import waitress
from flask import Flask
from waitress import wasyncore

from ..bridge.settings import Settings, is_here
from .making import backend_of, server_of
from .model import Backend
from .options import BackendOptions
from .security import Guard
from .server import make_app

if TYPE_CHECKING:
    from typing_extensions import Self  # it comes with SQLAlchemy

_LOG: Final = logging.getLogger(__name__)
_RESERVE: Final = 16
"""Threads beyond those of tasks, so that /health and /setup are answered whatever runs."""
_CONNECTIONS: Final = 1_000
_BODY: Final = 512 << 20
"""Bytes of a request; they stay in memory, since the file system may be read-only."""
_LAST: Final = 2.0
"""Seconds that answers have to be sent in, once all of them are known."""


class MlBackend:
    """A running ML backend, for as long as its `with` lasts.

    Args:
        settings: see `spanbridge.bridge.settings.load`; `project` and `deployment` are needed.
        host: the address to listen at.
        port: the port; 0 takes a free one.
        options: in place of the settings' table `[backend]`.

    Raises:
        ProblemError: a setting is missing or can't be used.
        OSError: the address is taken.
    """

    def __init__(
        self,
        settings: Settings,
        host: str = "127.0.0.1",
        port: int = 0,
        options: BackendOptions | None = None,
    ) -> None:
        self.backend, app = built(settings, options)
        self._host, self._open = host, dict[int, Any]()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family, backlog=_CONNECTIONS)
        self.port = int(listening.getsockname()[1])
        self._server: Any = waitress.create_server(
            app, map=self._open, sockets=[listening], ident=None,
            threads=self.backend.options.threads + _RESERVE, connection_limit=_CONNECTIONS,
            max_request_body_size=_BODY, inbuf_overflow=_BODY, outbuf_overflow=_BODY,
            clear_untrusted_proxy_headers=True,
        )  # fmt: skip
        self._thread = threading.Thread(target=self._server.run, name="spanbridge-ml", daemon=True)

    @property
    def address(self) -> str:
        """Where it listens."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Refuse new tasks, let those under way end within the time to drain, and stop."""
        if not self._thread.is_alive():
            return
        self.backend.drain()
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=_LAST)
        is_awake = threading.Event()

        def close_all() -> None:
            is_awake.wait()
            self._server.pull_trigger = lambda: None  # what still runs must not write to it
            wasyncore.close_all(self._open)

        try:
            self._server.trigger.pull_trigger(close_all)
        finally:
            is_awake.set()
        self._thread.join()
        self.backend.close()


def built(settings: Settings, options: BackendOptions | None = None) -> tuple[Backend, Flask]:
    """Make a backend and its WSGI application of the settings.

    Raises:
        ProblemError: a setting is missing or can't be used.
    """
    guard = Guard.of(settings)
    backend = backend_of(settings, options)
    return backend, make_app(backend, guard)


def warnings_of(settings: Settings, host: str, options: BackendOptions) -> list[str]:
    """Tell what somebody should know before the server is used.

    Example:
        >>> warnings_of(Settings(), "127.0.0.1", BackendOptions())[0][:40]
        'No LABEL_STUDIO_URL and LABEL_STUDIO_API'
    """
    found = []
    if server_of(settings) is None:
        found.append(
            "No LABEL_STUDIO_URL and LABEL_STUDIO_API_KEY: requests that take longer than "
            f"{options.deadline:.0f} s are answered 503, since they can't be written later."
        )
    if not is_here(host):
        if settings.backend_user is None:
            found.append("Anybody who reaches this address may ask: set `backend_user`.")
        if settings.webhook_secret is None and settings.backend_user is None:
            found.append("Webhooks are refused: set `webhook_secret`.")
    return found


def wait_for_the_end(server: MlBackend) -> None:
    """Wait for SIGTERM or Ctrl-C."""
    over = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        over.set()

    before = {one: signal.signal(one, end) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        while not over.wait(0.5):
            pass
        _LOG.info("Stopping; requests under way end first.")
        server.stop()
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)

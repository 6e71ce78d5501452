"""A running emulator: waitress, or for TLS, which waitress hasn't, werkzeug's threaded server."""

from __future__ import annotations

import secrets
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import waitress
from waitress import wasyncore
from werkzeug.serving import make_server

from .app import make_app
from .certificate import Certificate, make_certificate, write_authority
from .options import Options
from .resource import Resource
from .urls import WORKS

if TYPE_CHECKING:
    from typing_extensions import Self  # it comes with azure-core

_THREADS = 8
_CONNECTIONS = 1_000
"""Connections that may be open at once; waitress' own limit of 100 lets busy clients wait."""
_PATIENCE = 5.0
"""Seconds that calls have to end in when the server stops."""


class AzureLanguageEmulator:
    """A local Azure AI Language, for as long as its `with` lasts.

    Args:
        options: how it behaves.
        settings: or the fields of `Options` by name.

    Example:
        >>> from urllib.request import urlopen
        >>> with AzureLanguageEmulator(jobs="polls:1") as server:
        ...     urlopen(f"{server.endpoint}/health").status
        200
    """

    def __init__(self, options: Options | None = None, **settings: Any) -> None:
        self.options = options or Options(**settings)
        self.key = self.options.key or secrets.token_hex(16)
        self.resource: Resource
        """What it holds: counters, faults and jobs, for tests in the same process."""
        self.certificate: Path | None = None
        """The certificate of the authority that its clients must trust, if it speaks TLS."""
        self._port = 0

    @property
    def endpoint(self) -> str:
        """The address to give to clients."""
        scheme = "https" if self.options.tls else "http"
        host = f"[{self.options.host}]" if ":" in self.options.host else self.options.host
        return f"{scheme}://{host}:{self._port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:  # fmt: skip
        self.stop()

    def start(self) -> None:
        """Open the state and the port, and serve in another thread.

        Raises:
            OSError: the port is taken, or the state can't be written.
            OptionError: TLS is wanted and trustme isn't there.
        """
        certificate = self._certificate() if self.options.tls else None
        self.resource = Resource(self.options, WORKS)
        app, address = make_app(self.resource, self.key), (self.options.host, self.options.port)
        try:
            if certificate:
                self._server: Any = _Secure(app, *address, certificate)
                self.certificate = write_authority(certificate, self._authority)
            else:
                self._server = _Plain(app, *address)
        except OSError:
            self.resource.close()
            raise
        self._port = self._server.port
        self._thread = threading.Thread(target=self._server.serve, name="emulator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and close the state."""
        self._server.stop()
        self._thread.join()
        self._server.close()
        self.resource.close()
        if self.certificate:
            self.certificate.unlink(missing_ok=True)

    def wait(self) -> None:
        """Wait until it is stopped, or interrupted."""
        self._thread.join()

    def _certificate(self) -> Certificate:
        names = (self.options.host, self.options.tls_name)
        return make_certificate(*(name for name in names if name))

    @property
    def _authority(self) -> Path | None:
        return Path(self.options.authority) if self.options.authority else None


class _Plain:
    """HTTP by waitress."""

    def __init__(self, app: Any, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family)
        self._open: dict[int, Any] = {}
        self.port = int(listening.getsockname()[1])
        self._server = waitress.create_server(
            app, map=self._open, sockets=[listening], threads=_THREADS,
            clear_untrusted_proxy_headers=True, connection_limit=_CONNECTIONS,
        )  # fmt: skip

    def serve(self) -> None:
        self._server.run()

    def stop(self) -> None:
        """Let the calls end, then the loop: it does when nothing is open any more."""
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=_PATIENCE)
        pulled = threading.Event()

        def close_all() -> None:
            pulled.wait()  # the loop may be awake before the trigger is pulled, and closes that too
            self._close_all()

        try:
            self._server.trigger.pull_trigger(close_all)
        finally:
            pulled.set()

    def close(self) -> None:
        """Do nothing more: all is closed."""

    def _close_all(self) -> None:
        self._server.pull_trigger = lambda: None  # a call that still runs must not write to it
        wasyncore.close_all(self._open)


class _Secure:
    """TLS by werkzeug's server, a thread a connection."""

    def __init__(self, app: Any, host: str, port: int, certificate: Certificate) -> None:
        self._server = make_server(host, port, app, threaded=True, ssl_context=certificate.context)
        # shake hands in the call's thread: in the loop, a silent client would keep all waiting
        self._server.socket.do_handshake_on_connect = False  # type: ignore[attr-defined]
        self.port = int(self._server.server_port)

    def serve(self) -> None:
        self._server.serve_forever(poll_interval=0.05)

    def stop(self) -> None:
        self._server.shutdown()

    def close(self) -> None:
        self._server.server_close()

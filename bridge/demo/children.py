"""Starts servers as processes of their own, which all end with this one, however it ends."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

import requests

from ..errors import StoppedError

if TYPE_CHECKING:
    from typing_extensions import Self  # it comes with SQLAlchemy

_GUARDIAN: Final = "spanbridge.bridge.demo.guardian"
_SECONDS: Final = 480
_LOOKS: Final = 0.2
_TO_END: Final = 30
_LINES: Final = 20
_OWN: Final = ("SPANBRIDGE_", "AZURE_", "LABEL_STUDIO_")


class Children:
    """The servers that are started within its `with`; they are stopped at its end, last first.

    Args:
        logs: the folder for what they print.
    """

    def __init__(self, logs: Path) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self._logs = logs
        self._running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in reversed(self._running):
            if process.stdin:
                process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_TO_END)

    def start(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], health: str
    ) -> None:
        """Start a server, and return when it answers.

        Args:
            name: what people call it; its log has that name.
            command: what to run.
            environment: added to this process's own, without what is set for spanbridge there.
            health: the address that answers when it is ready.

        Raises:
            StoppedError: it ends, or doesn't answer in time; quotes the end of its log.
        """
        log = self._logs / f"{name}.log"
        with log.open("wb") as told:
            process = subprocess.Popen(  # noqa: S603 (the command is ours)
                [sys.executable, "-m", _GUARDIAN, *command],
                stdin=subprocess.PIPE, stdout=told, stderr=subprocess.STDOUT,
                env=_surroundings() | dict(environment), start_new_session=True,
            )  # fmt: skip
        self._running.append(process)
        end = time.monotonic() + _SECONDS
        while time.monotonic() < end and process.poll() is None:
            if _answers(health):
                return
            time.sleep(_LOOKS)
        raise StoppedError(
            f"{name} did not start.",
            "This is the end of what it said.",
            log.read_text("utf-8", "replace").splitlines()[-_LINES:],
        )


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens at now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _surroundings() -> dict[str, str]:
    """Pass on the environment without what may be set for real work, and without detours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
    return kept | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}


def _answers(url: str) -> bool:
    with requests.Session() as session:
        session.trust_env = False
        try:
            return session.get(url, timeout=5).ok
        except requests.RequestException:
            return False

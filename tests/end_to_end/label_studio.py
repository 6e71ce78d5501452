"""Runs a real Label Studio of its own: free port, own data, kept offline, stopped by process id."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from end_to_end.api import Api
from end_to_end.environments import environment
from spanbridge.bridge import demo

HERE = Path(__file__).parent
REQUIREMENTS = Path(demo.__path__[0], "data", "label-studio.txt")
"""Label Studio and all that it needs, as tested and as the demo installs it."""
EMAIL = "a@example.com"
SETTINGS = {
    "COLLECT_ANALYTICS": "False",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
    "ML_BLOCK_LOCAL_IP": "false",
    "SSRF_PROTECTION_ENABLED": "false",
    "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
}
"""No analytics, no error reports; backends on this machine and tokens that don't run out."""
_START_SECONDS = 480
_STOP_SECONDS = 20


@dataclass(frozen=True)
class LabelStudio:
    """A server that runs: where it is, how to get in, and where it keeps its log and data."""

    folder: Path
    port: int
    token: str = field(default_factory=lambda: secrets.token_hex(20), repr=False)
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12), repr=False)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api(self) -> Api:
        """Its HTTP interface."""
        return Api(self.address, self.token)

    @property
    def log(self) -> Path:
        """What it prints."""
        return self.folder / "label-studio.log"

    @property
    def refusals(self) -> list[dict[str, Any]]:
        """What its processes tried to reach beyond this machine, all of it refused."""
        file = self.folder / "refused.jsonl"
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@contextmanager
def label_studio(folder: Path, **settings: str) -> Iterator[LabelStudio]:
    """Start a server that keeps all it writes in a folder; stop it at the end.

    Raises:
        AssertionError: it can't be installed, or doesn't start; quotes the end of its log.
    """
    with started(LabelStudio(folder, free_port()), **settings) as (server, _):
        yield server


@contextmanager
def started(
    server: LabelStudio, **settings: str
) -> Iterator[tuple[LabelStudio, subprocess.Popen[bytes]]]:
    """Start a server, new or one that was stopped; give its process too.

    Raises:
        AssertionError: see `label_studio`.
    """
    folder = server.folder
    (folder / "refused.jsonl").touch()
    command = [environment("label-studio", REQUIREMENTS) / "label-studio", "start"]
    command += ["--no-browser", "--port", str(server.port), "--data-dir", folder / "data"]
    command += ["--username", EMAIL, "--password", server.password, "--user-token", server.token]
    with server.log.open("ab") as log:
        process = subprocess.Popen(
            command,
            env=_surroundings(folder) | SETTINGS | settings,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_ready(server, process)
        yield server, process
    finally:
        stop(process)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def stop(process: subprocess.Popen[bytes], seconds: float = _STOP_SECONDS) -> None:
    """Stop a process and those that it started, its process group: kindly first."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(seconds)


def _surroundings(folder: Path) -> dict[str, str]:
    """Pass on the environment but for proxies, which would hide what is tried, and for homes."""
    passed = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    homes = dict.fromkeys(
        ["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"], f"{folder}"
    )
    offline = {
        "PYTHONPATH": f"{HERE / 'offline'}",
        "SPANBRIDGE_OFFLINE_LOG": f"{folder / 'refused.jsonl'}",
    }
    return passed | homes | offline


def _wait_until_ready(server: LabelStudio, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if _answers(f"{server.address}/health"):
            return
        time.sleep(0.2)
    end_of_log = server.log.read_text("utf-8", "replace")[-3000:]
    raise AssertionError(f"Label Studio did not start (status {process.poll()}):\n{end_of_log}")


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False

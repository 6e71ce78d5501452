"""An emulator of the development environment, for clients of another; or Azure with `-m azure`."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from azure.core.credentials import AzureKeyCredential
from emulator_of import texts, upload_texts, write_texts

ROOT = Path(__file__).parents[3]
KEY = "0123456789abcdef"
ENDPOINT, AZURE_KEY, CONTAINER = (
    f"SPANBRIDGE_AZURE_{name}" for name in ("ENDPOINT", "KEY", "CONTAINER")
)  # fmt: skip


@dataclass(frozen=True)
class Service:
    """Where the service is, and its key and container of texts."""

    endpoint: str
    key: str
    container: str
    authority: str = ""
    """The certificate to trust, if it speaks TLS."""

    @property
    def credential(self) -> AzureKeyCredential:
        """The key, as the clients take it."""
        return AzureKeyCredential(self.key)


@pytest.fixture(scope="session")
def service(tmp_path_factory) -> Iterator[Service]:
    if os.environ.get(ENDPOINT):
        upload_texts(os.environ[CONTAINER])
        container = urlsplit(os.environ[CONTAINER]).path.strip("/")
        yield Service(os.environ[ENDPOINT].rstrip("/"), os.environ[AZURE_KEY], container)
        return
    with emulator(tmp_path_factory.mktemp("plain")) as found:
        yield found


@pytest.fixture
def start(tmp_path):
    """Start emulators with other options."""
    with ExitStack() as stack:
        yield lambda *options: stack.enter_context(emulator(tmp_path, *options))


@contextmanager
def emulator(folder: Path, *options: str) -> Iterator[Service]:
    write_texts(folder / "texts", texts())
    command = ROOT / os.environ.get("SPANBRIDGE_COMMAND", ".venv/bin/spanbridge")
    arguments = [command, "emulator", "--port", "0", "--storage", folder, *options]
    environment = os.environ | {"SPANBRIDGE_EMULATOR_KEY": KEY, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*map(str, arguments)], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        told = ""
        for line in process.stdout:
            told += line
            if "Ctrl-C" in line:
                break
        authority = re.search(r"authority in (\S+)", told)
        try:
            yield Service(
                re.search(r"listens at (\S+)", told)[1], KEY, "texts",
                authority[1] if authority else "",
            )  # fmt: skip
        finally:
            process.terminate()
            try:
                process.wait(timeout=60)
            finally:
                process.kill()  # one that doesn't stop must not keep the tests waiting

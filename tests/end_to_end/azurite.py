"""Runs Azurite, the emulator of Blob storage, installed by npm."""

from __future__ import annotations

import os
import re
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from end_to_end.environments import alone

ROOT = Path(__file__).parents[2]
VERSION = "azurite@3.37.0"
ACCOUNT, KEY = "texts", b64encode(b"a key of this test's own").decode()
_LISTENING = re.compile(r"listens on (http://127\.0\.0\.1:\d+)")


@contextmanager
def azurite(folder: Path) -> Iterator[str]:
    """Give the address of the account in a running Azurite, which logs into a folder."""
    home = ROOT / ".cache" / "azurite"
    home.mkdir(parents=True, exist_ok=True)
    program = home / "node_modules" / ".bin" / "azurite-blob"
    with alone("azurite"):
        if not (home / ".ready").exists():
            npm = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(home), VERSION]
            subprocess.run(npm, check=True, capture_output=True)
            (home / ".ready").touch()
    command = [str(program), "--inMemoryPersistence", "--blobHost", "127.0.0.1", "--blobPort", "0",
               "--skipApiVersionCheck", "--disableTelemetry"]  # fmt: skip
    environment = os.environ | {"AZURITE_ACCOUNTS": f"{ACCOUNT}:{KEY}"}
    told = folder / "told.txt"
    with (
        told.open("wb") as log,
        subprocess.Popen(command, env=environment, cwd=home, stdout=log, stderr=log) as process,
    ):
        try:
            while not (found := _LISTENING.search(told.read_text("utf-8"))):
                assert process.poll() is None, told.read_text("utf-8")
                time.sleep(0.05)
            yield f"{found[1]}/{ACCOUNT}"
        finally:
            process.terminate()


def connection_to(account: str) -> str:
    """Return the connection string of an account."""
    return (
        f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={KEY};"
        f"BlobEndpoint={account};"
    )

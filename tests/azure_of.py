"""An emulator to bring projects to, the folder that goes there, and a client with short waits."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from azure.core.credentials import AccessToken
from projects import project, texts
from spanbridge.bridge.azure.patience import Patience
from spanbridge.bridge.azure.project import AzureProject
from spanbridge.bridge.emulator import AzureLanguageEmulator
from spanbridge.bridge.settings import SCOPE, Settings, load

QUICK = Patience(first=0.01, most=0.05, looks=3)
FAST = {"authoring_posts": 60_000, "authoring_gets": 60_000, "timeout": 5}
"""Limits that a test doesn't meet."""


def write_folder(
    folder: Path, file: dict[str, Any] | None = None, held: dict[str, str] | None = None
) -> Path:
    """Write labels and texts as `convert to-azure` does; by default those of `projects.py`."""
    documents = folder / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    for name, text in (texts() if held is None else held).items():
        (documents / name).write_bytes(text.encode())
    labels = json.dumps(project() if file is None else file)
    (folder / "labels.json").write_text(labels, encoding="utf-8")
    return folder


def settings_of(server: AzureLanguageEmulator, folder: Path, **given: Any) -> Settings:
    """Make settings for an emulator whose storage is `folder/storage`."""
    known = {
        "endpoint": server.endpoint,
        "key": server.key,
        "project": "people",
        "storage": str(folder / "storage"),
        "state": str(folder / "state"),
        **FAST,
    }
    return load(known | given, environment={})


@contextmanager
def emulator(folder: Path, **options: Any) -> Iterator[AzureLanguageEmulator]:
    """Run an emulator that reads `folder/storage`."""
    (folder / "storage").mkdir(exist_ok=True)
    with AzureLanguageEmulator(storage=folder / "storage", **options) as server:
        yield server


@contextmanager
def client(server: AzureLanguageEmulator, folder: Path, **given: Any) -> Iterator[AzureProject]:
    """Open the project `people` of an emulator."""
    patience = given.pop("patience", QUICK)
    progress = given.pop("progress", None)
    credential = given.pop("credential", None)
    with AzureProject(
        settings=settings_of(server, folder, **given),
        credential=credential,
        progress=progress,
        patience=patience,
    ) as found:
        yield found


def add_faults(server: AzureLanguageEmulator, *faults: dict[str, Any]) -> None:
    """Let the next calls go wrong."""
    server.resource.faults.add(json.dumps(faults).encode())


def counted(server: AzureLanguageEmulator) -> dict[str, Any]:
    """Return the emulator's counters."""
    found: dict[str, Any] = server.resource.counters.shape()
    return found


def imported(server: AzureLanguageEmulator) -> int:
    """Count the imports that the emulator has taken."""
    return int(counted(server)["calls"].get("import", {}).get("202", 0))


class Credential:
    """Gives tokens as a login would, and remembers what for."""

    def __init__(self, role: str) -> None:
        self._role = f"Cognitive Services Language {role}"
        self.scopes: set[str] = set()

    def get_token(self, *scopes: str, **_: object) -> AccessToken:
        """Make a token of an hour."""
        self.scopes |= {*scopes}
        expires = int(time.time()) + 3_600
        claims = {"aud": SCOPE.removesuffix("/.default"), "exp": expires, "roles": [self._role]}
        parts = (urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=")
                 for one in ({"alg": "none"}, claims))  # fmt: skip
        return AccessToken(".".join([*parts, "canary"]), expires)

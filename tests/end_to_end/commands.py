"""Runs the `spanbridge` command of this environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_SECONDS = 120


def spanbridge(*arguments: str | Path) -> str:
    """Run the command; return what it printed. Any exit status but 0 is a failure."""
    command = [Path(sys.executable).with_name("spanbridge"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def telling(folder: Path, environment: Mapping[str, str]) -> Callable[..., Any]:
    """Return what runs the command in a folder and returns its JSON.

    It is given the arguments, the exit status that is expected (`status`), and variables of the
    environment.
    """

    def run(*arguments: object, status: int = 0, **more: str) -> Any:
        call = [str(Path(sys.executable).with_name("spanbridge")), *map(str, arguments), "--json"]
        done = subprocess.run(
            call, capture_output=True, text=True, timeout=_SECONDS, cwd=folder, check=False,
            env=os.environ | {**environment} | more,
        )  # fmt: skip
        assert done.returncode == status, f"{call}\n{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout)

    return run


def surroundings(azure: Any, label_studio: Any, folder: Path) -> dict[str, str]:
    """Return the variables by which commands know both servers, and no limit of calls."""
    return {
        "LABEL_STUDIO_URL": label_studio.address,
        "LABEL_STUDIO_API_KEY": label_studio.token,
        "SPANBRIDGE_AZURE_ENDPOINT": azure.endpoint,
        "SPANBRIDGE_AZURE_KEY": azure.key,
        "SPANBRIDGE_STORAGE": str(folder / "storage"),
        "SPANBRIDGE_STATE": str(folder / "state"),
        "SPANBRIDGE_AUTHORING_POSTS": "60000",
        "SPANBRIDGE_AUTHORING_GETS": "60000",
    }

"""Makes Python environments for servers under test, once on a machine, from nothing."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

_SECONDS = 900
_ATTEMPTS = 3


def cache() -> Path:
    """Return the folder that outlives a clone, so that a second run is quick."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "spanbridge", "end-to-end")


def environment(name: str, requirements: Path) -> Path:
    """Return the `bin` folder of an environment that has what a file of requirements says.

    It is made when the file, or this Python, is another than last time. A half-made one is made
    again; two runs at once wait for each other.
    """
    key = f"{sys.version}\n{sys.base_prefix}\n{requirements.read_text('utf-8')}"
    folder = cache() / f"{name}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / ".ready").exists():
            shutil.rmtree(folder, ignore_errors=True)
            venv.create(folder, with_pip=True)
            _install(folder / "bin" / "python", requirements)
            (folder / ".ready").touch()
    return folder / "bin"


def _install(python: Path, requirements: Path) -> None:
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--retries", "8", "-q", "install"]
    for attempt in range(1, _ATTEMPTS + 1):
        done = subprocess.run(
            [*pip, "-r", requirements],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        if done.returncode == 0:
            return
        assert attempt < _ATTEMPTS, f"{requirements.name} can't be installed: {done.stderr[-2000:]}"

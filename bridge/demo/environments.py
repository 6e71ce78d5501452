"""Makes Python environments for other programs, once on a machine, in the user's cache."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

from ..errors import StoppedError

_ATTEMPTS: Final = 3
_WORDS: Final = 2_000


def cache() -> Path:
    """Return the folder where what was made for one demo is found by the next."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "spanbridge")


def environment(folder: Path, name: str, requirements: str) -> Path:
    """Return the `bin` folder of an environment that has what the requirements say.

    It is made when they, or this Python, are others than last time. A half-made one is made again;
    two who want it at once wait for each other.

    Raises:
        StoppedError: it can't be installed; quotes the installer.
    """
    key = f"{sys.version}\n{sys.base_prefix}\n{requirements}"
    made = folder / f"{name}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / ".ready").exists():
            shutil.rmtree(made, ignore_errors=True)
            venv.create(made, with_pip=True)
            file = made / "requirements.txt"
            file.write_text(requirements, "utf-8")
            _install(made / "bin" / "python", file, name)
            (made / ".ready").touch()
    return made / "bin"


def _install(python: Path, requirements: Path, name: str) -> None:
    pip = [
        str(python),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--retries",
        "8",
        "-q",
        "install",
    ]
    for _ in range(_ATTEMPTS):
        done = subprocess.run(  # noqa: S603 (our own environment's installer)
            [*pip, "-r", str(requirements)], capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return
    raise StoppedError(
        f"{name} can't be installed.",
        "See that the package registry can be reached, and run it again.",
        done.stderr[-_WORDS:].splitlines(),
    )

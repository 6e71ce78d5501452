"""Finds Chromium, or installs it from Debian's packages; no browser is downloaded otherwise."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from end_to_end.environments import alone

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_SECONDS = 600


def chromium() -> Path:
    """Return the browser's executable; skip, saying what is missing, where there can be none."""
    found = _found()
    if found is None and _can_install():
        with alone("apt"):
            if _found() is None:
                _install()
        found = _found()
    if found is None:
        pytest.skip("no Chromium here: install Debian's package `chromium`, or run as root")
    return found


def _found() -> Path | None:
    paths = (shutil.which(name) for name in _NAMES)
    return next((Path(path) for path in paths if path), None)


def _can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install() -> None:
    """Install it; what goes wrong is said, and whether it is there is looked at afterwards."""
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            ["apt-get", "-q", "-o", "Acquire::Retries=5", *arguments],  # noqa: S607 (of this system)
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        if done.returncode:
            print(f"apt-get {arguments[0]}: {done.stderr[-1000:]}")  # noqa: T201 (pytest shows it)

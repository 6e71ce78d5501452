"""Runs the `spanbridge` command of this environment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SECONDS = 120


def spanbridge(*arguments: str | Path) -> str:
    """Run the command; return what it printed. Any exit status but 0 is a failure."""
    command = [Path(sys.executable).with_name("spanbridge"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout

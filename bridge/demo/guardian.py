"""Runs a command that ends when its starter does, however that ends: `python -m … COMMAND …`.

Its standard input is a pipe that the starter holds open and never writes to. The system closes it
when the starter is gone; then the command, and all that it has started, is stopped.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Final

_PATIENCE: Final = 15
"""Seconds to end in when told to."""


def run(command: list[str]) -> int:
    """Run a command until it ends or the standard input does; return its exit status."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 (it is what this is for)
    threading.Thread(target=_end_with_input, args=(process,), daemon=True).start()
    return process.wait()


def _end_with_input(process: subprocess.Popen[bytes]) -> None:
    while os.read(0, 1):
        pass
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_PATIENCE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

"""The emulator shares no code with what it is to check."""

from __future__ import annotations

import subprocess
import sys

LOADED = (
    "import sys, spanbridge.bridge.emulator.server; "
    "print(*(name for name in sys.modules if name.startswith('spanbridge.')))"
)


def test_it_imports_nothing_else_of_spanbridge():
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    others = {
        name
        for name in done.stdout.split()
        if name != "spanbridge.bridge" and not name.startswith("spanbridge.bridge.emulator")
    }
    assert others == set()

"""Makes Python environments for servers under test, as the demo does, apart from its own."""

from __future__ import annotations

from pathlib import Path

from spanbridge.bridge.demo import environments


def cache() -> Path:
    """Return the folder that outlives a clone, so that a second run is quick."""
    return environments.cache() / "end-to-end"


def environment(name: str, requirements: Path) -> Path:
    """Return the `bin` folder of an environment that has what a file of requirements says."""
    return environments.environment(cache(), name, requirements.read_text("utf-8"))

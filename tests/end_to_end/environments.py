"""Makes Python environments for servers under test, in the cache that the demo uses too."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spanbridge.bridge.demo import environments


def cache() -> Path:
    """Return the folder that outlives a clone, so that a second run is quick."""
    return environments.cache()


def environment(name: str, requirements: Path) -> Path:
    """Return the `bin` folder of an environment that has what a file of requirements says."""
    return environments.environment(cache(), name, requirements.read_text("utf-8"))


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Install something while no other process of these tests does: they run on all cores."""
    cache().mkdir(parents=True, exist_ok=True)
    with (cache() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

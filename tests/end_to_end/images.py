"""Builds and runs a Dockerfile without Docker: each stage is a folder, each step runs in it alone.

There is no base image to be had here, so this machine's /usr and its Python stand in for it. The
rest is as in a container: the root is the stage's own folder, what isn't copied isn't there, the
image runs read-only as its user, and processes end with it. Bubblewrap does it.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from end_to_end.environments import alone

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc")
_SECONDS = 600
_UNTIL_WELL = """
for _ in $(seq 300); do
  if {}; then kill $pid; wait $pid; exit 0; fi
  kill -0 $pid || exit 1
  sleep 0.2
done 2>/dev/null
exit 1
"""


class Instruction(NamedTuple):
    """A line of a Dockerfile, such as RUN and what is run."""

    word: str
    rest: str


class Image:
    """What a Dockerfile makes of a context.

    Args:
        file: the Dockerfile.
        context: the folder that it copies from.
        work: a folder for its stages.
    """

    def __init__(self, file: Path, context: Path, work: Path) -> None:
        self._context, self._work = context, work
        self._root = work
        self._environment: dict[str, str] = {}
        self._folder, self._owner = "/", "0:0"
        self._command: list[str] = []
        self._check: list[str] = []
        for instruction in instructions(file.read_text("utf-8")):
            getattr(self, f"_{instruction.word.lower()}")(instruction.rest)

    def health(self, user: str = "", **environment: str) -> str:
        """Start its command, as its user or another, and wait for its health check to pass.

        The root can't be written, and there is no network but its own. Returns what it printed;
        where it ended or did not get well, that is the failure.
        """
        uid, gid = (user or self._owner).split(":")
        script = (
            f"{shlex.join(self._command)} & pid=$!\n{_UNTIL_WELL.format(shlex.join(self._check))}"
        )
        boxed = [
            *self._box(writable=False, uid=uid, gid=gid),
            "--unshare-net", "--tmpfs", "/tmp", "--tmpfs", "/state",  # noqa: S108 (of the box)
            *self._set(self._environment | environment), "/bin/sh", "-c", script,
        ]  # fmt: skip
        done = subprocess.run(boxed, capture_output=True, timeout=_SECONDS, check=False)
        told = (done.stdout + done.stderr).decode()
        assert done.returncode == 0, told
        return told

    @property
    def uid(self) -> int:
        """The number of the user that it runs as."""
        return int(self._owner.partition(":")[0])

    def holds(self, path: str) -> bool:
        """Whether something is in it."""
        return self._inside(path).exists()

    def _from(self, rest: str) -> None:
        name = rest.partition(" AS ")[2] or "final"
        self._root = self._work / name
        for folder in ("state", "tmp", "dev", "proc"):
            (self._root / folder).mkdir(parents=True)
        self._environment, self._folder, self._owner = {"PATH": "/base:/usr/bin:/bin"}, "/", "0:0"
        (self._root / "state").rmdir()

    def _env(self, rest: str) -> None:
        self._environment |= dict(word.split("=", 1) for word in shlex.split(rest))

    def _workdir(self, rest: str) -> None:
        self._folder = rest
        self._inside(rest).mkdir(parents=True, exist_ok=True)

    def _copy(self, rest: str) -> None:
        *options, target = shlex.split(rest)
        stage = self._context
        if options[0].startswith("--from="):
            stage = self._work / options.pop(0).removeprefix("--from=")
        for source in options:
            there = self._inside(target)
            found = stage / source.lstrip("/")
            if found.is_dir():
                shutil.copytree(found, there, symlinks=True)
            else:
                shutil.copy(found, there)

    def _run(self, rest: str) -> None:
        box = [*self._box(writable=True), *self._set(self._environment | _of_pip())]
        done = subprocess.run(
            [*box, "/bin/sh", "-c", rest], capture_output=True, timeout=_SECONDS, check=False
        )
        assert done.returncode == 0, f"RUN {rest}\n{done.stdout[-2000:]!r}\n{done.stderr[-2000:]!r}"

    def _user(self, rest: str) -> None:
        self._owner = rest

    def _expose(self, _: str) -> None:
        """Which port it is says the command too."""

    def _healthcheck(self, rest: str) -> None:
        self._check = json.loads(rest.partition(" CMD ")[2])

    def _cmd(self, rest: str) -> None:
        self._command = json.loads(rest)

    def _inside(self, path: str) -> Path:
        return self._root / (Path(self._folder) / path).as_posix().lstrip("/")

    def _box(self, *, writable: bool, uid: str = "0", gid: str = "0") -> list[str]:
        """Return what starts a process in the stage as if it were a machine."""
        base = str(Path(sys.base_prefix).resolve())
        kept = [path for path in _SYSTEM if Path(path).exists()]
        binds = [
            part
            for path in (*kept, base, *_settings_of_pip())
            for part in ("--ro-bind", path, path)
        ]
        return [
            "bwrap", "--unshare-user", "--unshare-pid", "--die-with-parent",
            "--uid", uid, "--gid", gid,
            "--bind" if writable else "--ro-bind", str(self._root), "/", *binds,
            "--tmpfs", "/base", "--symlink", f"{base}/bin/python3", "/base/python",
            "--proc", "/proc", "--dev", "/dev", "--clearenv", "--chdir", self._folder,
        ]  # fmt: skip

    @staticmethod
    def _set(environment: dict[str, str]) -> list[str]:
        return [part for pair in environment.items() for part in ("--setenv", *pair)]


def instructions(text: str) -> Iterator[Instruction]:
    """Yield the instructions of a Dockerfile."""
    for line in text.replace("\\\n", " ").splitlines():
        if line and not line.startswith("#"):
            yield Instruction(*line.split(" ", 1))


def bubblewrap() -> None:
    """Have bubblewrap, from Debian's packages if need be, or skip."""
    if not shutil.which("bwrap") and os.geteuid() == 0 and shutil.which("apt-get"):
        with alone("apt"):
            _install()
    if not shutil.which("bwrap"):
        pytest.skip("no bubblewrap here: install Debian's package `bubblewrap`")


def _install() -> None:
    if not shutil.which("bwrap"):
        for arguments in (["update"], ["install", "-y", "bubblewrap"]):
            subprocess.run(["apt-get", "-q", *arguments], capture_output=True, check=False)  # noqa: S607


def _of_pip() -> dict[str, str]:
    """Return this machine's own settings of pip: where packages come from."""
    own = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    files = [path for path in _settings_of_pip() if path.endswith("pip.conf")]
    return own | ({"PIP_CONFIG_FILE": files[-1]} if files else {})


def _settings_of_pip() -> list[str]:
    home = Path.home()
    files = [home / ".config" / "pip" / "pip.conf", home / ".pip" / "pip.conf"]
    named = [Path(value) for name, value in os.environ.items() if name.startswith("PIP_")]
    return [str(path) for path in (*files, *named) if path.is_absolute() and path.exists()]

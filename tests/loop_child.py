"""Runs looks of a loop in processes of their own, which kill themselves where they are told to.

This file is a program too: it imports all there is to import, and then makes a child for each line
that it reads, so that nobody waits for imports; it answers with the child's exit status.
"""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import requests
from azure.core.pipeline.transport import RequestsTransport
from msgspec import Raw
from msgspec.structs import replace
from spanbridge.bridge.azure import session as azure_session
from spanbridge.bridge.azure.patience import Patience
from spanbridge.bridge.azure.runtime_policies import Halt
from spanbridge.bridge.label_studio.client import Project
from spanbridge.bridge.label_studio.errors import failed
from spanbridge.bridge.loop import looking
from spanbridge.bridge.loop.looking import look
from spanbridge.bridge.loop.observing import Asked
from spanbridge.bridge.loop.opening import place_of
from spanbridge.bridge.loop.record import Record
from spanbridge.bridge.settings import load

WRITES = ("begin", "keep", "put", "end", "predicted", "forget", "note")
QUICK = Patience(first=0.01, most=0.05, looks=3)
_FIELDS = msgspec.json.Decoder(dict[str, Raw])


class Milestones:
    """Names what is about to be done for good, and ends the process before the one that is named.

    Args:
        file: every milestone is written here, a line each.
        kill: the number of the one that is not to happen, from 0, or its name; None for none.
    """

    def __init__(self, file: Path, kill: int | str | None) -> None:
        self._file, self._kill, self._count, self._step = file, kill, 0, "look"

    def at(self, what: str) -> None:
        """Pass one, or end here."""
        name = f"{self._step}: {what}"
        with self._file.open("a", encoding="utf-8") as file:
            file.write(f"{name}\n")
        if self._kill in (self._count, name):
            os.kill(os.getpid(), signal.SIGKILL)
        self._count += 1

    def watch(self) -> None:
        """Wrap all that has an effect which lasts: records, calls to Azure, whole actions."""
        for name in WRITES:
            setattr(Record, name, self._before(getattr(Record, name), f"record {name}"))
        act, send = looking.act, RequestsTransport.send

        def step(place: Any, action: Any) -> Any:
            self._step = f"{action.kind} {action.which or ''}".strip()
            self.at("begins")
            return act(place, action)

        def called(transport: Any, request: Any, **more: Any) -> Any:
            if request.method == "GET":
                return send(transport, request, **more)
            self.at(f"{request.method} {_operation(request.url)}")
            answer = send(transport, request, **more)
            self.at(f"{request.method} {_operation(request.url)} was answered")
            return answer

        looking.act = step
        RequestsTransport.send = called  # type: ignore[method-assign]

    def _before(self, method: Any, what: str) -> Any:
        @functools.wraps(method)
        def wrapped(*arguments: Any, **more: Any) -> Any:
            said = next((a for a in arguments[2:3] if isinstance(a, str)), "")
            self.at(f"{what} {said if what == 'record put' else ''}".strip())
            return method(*arguments, **more)

        return wrapped


def _operation(url: str) -> str:
    path = url.partition("?")[0]
    if "deployments/" in path and ":swap" not in path:
        return "deployment"
    return path.rpartition("/")[2] if "/models/" not in path else "model"


class RemoteServer:
    """A Label Studio in memory that another process keeps: each method is a call over HTTP."""

    def __init__(self, address: str, milestones: Milestones) -> None:
        self._address, self._milestones = address, milestones
        self._session = requests.Session()
        self._session.trust_env = False

    def project(self, number: int) -> Project:
        """Tell what the project is."""
        return msgspec.convert(self._ask("project", number), Project)

    def tasks(self, project: int, *, with_predictions: bool = False) -> Iterator[dict[str, Raw]]:
        """Yield the tasks."""
        for one in self._ask("listed", project, with_predictions):
            yield _FIELDS.decode(json.dumps(one))

    def export(self, project: int, *, with_predictions: bool = False) -> Iterator[bytes]:
        """Yield the tasks as a snapshot has them."""
        yield json.dumps(self._ask("listed", project, with_predictions)).encode()

    def add_predictions(self, project: int, predictions: Any) -> None:
        """Import predictions."""
        self._milestones.at("Label Studio predictions")
        self._ask("add_predictions", project, [*predictions])

    def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
        raw: bool = False,
    ) -> Any:
        """Call a path."""
        if method != "GET":
            self._milestones.at(f"Label Studio {method} {path.strip('/').rpartition('/')[2]}")
        found = self._ask("call_path", method, path, json, dict(params or {}))
        return msgspec.json.encode(found) if raw else found

    def _ask(self, name: str, *arguments: Any) -> Any:
        answer = self._session.post(f"{self._address}/{name}", json=arguments, timeout=30)
        if answer.status_code != 200:
            raise failed(answer.status_code, answer.json())
        return answer.json()


def run(given: dict[str, Any]) -> None:
    """Look at a loop until there is nothing to do."""
    _hurry()
    milestones = Milestones(Path(given["milestones"]), given["kill"])
    settings = replace(load(given["settings"], environment={}), loop=given["loop"])
    server: Any = RemoteServer(given["label_studio"], milestones)
    with place_of(settings, given["name"], server=server, patience=QUICK) as place:
        milestones.watch()
        asked = Asked("by hand") if place.record.open() is None else Asked()
        while (found := look(place, asked)) is None or found.kind == "wait":
            time.sleep(0.05)
            asked = Asked()


def _hurry() -> None:
    """Wait shortly: all services are on this machine, and what is tested is no time."""
    azure_session.Patience = functools.partial(Patience, 0.01, 0.05)  # type: ignore[misc]
    sleep, wait = time.sleep, Halt.wait
    time.sleep = lambda seconds: sleep(min(seconds, 0.05))
    Halt.wait = lambda halt, seconds: wait(halt, min(seconds, 0.05))  # type: ignore[method-assign]


class Children:
    """Makes children, one after the other."""

    def __init__(self) -> None:
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=environment,
        )  # fmt: skip

    def run(self, **given: Any) -> int:
        """Run one; return its exit status, negative for the signal that ended it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(given) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """Make no more."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


@contextmanager
def children() -> Iterator[Children]:
    """Hold what makes children."""
    made = Children()
    try:
        yield made
    finally:
        made.close()


def main() -> None:
    """Make a child for each line."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            status = 1
            try:
                run(json.loads(line))
                status = 0
            except BaseException:  # noqa: BLE001 (whatever it is, it is told)
                traceback.print_exc()
            os._exit(status)
        _, ended = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(ended), flush=True)  # noqa: T201 (the answer)


if __name__ == "__main__":
    main()

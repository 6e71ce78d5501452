"""Measures the ML backend beside direct calls of the service, at a local emulator.

    python benchmarks/backend.py     # in an environment with spanbridge

Emulator and backend are processes of their own, asked over loopback. A direct call sends one text
and asks for the job as the service says (`Retry-After`), by requests alone: what it takes is the
emulator's own time. Every text is new, so that nothing is remembered. `make bench` sets it up.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from threading import Thread, local

import requests
from prediction import KEY, _deployed

CONFIG = (
    '<View><Text name="text" value="$text"/><Labels name="label" toName="text">'
    '<Label value="Person"/><Label value="Server"/></Labels></View>'
)
PROJECT = "3.1795449724"
_EMULATOR = """import sys
from spanbridge.bridge.emulator import AzureLanguageEmulator
with AzureLanguageEmulator(storage=sys.argv[1], jobs=sys.argv[2], limits=sys.argv[3] == "limits",
                           key=sys.argv[4]) as server:
    print(server.endpoint, flush=True)
    server.wait()
"""
_NUMBERS = count()
_LOCAL = local()


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=60, help="calls of the one client")
    parser.add_argument("--at-once", type=int, default=200)
    parser.add_argument("--webhooks", type=int, default=1_000, help="at 100 a second")
    parser.add_argument("--tasks", type=int, default=5_000, help="in one request")
    arguments = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with _servers("immediate", limits=False) as (endpoint, backend):
        _one_client(endpoint, backend, arguments.rounds)
        _at_once(endpoint, backend, arguments.at_once)
        _webhooks(backend, arguments.webhooks)
    with _servers("seconds:1.5", limits=True) as (_, backend):
        _together(backend, arguments.tasks)


def _one_client(endpoint: str, backend: str, rounds: int) -> None:
    for call in (lambda: _direct(endpoint), lambda: _ask(backend)):
        call()
        call()
    pairs = [
        (_timed(lambda: _direct(endpoint)), _timed(lambda: _ask(backend))) for _ in range(rounds)
    ]
    direct, ours = (median(one) * 1000 for one in zip(*pairs, strict=True))
    print(f"one client, median of {rounds}: {direct:.1f} ms directly, {ours:.1f} ms through the "
          f"backend: {ours - direct:+.1f} ms")  # fmt: skip


def _at_once(endpoint: str, backend: str, number: int) -> None:
    direct = _timed(lambda: _many(lambda: _direct(endpoint), number))
    ours = _timed(lambda: _many(lambda: _ask(backend), number))
    print(f"{number} at once: {direct:.2f} s directly, {ours:.2f} s through the backend: "
          f"{ours / direct:.2f} times")  # fmt: skip


def _webhooks(backend: str, number: int) -> None:
    body = {"action": "ANNOTATION_CREATED", "project": {"id": 3, "title": "x" * 200},
            "annotation": {"id": 1, "result": [{"value": {"text": "y" * 400}}] * 5}}  # fmt: skip
    seconds: list[float] = []

    def post() -> None:
        began = time.perf_counter()
        _session().post(f"{backend}/webhook", json=body, timeout=10).raise_for_status()
        seconds.append(time.perf_counter() - began)

    began = time.perf_counter()
    with ThreadPoolExecutor(16) as many:
        for index in range(number):
            time.sleep(max(0.0, began + index / 100 - time.perf_counter()))
            many.submit(post)
    rate = number / (time.perf_counter() - began)
    if len(seconds) < number:
        sys.exit(f"only {len(seconds)} of {number} webhooks were answered")
    print(f"{number} webhooks at {rate:.0f} a second: median {median(seconds) * 1000:.1f} ms, "
          f"longest {max(seconds) * 1000:.0f} ms")  # fmt: skip


def _together(backend: str, number: int) -> None:
    seconds = _timed(lambda: _ask(backend, number))
    print(f"{number:,} tasks in one request, 1.5 s a job, 1,000 calls a minute: {seconds:.1f} s")


def _direct(endpoint: str) -> None:
    """Have one text analysed, as the service says."""
    task = {"kind": "CustomEntityRecognition",
            "parameters": {"projectName": "bench", "deploymentName": "production"}}  # fmt: skip
    body = {"analysisInput": {"documents": [{"id": "0", "text": _text(), "language": "en"}]},
            "tasks": [task]}  # fmt: skip
    session, headers = _session(), {"Ocp-Apim-Subscription-Key": KEY}
    address = f"{endpoint}/language/analyze-text/jobs?api-version=2023-04-01"
    answer = session.post(address, json=body, headers=headers, timeout=60)
    answer.raise_for_status()
    while True:
        time.sleep(float(answer.headers.get("Retry-After", 0)))
        answer = session.get(
            answer.headers.get("operation-location") or answer.url, headers=headers, timeout=60
        )
        if answer.json()["status"] == "succeeded":
            return


def _ask(backend: str, number: int = 1) -> None:
    """Have tasks predicted, as Label Studio does."""
    tasks = [{"id": next(_NUMBERS), "data": {"text": _text()}} for _ in range(number)]
    body = {"tasks": tasks, "project": PROJECT, "label_config": CONFIG, "params": {}}
    answer = _session().post(f"{backend}/predict", json=body, timeout=100)
    answer.raise_for_status()
    results = answer.json()["results"]
    if len(results) != number or not all(isinstance(one, dict) for one in results):
        sys.exit(f"{len(results)} results of {number}")


def _text() -> str:
    number = next(_NUMBERS)
    return f"Server web-{number} is down since {number % 24}:00, says Ada Lovelace 😀."


def _session() -> requests.Session:
    if not hasattr(_LOCAL, "session"):
        _LOCAL.session = requests.Session()
    found: requests.Session = _LOCAL.session
    return found


def _many(call: Callable[[], None], number: int) -> None:
    failed: list[Exception] = []

    def one() -> None:
        try:
            call()
        except requests.RequestException as error:
            failed.append(error)

    threads = [Thread(target=one) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        sys.exit(f"{len(failed)} of {number} failed: {failed[0]}")


def _timed(call: Callable[[], None]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


@contextmanager
def _servers(jobs: str, *, limits: bool) -> Iterator[tuple[str, str]]:
    """Run an emulator with a trained deployment, and a backend that asks it."""
    with tempfile.TemporaryDirectory(prefix="spanbridge-bench-") as name:
        folder = Path(name)
        (folder / "storage").mkdir()
        options = (str(folder / "storage"), jobs, "limits" if limits else "", KEY)
        with _process([sys.executable, "-c", _EMULATOR, *options]) as endpoint:
            _deployed(folder, endpoint)
            calls = "1000" if limits else "600000"
            state = {"SPANBRIDGE_AZURE_ENDPOINT": endpoint, "SPANBRIDGE_AZURE_KEY": KEY,
                     "SPANBRIDGE_STATE": str(folder / "backend"),
                     "SPANBRIDGE_RUNTIME_CALLS": calls}  # fmt: skip
            command = [sys.executable, "-m", "spanbridge.bridge.cli", "ml-backend", "--port", "0",
                       "-p", "bench", "--deployment", "production"]  # fmt: skip
            with _process(command, **state) as words:
                backend = words.rpartition(" ")[2]
                while requests.get(f"{backend}/ready", timeout=5).status_code != 200:  # noqa: PLR2004
                    time.sleep(0.05)
                yield endpoint, backend


@contextmanager
def _process(command: list[str], **environment: str) -> Iterator[str]:
    """Run a server, and yield the first line that it writes."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, **environment},
    ) as process:  # fmt: skip
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


if __name__ == "__main__":
    main()

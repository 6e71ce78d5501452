"""Measures conversion beside Label Studio's own converter, in a memory file system.

    python benchmarks/conversion.py     # in an environment with spanbridge and label-studio-sdk

prints, for the best of several rounds in which all take turns, seconds, how many times as fast as
the peer's JSON_MIN that is, and the peak of memory. `make bench` sets all of it up.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import corpus

_LOOK = 0.02
PEER = "label_studio_sdk.converter JSON_MIN"
_JSON_MIN = """import sys
from label_studio_sdk.converter import Converter
converter = Converter(sys.argv[1], project_dir=".", upload_dir=".")
converter.convert_to_json_min(sys.argv[2], sys.argv[3], is_dir=False)
"""


class Result(NamedTuple):
    """One run: wall-clock seconds, and the peak of resident memory of all processes in MB."""

    seconds: float
    megabytes: float


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--tasks", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (a memory file system)
    with tempfile.TemporaryDirectory(prefix="spanbridge-bench-", dir=memory) as folder:
        export = Path(folder) / "export.json"
        corpus.write(export, arguments.tasks)
        print(f"{arguments.tasks:,} tasks, {export.stat().st_size / 1e6:.0f} MB; {_machine()}")
        _print(_measured(dict(_commands(Path(folder), export)), arguments.rounds))


def _commands(folder: Path, export: Path) -> Iterator[tuple[str, list[str]]]:
    spanbridge = str(Path(sys.executable).with_name("spanbridge"))
    to_azure = [
        spanbridge,
        "convert",
        "to-azure",
        str(export),
        "--language",
        "en",
        "--split",
        "80/20",
    ]
    back = [spanbridge, "convert", "to-label-studio", str(folder / "azure" / "labels.json"),
            "--texts", str(folder / "azure" / "documents")]  # fmt: skip
    yield (
        PEER,
        [sys.executable, "-c", _JSON_MIN, corpus.CONFIG, str(export), str(folder / "json-min")],
    )
    yield (
        "to-azure, labels and manifest",
        [*to_azure, "--no-texts", "--out", str(folder / "labels")],
    )
    yield "to-azure, with texts", [*to_azure, "--out", str(folder / "azure")]
    manifest = ["--manifest", str(folder / "azure" / "manifest.jsonl")]
    yield "to-label-studio, with manifest", [*back, *manifest, "--out", str(folder / "restored")]
    yield "to-label-studio, without", [*back, "--out", str(folder / "tasks")]


def _measured(commands: dict[str, list[str]], rounds: int) -> dict[str, Result]:
    results: dict[str, list[Result]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            if "--out" in command:
                shutil.rmtree(command[command.index("--out") + 1], ignore_errors=True)
            results[name].append(_run(command))
            # the texts are what the way back reads; all other output only takes room
    return {name: Result(min(r.seconds for r in runs), max(r.megabytes for r in runs))
            for name, runs in results.items()}  # fmt: skip


def _run(command: list[str]) -> Result:
    began, peak = time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, _resident(process.pid))
            time.sleep(_LOOK)
        seconds = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"{' '.join(command[:4])} ended with {process.returncode}")
    return Result(seconds, peak / 1024)


def _resident(pid: int) -> int:
    """Add up the resident kilobytes of a process and its children, pages they share twice."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    except OSError:  # it has just ended
        return 0
    resident = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")]
    return sum(resident) + sum(_resident(int(child)) for child in children)


def _print(results: dict[str, Result]) -> None:
    peer = results[PEER].seconds
    print(f"{'':38}{'seconds':>8} {'times as fast':>14} {'peak MB':>8}")
    for name, result in results.items():
        print(
            f"{name:38}{result.seconds:8.2f} {peer / result.seconds:14.2f} {result.megabytes:8.0f}"
        )


def _machine() -> str:
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"


if __name__ == "__main__":
    main()

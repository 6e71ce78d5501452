"""Measures predictions beside the loop that the SDK's samples show, at a local emulator.

    python benchmarks/prediction.py     # in an environment with spanbridge

The emulator is a process of its own, takes 1.5 s a job and keeps to the service's rate of 1,000
calls a minute. Each job costs a call to send it and one to fetch it, so 5,000 documents in batches
of 25 can't take less than 24 s, but for the few calls that may come at once. The SDK's loop sends
the same batches one after another; being slow, it gets fewer of them. `make bench` sets all of it
up.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from azure.ai.textanalytics import TextAnalyticsClient
from azure.core.credentials import AzureKeyCredential
from spanbridge import to_azure
from spanbridge.bridge.azure.predicting import predict
from spanbridge.bridge.azure.project import AzureProject
from spanbridge.bridge.settings import Settings, load
from spanbridge.converters.document import Document

sys.path.insert(0, str(Path(__file__).parents[1] / "examples" / "incidents"))
from incidents import incidents
from tasks import task

KEY = "benchmark"
LIMIT = 1_000
BATCH = 25
_SERVER = """import sys
from spanbridge.bridge.emulator import AzureLanguageEmulator
with AzureLanguageEmulator(storage=sys.argv[1], jobs=f"seconds:{sys.argv[2]}", limits=True,
                           key=sys.argv[3]) as server:
    print(server.endpoint, flush=True)
    server.wait()
"""


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--naive", type=int, default=500, help="documents of the SDK's loop")
    parser.add_argument("--seconds", type=float, default=1.5, help="that a job takes")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="spanbridge-bench-") as name:
        folder = Path(name)
        with _emulator(folder, arguments.seconds) as endpoint:
            settings = _deployed(folder, endpoint)
            texts = [one.text for one in incidents(arguments.documents, seed=11)]
            ours = _timed(settings, texts)
            theirs = _loop(settings, texts[: arguments.naive])
            _print(ours, theirs, len(texts), arguments.naive)


@contextmanager
def _emulator(folder: Path, seconds: float) -> Iterator[str]:
    (folder / "storage").mkdir()
    command = [sys.executable, "-c", _SERVER, str(folder / "storage"), str(seconds), KEY]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


def _deployed(folder: Path, endpoint: str) -> Settings:
    """Train on 200 reports, and deploy; return the settings to predict with."""
    tasks = [task(one) for one in incidents(200, seed=7)]
    (folder / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    to_azure(
        folder / "tasks.json", folder / "azure", project_name="bench", language_field="data.lang",
        multilingual=True,
    )  # fmt: skip
    given = {"endpoint": endpoint, "key": KEY, "project": "bench", "deployment": "production",
             "storage": str(folder / "storage"), "state": str(folder / "state")}  # fmt: skip
    settings = load(given, environment={})
    with AzureProject(settings=settings) as project:
        project.push(folder / "azure")
        project.train("v1", wait=True)
        project.deploy("v1", "production")
    return settings


def _timed(settings: Settings, texts: list[str]) -> tuple[float, int]:
    """Predict all; return the seconds and the calls that it took."""
    before, began = _calls(settings), time.perf_counter()
    found = [*predict((Document(text, name=str(n)) for n, text in enumerate(texts)), settings)]
    seconds = time.perf_counter() - began
    if len(found) != len(texts) or not any(document.spans for document in found):
        sys.exit(f"only {len(found)} of {len(texts)} documents were predicted")
    return seconds, _calls(settings) - before


def _loop(settings: Settings, texts: list[str]) -> float:
    """Predict as the SDK's samples do: a batch after the other, polls left to the SDK."""
    began = time.perf_counter()
    with TextAnalyticsClient(settings.endpoint, AzureKeyCredential(KEY)) as client:
        for start in range(0, len(texts), BATCH):
            poller = client.begin_recognize_custom_entities(
                texts[start : start + BATCH], "bench", "production"
            )
            for document in poller.result():
                if document.is_error:
                    sys.exit(str(document.error))
    return time.perf_counter() - began


def _calls(settings: Settings) -> int:
    """Count the calls of the runtime that the emulator has had."""
    address = f"{settings.endpoint}/emulator/counters"
    request = Request(address, headers={"Ocp-Apim-Subscription-Key": KEY})  # noqa: S310 (ours)
    with urlopen(request) as answer:  # noqa: S310 (ours)
        calls = json.load(answer)["calls"]
    return sum(sum(calls.get(name, {}).values()) for name in ("submit_job", "get_job"))


def _print(ours: tuple[float, int], theirs: float, documents: int, naive: int) -> None:
    seconds, calls = ours
    rate, slow = documents / seconds, naive / theirs
    least = 2 * -(-documents // BATCH) * 60 / LIMIT
    print(f"{documents:,} documents, {os.cpu_count()} cores; the rate alone takes {least:.0f} s")
    print(f"{'':24}{'documents':>10}{'seconds':>9}{'a second':>10}{'times as fast':>15}")
    print(f"{'the SDK in a loop':24}{naive:10,}{theirs:9.1f}{slow:10.1f}{1:15.2f}")
    print(f"{'spanbridge':24}{documents:10,}{seconds:9.1f}{rate:10.1f}{rate / slow:15.2f}")
    print(f"calls: {calls:,}, of which {2 * -(-documents // BATCH):,} can't be done without")


if __name__ == "__main__":
    main()

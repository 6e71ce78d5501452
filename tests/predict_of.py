"""A trained deployment to predict with, counted call by call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from azure_of import FAST, QUICK
from emulator_of import Rest, deployed, project_file, texts, write_texts
from spanbridge.bridge.azure.predicting import Predictor
from spanbridge.bridge.azure.predicting_open import Prediction
from spanbridge.bridge.azure.session import Session
from spanbridge.bridge.emulator import AzureLanguageEmulator
from spanbridge.bridge.settings import Settings, load
from spanbridge.converters.document import Document
from spanbridge.converters.report import Report

ADA = "😀 Ada Lovelace lives in Paris."
ALAN = "The office of Alan Turing is in New York, they say."


@contextmanager
def deployment(folder: Path, file: dict[str, Any] | None = None, **options: Any
               ) -> Iterator[AzureLanguageEmulator]:  # fmt: skip
    """Run an emulator on which the project `p` is deployed as `d`."""
    write_texts(folder / "texts", texts())
    with AzureLanguageEmulator(storage=folder, **options) as server:
        deployed(Rest(server.endpoint, server.key), file or project_file(texts()))
        yield server


def settings_for(server: AzureLanguageEmulator, folder: Path, **given: Any) -> Settings:
    """Make settings that predict with it; `folder` keeps the state."""
    known = {"endpoint": server.endpoint, "key": server.key, "project": "p", "deployment": "d",
             "state": str(folder / "state"), "runtime_calls": 60_000, **FAST}  # fmt: skip
    tables = {name: given.pop(name) for name in ("prices", "budget") if name in given}
    from msgspec.structs import replace  # noqa: PLC0415 (beside its use)

    return replace(load(known | given, environment={}), **tables)


class Run:
    """One run: what was predicted, what was told, what the service counted meanwhile."""

    def __init__(self, server: AzureLanguageEmulator, folder: Path, **given: Any) -> None:
        fresh = given.pop("fresh", False)
        self.server, self.report = server, Report()
        self.session = Session(settings_for(server, folder, **given), patience=QUICK)
        self.predictor = Predictor(self.session, self.report, fresh=fresh)

    def of(self, *documents: Document | str) -> list[Prediction | None]:
        """Predict documents, or texts."""
        before = counted(self.server)
        made = (one if isinstance(one, Document) else Document(one) for one in documents)
        try:
            return [*self.predictor.outcomes(made)]
        finally:
            after = counted(self.server)
            self.sent, self.asked, self.billed = (b - a for a, b in zip(before, after, strict=True))
            self.session.close()

    @property
    def told(self) -> dict[str, int]:
        """The problems by code."""
        return dict(self.report.problems)


def counted(server: AzureLanguageEmulator) -> tuple[int, int, int]:
    """Count the jobs taken, the polls, and the text records billed."""
    shape = server.resource.counters.shape()
    calls = shape["calls"]
    sent = calls.get("submit_job", {}).get("202", 0)
    return sent, sum(calls.get("get_job", {}).values()), shape["textRecords"]


def fault(server: AzureLanguageEmulator, *faults: dict[str, Any]) -> None:
    """Let the next calls go wrong."""
    server.resource.faults.add(json.dumps(faults).encode())


def words(found: Prediction | None) -> list[tuple[str, str]]:
    """Return what was found, with its category."""
    assert found is not None
    return [(found.document.covered(span), span.label) for span in found.document.spans]

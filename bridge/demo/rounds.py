"""One round: what is annotated goes to Azure, a model is trained on it, evaluated and deployed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from ...converters.document import Document
from ...converters.report import Report
from ..active_learning.simulation import Stage, stage_of
from ..azure.evaluating import Evaluated
from ..azure.patience import Patience
from ..azure.project import AzureProject
from ..azure.pushing import Pushed
from ..convert import to_azure
from ..settings import Settings, load
from .reports import SHARES, Labelled, export_of

DEPLOYMENT: Final = "production"
_PATIENCE: Final = Patience(first=0.05, most=0.5)
_UNBOUND: Final = 60_000


class Address(Struct, frozen=True):
    """Where an emulator is, and how to speak to it."""

    endpoint: str
    key: str


class Rounds:
    """A project in Azure that gets better by rounds; its files are in a folder of its own.

    Args:
        name: the project's.
        folder: for everything: the export, what is converted, the container's texts.
        address: where Azure is; here, an emulator that reads `storage` beside the folder.
    """

    def __init__(self, name: str, folder: Path, address: Address) -> None:
        self.name, self.folder = name, folder / name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.export, self.azure = self.folder / "export.json", self.folder / "azure"
        self.project = AzureProject(settings=_settings(name, folder, address), patience=_PATIENCE)

    def convert(self, reports: Sequence[Labelled]) -> Report:
        """Write the export of what is annotated, and make Azure's labels file of it."""
        self.export.write_bytes(export_of(reports))
        return to_azure(
            self.export, self.azure, project_name=self.name, language="en",
            language_field="data.lang", multilingual=True, force=True,
            split=f"{SHARES.train}/{SHARES.test}",
        )  # fmt: skip

    def push(self) -> Pushed:
        """Bring it to Azure; texts that are there stay."""
        return self.project.push(self.azure, allow_few=True)

    def train(self, label: str) -> Evaluated:
        """Train a model, and fetch the evaluation that the service made."""
        self.project.train(label)
        return self.project.evaluate(label, texts=False)

    def deploy(self, label: str) -> None:
        """Let the deployment serve the model."""
        self.project.deploy(label, DEPLOYMENT)

    def predict(self, reports: Sequence[Labelled]) -> list[Document]:
        """Ask the deployment what is in some reports."""
        texts = [Document(one.document.text, language=one.document.language) for one in reports]
        return [*self.project.predict(texts, deployment=DEPLOYMENT)]

    def whole(self, label: str, reports: Sequence[Labelled]) -> Stage:
        """Convert, push and train at once; say what that came to."""
        self.convert(reports)
        self.push()
        return counted(reports, self.train(label))

    def close(self) -> None:
        """Close the connections."""
        self.project.session.close()


def counted(reports: Sequence[Labelled], evaluated: Evaluated) -> Stage:
    """Say what a round came to; test reports are not what labels are counted of."""
    chosen = [one.document for one in reports if not one.is_test]
    return stage_of(chosen, evaluated.evaluation.f1)


def _settings(name: str, folder: Path, address: Address) -> Settings:
    given = {
        "endpoint": address.endpoint, "key": address.key, "project": name,
        "storage": str(folder / "storage"), "state": str(folder / name / "state"),
        "authoring_posts": _UNBOUND, "authoring_gets": _UNBOUND,
    }  # fmt: skip
    file = folder / name / "spanbridge.toml"  # one that says nothing, instead of the reader's own
    file.touch()
    return load(given, environment={}, file=file)

"""What all commands on a project share: its settings, clients, storage, state and progress."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from ...converters.azure.names import is_project_name
from ..settings import Settings
from .authoring import Authoring
from .credentials import Credential, credential_of
from .errors import StoppedError
from .models import JobState, ProjectInfo
from .operations import Operation, Poller
from .patience import Patience
from .progress import Progress
from .state import State
from .storage import Storage, open_storage
from .transport import Transport

_NAMES = "Names have up to 50 of letters, digits, '.', '_' and '-'."


class Session:
    """One use of one resource; clients are made when they are first needed.

    Args:
        settings: see `spanbridge.bridge.settings.load`.
        credential: for the Language resource, in place of the settings' key.
        storage_credential: for Blob storage, in place of `DefaultAzureCredential`.
        progress: told of each step of what takes its time.
        patience: how long to wait and how often to try; for tests.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        credential: Credential | None = None,
        storage_credential: Any = None,
        progress: Progress | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.settings = settings
        self.progress = progress
        self.patience = patience or Patience()
        self.state = State(Path(settings.state))
        self._given_patience = patience
        self._credential = credential
        self._storage_credential = storage_credential

    def on(self, project: str) -> Session:
        """Return the same session on another project."""
        made = Session(
            replace(self.settings, project=project),
            credential=self._credential,
            storage_credential=self._storage_credential,
            progress=self.progress,
            patience=self._given_patience,
        )
        vars(made)["transport"] = self.transport
        return made

    @property
    def project(self) -> str:
        """The name of the project.

        Raises:
            ProblemError: it is not given.
            StoppedError: it is none.
        """
        return checked_name(self.settings.need("project"), "project")

    @functools.cached_property
    def credential(self) -> Credential:
        """Who we are to the Language resource.

        Raises:
            ProblemError: there is no key, and azure-identity isn't installed.
        """
        return self._credential or credential_of(self.settings)

    @functools.cached_property
    def transport(self) -> Transport:
        """The way to the resource."""
        return Transport(self.settings, self._credential, self.patience)

    @functools.cached_property
    def authoring(self) -> Authoring:
        """The authoring API."""
        return Authoring(self.transport)

    def wait(self, operation: Operation) -> JobState:
        """Wait for a job; see `Poller.wait`."""
        return self._poller.wait(operation)

    def ask(self, operation: Operation) -> JobState:
        """Tell how a job stands."""
        return self._poller.state(operation)

    @property
    def _poller(self) -> Poller:
        longest = self.settings.max_wait
        return Poller(self.transport, self.progress, self._given_patience, longest)

    def info(self) -> ProjectInfo:
        """Ask what the project is."""
        return self.authoring.project(self.project)

    def storage(self, container: str) -> Storage:
        """Open a container."""
        return open_storage(self.settings, container, self._storage_credential)

    def export(self) -> bytes:
        """Export the project's labels, and fetch them.

        Raises:
            ServiceError: the export failed.
        """
        state = self.wait(self.authoring.export_labels(self.project))
        return self.authoring.exported(state.result_url or "")

    def close(self) -> None:
        """Close the connections."""
        if "transport" in vars(self):
            self.transport.close()


def checked_name(name: str, what: str) -> str:
    """Return the name of a project, model or deployment.

    Raises:
        StoppedError: Azure takes no such name.

    Example:
        >>> checked_name("v2", "model")
        'v2'
    """
    if not is_project_name(name) or not name.strip("."):
        raise StoppedError(f"Azure takes no {what} named {name!r}.", _NAMES)
    return name

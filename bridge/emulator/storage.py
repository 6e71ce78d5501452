"""The containers that projects name: sub-folders of a folder, or of Blob storage."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from .exceptions import ServiceError, invalid


class Storage(Protocol):
    """Where texts are."""

    def check(self, container: str) -> None:
        """Make sure that a container exists.

        Raises:
            ServiceError: it doesn't, or can't be reached.
        """

    def read(self, container: str, location: str) -> bytes:
        """Return a blob.

        Raises:
            ServiceError: it or its container doesn't exist, or can't be reached.
        """


def open_storage(where: str | Path | None) -> Storage:
    """Choose by what is given: a folder, a connection string, or nothing."""
    if isinstance(where, str) and "AccountName=" in where:
        return BlobStorage(where)
    return FolderStorage(Path(where)) if where is not None else FolderStorage(None)


class FolderStorage:
    """A folder whose sub-folders are the containers; blobs are files right in them."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def check(self, container: str) -> None:
        """Make sure that the sub-folder exists."""
        if self._folder is None:
            raise _no_container(container, "the emulator was started without storage")
        if not _plain(container) or not (self._folder / container).is_dir():
            raise _no_container(container, "the storage folder has no such sub-folder")

    def read(self, container: str, location: str) -> bytes:
        """Return a file's bytes as they are."""
        self.check(container)
        path = self._folder / container / location if self._folder else Path(location)
        if not _plain(location) or not path.is_file():
            raise _no_blob(container, location)
        return path.read_bytes()


class BlobStorage:
    """Blob storage (Azure's, or Azurite), by its connection string."""

    def __init__(self, connection: str) -> None:
        from azure.storage.blob import BlobServiceClient  # noqa: PLC0415 (slow to import)

        self._client = BlobServiceClient.from_connection_string(connection, retry_total=0)

    def check(self, container: str) -> None:
        """Ask for the container."""
        if not self._ask(container, self._client.get_container_client(container).exists):
            raise _no_container(container, "Blob storage has none of that name")

    def read(self, container: str, location: str) -> bytes:
        """Download a blob."""
        from azure.core.exceptions import ResourceNotFoundError  # noqa: PLC0415 (slow to import)

        blob = self._client.get_blob_client(container, location)
        try:
            return bytes(self._ask(container, lambda: blob.download_blob().readall()))
        except ResourceNotFoundError as error:
            raise _no_blob(container, location) from error

    @staticmethod
    def _ask(container: str, question: Any) -> Any:
        from azure.core.exceptions import (  # noqa: PLC0415 (slow to import)
            AzureError,
            HttpResponseError,
            ResourceNotFoundError,
        )  # fmt: skip

        try:
            return question()
        except ResourceNotFoundError:
            raise
        except HttpResponseError as error:
            raise refused(container, error.status_code or 403) from error
        except AzureError as error:
            raise ServiceError(
                "ServiceUnavailable", f"Blob storage can't be reached for '{container}'."
            ) from error


def refused(container: str, status: int) -> ServiceError:
    """Make the error of a container that may not be read."""
    return ServiceError(
        "Forbidden",
        f"The storage answered {status} for the container '{container}': the resource's identity "
        "needs the role Storage Blob Data Contributor.",
        target=container,
    )


def _plain(name: str) -> bool:
    return bool(name) and name not in {".", ".."} and not {"/", "\\", "\0"} & {*name}


def _no_container(container: str, why: str) -> ServiceError:
    return invalid(f"The container '{container}' does not exist: {why}.", container)


def _no_blob(container: str, location: str) -> ServiceError:
    message = f"The document '{location}' does not exist in the container '{container}'."
    return invalid(message, location, "InvalidDocument")

"""Blob storage: Azure's, or Azurite, by connection string, signed address or credential."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from azure.core import MatchConditions
from azure.core.exceptions import (
    AzureError,
    HttpResponseError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)
from azure.storage.blob import BlobServiceClient, ContainerClient, ContentSettings

from ..secret import HIDDEN, is_connection_string
from ..settings import Settings, is_here
from .credentials import client_options, token_credential
from .errors import (
    Failure,
    NotFoundError,
    RefusedError,
    StoppedError,
    UnauthorisedError,
    UnreachableError,
    masked,
)
from .storage import Blob, md5_of

MARK: Final = {"spanbridge": "uploaded"}
_SIGNATURE: Final = re.compile(r"(sig=)[^&\s\"]+", re.IGNORECASE)
_REMEDY: Final = (
    "Check the connection string, signature or role (Storage Blob Data Contributor), and the "
    "storage's firewall."
)
T = TypeVar("T")


class BlobStorage:
    """A container of an account.

    Args:
        settings: the account, and how to reach it.
        container: its name.
        credential: for an address without a signature.
    """

    def __init__(self, settings: Settings, container: str, credential: Any = None) -> None:
        self._secrets = settings.secrets
        self._name = container
        _hide_signatures()
        self._client = self._opened(settings, container, credential)

    def look(self, names: Iterable[str]) -> dict[str, Blob]:
        """List the container once, and pick out what is asked for."""
        wanted = {*names}

        def listed() -> dict[str, Blob]:
            blobs = self._client.list_blobs(include=["metadata"])
            return {blob.name: _blob(blob) for blob in blobs if blob.name in wanted}

        try:
            return self._ask(listed)
        except NotFoundError:  # the first upload makes the container
            return {}

    def names(self, ending: str) -> list[str]:
        """List the blobs at the root."""
        found = self._ask(lambda: [*self._client.list_blob_names()])
        return sorted(name for name in found if name.endswith(ending) and "/" not in name)

    def read(self, name: str) -> bytes:
        """Download a text."""
        return self._ask(lambda: bytes(self._client.download_blob(name).readall()), name)

    def announce(self, texts: dict[str, str]) -> None:
        """Make the container if it isn't there; the mark goes with each text."""
        if texts and not self._ask(self._client.exists):
            self._ask(self._client.create_container)

    def write(self, name: str, data: bytes, before: Blob | None) -> None:
        """Upload a text, unless it is no longer what it was."""
        digest = bytearray.fromhex(md5_of(data))
        condition: dict[str, Any] = (
            {"etag": before.version, "match_condition": MatchConditions.IfNotModified}
            if before
            else {}
        )

        def upload() -> None:
            self._client.upload_blob(
                name, data, overwrite=before is not None, metadata=MARK,
                content_settings=ContentSettings("text/plain; charset=utf-8", content_md5=digest),
                **condition,
            )  # fmt: skip

        try:
            self._ask(upload, name)
        except _ChangedError as error:
            now = self.look([name]).get(name)
            if now is None or now.md5 != digest.hex():
                message = f"Somebody else has written {name} meanwhile."
                raise StoppedError(message, "Push again.") from error

    @staticmethod
    def _opened(settings: Settings, container: str, credential: Any) -> ContainerClient:
        where = settings.need("storage").reveal()
        options = client_options(settings)
        if is_connection_string(where):
            account = BlobServiceClient.from_connection_string(where, **options)
            return account.get_container_client(container)
        if not urlsplit(where).query:
            options["credential"] = credential or token_credential(settings)
        named = _container_in(where)
        if named not in {None, container}:
            message = f"The storage's address is not of the project's container {container}."
            raise StoppedError(message, "Give that container's address, or the account's.")
        if named:
            return ContainerClient.from_container_url(where, **options)
        return BlobServiceClient(where, **options).get_container_client(container)

    def _ask(self, question: Callable[[], T], name: str | None = None) -> T:
        try:
            return question()
        except ResourceNotFoundError as error:
            raise NotFoundError(self._failure(error, name, "isn't there")) from None
        except (ResourceExistsError, ResourceModifiedError):
            raise _ChangedError from None
        except HttpResponseError as error:
            refused = UnauthorisedError if error.status_code in {401, 403} else RefusedError
            raise refused(self._failure(error, name, "can't be used")) from None
        except AzureError as error:
            raise UnreachableError(self._failure(error, name, "can't be reached")) from None

    def _failure(self, error: AzureError, name: str | None, what: str) -> Failure:
        """Say what failed; of the library's words only the code, since they hold addresses."""
        code = getattr(error, "error_code", None)
        code = str(getattr(code, "value", code)) if code else None
        subject = f"The text {name}" if name else f"The container {self._name}"
        message = masked(f"{subject} {what}.", self._secrets)
        return Failure(message, getattr(error, "status_code", None), code, remedy=_REMEDY)


def _container_in(address: str) -> str | None:
    """Return the container that an address names, if any; Azurite's begin with the account.

    Example:
        >>> _container_in("https://texts.blob.core.windows.net/incidents?sig=x")
        'incidents'
        >>> _container_in("http://127.0.0.1:10000/texts") is None
        True
    """
    parts = urlsplit(address)
    path = [part for part in parts.path.split("/") if part]
    return next(iter(path[1:] if is_here(parts.hostname or "") else path), None)


class _ChangedError(Exception):
    """What was to be written is no longer what it was."""


def _blob(blob: Any) -> Blob:
    digest = blob.content_settings.content_md5
    ours = bool((blob.metadata or {}).get("spanbridge"))
    return Blob(blob.size, bytes(digest).hex() if digest else "", ours, blob.etag)


class _Redacting(logging.Filter):
    """Hides signatures in what urllib3 logs of addresses at DEBUG."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without them."""
        words = record.getMessage()
        if "sig=" in words.lower():
            record.msg, record.args = _SIGNATURE.sub(rf"\1{HIDDEN}", words), ()
        return True


def _hide_signatures() -> None:
    log = logging.getLogger("urllib3.connectionpool")
    if not any(isinstance(one, _Redacting) for one in log.filters):
        log.addFilter(_Redacting())

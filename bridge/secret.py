"""Values that never show themselves: keys, connection strings, addresses that grant access."""

from __future__ import annotations

import re
from typing import Final, NoReturn
from urllib.parse import urlsplit

HIDDEN: Final = "***"
_ACCOUNT: Final = re.compile(r"(?:^|;)\s*AccountName=([^;]+)", re.IGNORECASE)
_PARTS: Final = re.compile(r"(?:AccountKey|SharedAccessSignature)=([^;]+)|[?&]sig=([^&;]+)")


class Secret:
    """A value that is had by `reveal()` alone; its words, its repr and its copies tell nothing.

    Args:
        value: the secret.
        shown: what people may see of it.

    Example:
        >>> key = Secret("hunter2")
        >>> key, str(key), key.reveal()
        (Secret(***), '***', 'hunter2')
    """

    __slots__ = ("_shown", "_value")

    def __init__(self, value: str, shown: str = HIDDEN) -> None:
        self._value = value
        self._shown = shown

    def reveal(self) -> str:
        """Give the value, to whoever sends it."""
        return self._value

    def parts(self) -> list[str]:
        """Give what no message may hold: the value, and what is secret inside it."""
        found = [part for match in _PARTS.finditer(self._value) for part in match.groups() if part]
        return [self._value, *found] if self._shown != self._value else []

    def __str__(self) -> str:
        return self._shown

    def __repr__(self) -> str:
        return f"Secret({self._shown})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written anywhere")


def storage_secret(value: str) -> Secret:
    """Keep where texts are stored, showing as much of it as is no secret.

    Example:
        >>> print(storage_secret("AccountName=texts;AccountKey=hunter2"))
        the account texts, by a connection string
        >>> print(storage_secret("https://texts.blob.core.windows.net/?sig=hunter2"))
        https://texts.blob.core.windows.net/?***
        >>> print(storage_secret("folders/storage"))
        folders/storage
    """
    if is_connection_string(value):
        account = _ACCOUNT.search(value)
        named = f"the account {account[1]}" if account else "an account"
        return Secret(value, f"{named}, by a connection string")
    return address_secret(value) if is_address(value) else Secret(value, value)


def address_secret(value: str) -> Secret:
    """Keep an address, showing it without who enters and with what signature.

    Example:
        >>> print(address_secret("http://me:hunter2@proxy:8080"))
        http://***@proxy:8080
    """
    parts = urlsplit(value)
    user, at, host = parts.netloc.rpartition("@")
    shown = parts._replace(
        netloc=f"{HIDDEN}@{host}" if at and user else host, query=HIDDEN if parts.query else ""
    )
    return Secret(value, shown.geturl())


def is_connection_string(value: str) -> bool:
    """Whether this is a connection string of Azure Storage."""
    return any(word in value for word in ("AccountName=", "BlobEndpoint=", "UseDevelopmentStorage"))


def is_address(value: str) -> bool:
    """Whether this is the address of an account or a container."""
    return value.startswith(("https://", "http://"))

"""Addresses of backends, as Label Studio is to call them."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from ..errors import StoppedError

DEFAULT: Final = "http://127.0.0.1:9090"


def address(given: str) -> str:
    """Return the address of a backend without its last slash.

    Raises:
        StoppedError: it is none.

    Example:
        >>> address("http://backend:9090/")
        'http://backend:9090'
    """
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        message = "This is no address of a backend, or it holds a password."
        raise StoppedError(message, f"Write it like {DEFAULT}; user and password are settings.")
    return given.rstrip("/")


def webhook_of(url: str) -> str:
    """Return where a backend is told what happens; Label Studio makes the same of its address."""
    return f"{url.rstrip('/')}/webhook"

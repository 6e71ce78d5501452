"""What keeps Label Studio from reaching an ML backend, with the exact thing to do about it."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from ..errors import ServiceError, StoppedError
from .allowance import allowance

_BLOCKED: Final = re.compile(r"reserved network address(?: \(block: ([^)]+)\))?")
_UNRESOLVED: Final = "resolve hostname"
_WRONG_PASSWORD: Final = "authentication parameters"  # noqa: S105 (words of an answer)
_NOT_THERE: Final = "health check failed"
_NO_BACKEND: Final = "valid ML backend"
_HERE: Final = (
    "In a container, 127.0.0.1 is the container itself: let the backend listen on 0.0.0.0 and name "
    "it by its service (http://backend:9090), or by host.docker.internal if it runs outside."
)


class BlockedError(StoppedError):
    """Label Studio can't reach the backend, or may not; says what to do."""


def explained(error: ServiceError, address: str) -> StoppedError | ServiceError:
    """Return what to raise in place of an answer that says why a backend isn't connected."""
    words = str(error.failure.message)
    if found := _BLOCKED.search(words):
        return _guarded(address, found[1])
    if _UNRESOLVED in words:
        message = f"Label Studio doesn't know the host of {address}."
        return BlockedError(message, "Give an address that it can resolve.", [_HERE])
    if _WRONG_PASSWORD in words:
        remedy = (
            "Give the backend's own SPANBRIDGE_BACKEND_USER and SPANBRIDGE_BACKEND_PASSWORD here."
        )
        return BlockedError(f"The backend at {address} takes no such user and password.", remedy)
    if _NOT_THERE in words:
        message = f"Label Studio gets no answer from {address}/health within a second."
        remedy = "Start `spanbridge ml-backend`, or correct --backend-url."
        return BlockedError(message, remedy, [_HERE])
    if _NO_BACKEND in words:
        message = f"What answers at {address} is no ML backend, or it failed at /setup."
        return BlockedError(message, "Look into its log, and correct --backend-url.")
    return error


def _guarded(address: str, network: str | None) -> BlockedError:
    allowed = _addresses(address) or ([network] if network else [])
    lines = [f"{name}={value}" for name, value in allowance(*allowed).items()]
    remedy = (
        "Start Label Studio with the two variables below. They ban what it bans by default, but "
        f"for {' and '.join(allowed) or 'nothing'}; ML_BLOCK_LOCAL_IP and SSRF_PROTECTION_ENABLED "
        "can stay on. Then run this again."
    )
    message = f"Label Studio's guard against private addresses doesn't let it call {address}."
    return BlockedError(message, remedy, lines)


def _addresses(address: str) -> list[str]:
    """Resolve the host of an address as seen from here; Label Studio may see another."""
    host = urlsplit(address).hostname or ""
    try:
        return [str(ip_address(host))]
    except ValueError:
        return sorted(_resolved(host), key=lambda one: (":" in one, one))


def _resolved(host: str) -> Iterable[str]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return set()
    return {str(one[4][0]) for one in found}

"""Says which addresses texts may be fetched from: hosts that are allowed, at addresses that are.

A name is looked at again after it was resolved: whoever owns a name that is allowed could point it
at a machine of ours. Only Label Studio's own host, and networks that are named, may be private.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from ..converters.problems import ProblemError, Words
from .errors import UnfetchableError

_PORTS: Final = {"http": 80, "https": 443}
Resolve = Callable[[str, int], Iterable[str]]
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class Place(Struct, frozen=True):
    """Where an address leads: what to connect to, and what to say there."""

    scheme: str
    host: str
    port: int
    path: str
    connect: str = ""
    is_own: bool = False

    @property
    def origin(self) -> tuple[str, str, int]:
        """The scheme, host and port."""
        return self.scheme, self.host, self.port


def resolved(host: str, port: int) -> list[str]:
    """Return the addresses of a name.

    Raises:
        OSError: it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]).partition("%")[0] for one in found]


class Allowed:
    """What may be fetched.

    Args:
        own: the address of Label Studio; None where it isn't known.
        given: names of hosts, addresses and networks that are allowed besides.
        resolve: tells the addresses of a name.

    Raises:
        ProblemError: one of those given is none.

    Example:
        >>> allowed = Allowed(None, ["texts.example.com"], lambda host, port: ["93.184.215.14"])
        >>> allowed.place("https://texts.example.com/1.txt").connect
        '93.184.215.14'
    """

    def __init__(self, own: str | None, given: Iterable[str], resolve: Resolve = resolved) -> None:
        self._own = _parsed(own) if own else None
        self._hosts: set[str] = set()
        self._networks: list[Network] = []
        self._resolve = resolve
        for one in given:
            self._add(one)

    def place(self, address: str) -> Place:
        """Return where to fetch a text; a path alone is Label Studio's.

        Raises:
            UnfetchableError: it isn't allowed, or there is no such host.
        """
        if address.startswith("/") and not address.startswith("//") and self._own:
            parsed: Place | None = _on(self._own, address)
        else:
            parsed = _parsed(address)
        if parsed is None:
            raise UnfetchableError("the text's address is none that can be fetched")
        is_own = self._own is not None and parsed.origin == self._own.origin
        found = self._checked(parsed, is_own=is_own)
        return Place(*parsed.origin, parsed.path, found, is_own)

    def _checked(self, parsed: Place, *, is_own: bool) -> str:
        try:
            addresses = [ip_address(one) for one in self._resolve(parsed.host, parsed.port)]
        except (OSError, ValueError, UnicodeError) as error:
            raise UnfetchableError(f"there is no host {parsed.host}") from error
        named = parsed.host in self._hosts
        for one in addresses:
            if not (is_own or self._is_in_network(one) or (named and one.is_global)):
                raise UnfetchableError(
                    f"texts aren't fetched from {parsed.host}: see `texts_from` in [backend]"
                )
        if not addresses:
            raise UnfetchableError(f"there is no host {parsed.host}")
        return str(addresses[0])

    def _is_in_network(self, address: Address) -> bool:
        return any(address in network for network in self._networks)

    def _add(self, given: str) -> None:
        try:
            self._networks.append(ip_network(given))
        except ValueError:
            if not given or any(character in given for character in "/:@* "):
                words = Words("it names no host and no network")
                raise ProblemError.of(
                    "setting-malformed", "[backend]", name="texts_from", error=words
                ) from None
            self._hosts.add(given.lower().rstrip("."))


def _parsed(address: str) -> Place | None:
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(parts.scheme, parts.hostname.lower().rstrip("."), port, path)


def _on(own: Place, path: str) -> Place:
    return Place(*own.origin, path)

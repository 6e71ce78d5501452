"""How Label Studio's guard against requests to private addresses lets one backend through.

By default Label Studio 1.23.2 calls no address of a private network, neither ML backends nor
webhooks. Its guard need not be switched off: its list of networks can be replaced by the same list
without the backend's address.

    USE_DEFAULT_BANNED_SUBNETS=false
    USER_ADDITIONAL_BANNED_SUBNETS=0.0.0.0/8,…    all that is banned, but for one address
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, Final

Network = IPv4Network | IPv6Network

BANNED: Final = tuple(
    ip_network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "233.252.0.0/24",
        "240.0.0.0/4", "255.255.255.255/32", "::/128", "::1/128", "::ffff:0:0/96",
        "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32",
        "2001:20::/28", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "ff00::/8",
    )
)  # fmt: skip
"""What Label Studio 1.23.2 bans: the networks that the IANA reserves."""
_SWITCHES: Final = ("USE_DEFAULT_BANNED_SUBNETS", "USER_ADDITIONAL_BANNED_SUBNETS")


def allowance(*allowed: str) -> dict[str, str]:
    """Return the environment of a Label Studio that may call some addresses, or networks.

    Example:
        >>> list(allowance("127.0.0.1"))
        ['USE_DEFAULT_BANNED_SUBNETS', 'USER_ADDITIONAL_BANNED_SUBNETS']
        >>> "127.0.0.0/32,127.0.0.2/31," in allowance("127.0.0.1")["USER_ADDITIONAL_BANNED_SUBNETS"]
        True
    """
    banned = ",".join(map(str, without(BANNED, [ip_network(one) for one in allowed])))
    return dict(zip(_SWITCHES, ("false", banned), strict=True))


def without(banned: Iterable[Network], allowed: Iterable[Network]) -> list[Network]:
    """Return networks that hold what the banned ones hold, without the allowed ones.

    Example:
        >>> [str(one) for one in without([ip_network("10.0.0.0/30")], [ip_network("10.0.0.1")])]
        ['10.0.0.0/32', '10.0.0.2/31']
    """
    left = [*banned]
    for one in allowed:
        left = [part for network in left for part in _excluding(network, one)]
    return left


def _excluding(network: Any, allowed: Any) -> Iterator[Network]:
    """Yield what is left of a network without another; those of two kinds share nothing."""
    if network.version != allowed.version or not network.overlaps(allowed):
        yield network
    elif network.prefixlen < allowed.prefixlen:
        yield from sorted(network.address_exclude(allowed))

"""What a task is known by, so that no import adds it twice.

The key is made of the task's own data, and nothing is added to them: it is the same in the file, in
Label Studio and in an export, on any machine, however the task came in. A task with
`data.azure.location` is known by that name (and the number of its piece); any other by all its
data.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import NamedTuple

import msgspec
from msgspec import Raw

_ANY = msgspec.json.Decoder()
_ENCODER = msgspec.json.Encoder(order="sorted")


class Key(NamedTuple):
    """`name` is what a task is known by, `content` the hash of what it shows."""

    name: bytes
    content: bytes


def key_of(fields: Mapping[str, Raw]) -> Key | None:
    """Return the key of a task; None if it has no data.

    Example:
        >>> one = {"data": Raw(b'{"text": "Hi", "n": 1}')}
        >>> other = {"id": Raw(b"7"), "data": Raw(b'{"n":1,"text":"Hi"}')}
        >>> key_of(one) == key_of(other)
        True
    """
    data = _ANY.decode(fields["data"]) if "data" in fields else None
    if not isinstance(data, dict):
        return None
    azure = data.get("azure")
    location = azure.get("location") if isinstance(azure, dict) else None
    if not location:
        whole = _hash(data)
        return Key(whole, whole)
    piece = azure.get("piece") if isinstance(azure, dict) else None
    rest = {name: value for name, value in data.items() if name != "azure"}
    return Key(_hash(["azure", location, piece]), _hash(rest))


def _hash(value: object) -> bytes:
    return blake2b(_ENCODER.encode(value), digest_size=12).digest()

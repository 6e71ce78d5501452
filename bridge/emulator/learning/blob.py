"""A trained model as one blob: what kind it is, a digest, and the rest as MessagePack.

The digest is what keeps damaged bytes from CRFsuite, which doesn't check the model it is given.
"""

from __future__ import annotations

import hashlib
from typing import TypeVar

import msgspec

_MAGIC, _VERSION = b"spanbridge ", b" 1\n"
_Content = TypeVar("_Content", bound=msgspec.Struct)


def pack(kind: bytes, content: msgspec.Struct) -> bytes:
    """Write a model down."""
    data = msgspec.msgpack.encode(content)
    return _head(kind) + hashlib.sha256(data).digest() + data


def unpack(kind: bytes, data: bytes, content: type[_Content]) -> _Content:
    """Read what `pack` wrote.

    Raises:
        ValueError: these are no bytes of such a model, or not all of them.
    """
    head = _head(kind)
    digest, body = data[len(head) : len(head) + 32], data[len(head) + 32 :]
    if not data.startswith(head) or hashlib.sha256(body).digest() != digest:
        raise ValueError(f"these bytes are no whole {kind.decode()} model")
    try:
        return msgspec.msgpack.decode(body, type=content)
    except msgspec.DecodeError as error:
        raise ValueError(f"a {kind.decode()} model of another shape: {error}") from error


def _head(kind: bytes) -> bytes:
    return _MAGIC + kind + _VERSION

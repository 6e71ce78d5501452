"""Changes bytes in ways that break formats: by single bits, and by whole values of their JSON."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

ODD_BYTES = [
    b"\xff",
    b"\xfe\xff",
    b"\0",
    b'"',
    b"\\",
    b"{",
    b"]",
    b",",
    b"\n",
    b"\\ud800",
    b"-1e999",
]
ODD_VALUES: list[Any] = [
    None, True, -1, 0, 1.5, 10**30, 1e308, float("nan"), "", "7", "\ud83d", "\0", "../x.txt",
    "\ufeff", "a" * 300, [], {}, [[]], [None], {"": None}, [{"start": 0}], {"a": {"b": []}},
]  # fmt: skip


def flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def delete(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randint(1, 40) :]


def insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(ODD_BYTES) + data[at:]


def duplicate(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    piece = data[at : at + chance.randint(1, 400)]
    return data[:at] + piece + data[at:]


def truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def restructure(data: bytes, chance: random.Random) -> bytes:
    """Replace a value of the JSON, or remove it, or put it somewhere else too."""
    is_manifest = data.startswith(b'{"documents"')
    lines = data.removesuffix(b"\n").split(b"\n") if is_manifest else [data]
    number = chance.randrange(len(lines))
    value = json.loads(lines[number].decode("utf-8-sig"))
    for _ in range(chance.randint(1, 3)):
        places = [*_places(value)]
        holder, key = chance.choice(places)
        other, from_key = chance.choice(places)
        action = chance.choice(["replace", "replace", "remove", "copy"])
        if action == "replace":
            holder[key] = copy.deepcopy(chance.choice(ODD_VALUES))
        elif action == "remove":
            del holder[key]
        else:
            holder[key] = json.loads(json.dumps(other[from_key]))
        if not [*_places(value)]:
            break
    lines[number] = json.dumps(value).encode()
    return b"\n".join(lines)


def _places(value: Any) -> Any:
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        yield value, key
        yield from _places(item)


MUTATIONS = (flip, delete, insert, duplicate, truncate, restructure, restructure, restructure)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Change data in one of these ways."""
    return chance.choice(MUTATIONS)(data, chance)

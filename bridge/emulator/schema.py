"""Reads bodies into `models`, and refuses what an api-version doesn't know."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec import inspect

from .exceptions import ServiceError

T = TypeVar("T", bound=msgspec.Struct)


class _Field(NamedTuple):
    since: str
    below: type[msgspec.Struct] | None
    """What the property holds, or what the elements of its list are."""


def read(body: bytes, kind: type[T], version: str, *, strict: bool) -> T:
    """Read a body.

    Raises:
        ServiceError: it is no JSON, not of this shape, or has properties nobody knows (if strict).
    """
    if not body:
        raise ServiceError("InvalidRequest", "The body is empty.", inner="EmptyRequest")
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"The body is not JSON: {error}."
        raise ServiceError("InvalidRequest", message, inner="InvalidRequestBodyFormat") from error
    return convert(value, kind, version, strict=strict)


def convert(value: Any, kind: type[T], version: str, *, strict: bool, place: str = "$") -> T:
    """Make a model of decoded JSON.

    Raises:
        ServiceError: see `read`.
    """
    if strict:
        for unknown in _unknown(value, kind, version, place):
            message = f"The property {unknown} is unknown to the api-version {version}."
            raise ServiceError(
                "InvalidRequest", message, target=unknown, inner="InvalidRequestBodyFormat"
            )
    try:
        return msgspec.convert(value, kind, strict=strict)
    except msgspec.ValidationError as error:
        message = str(error).replace("`$", f"`{place}", 1)
        raise ServiceError(
            "InvalidRequest", f"Invalid json object. {message}", inner="InvalidRequestBodyFormat"
        ) from error


def _unknown(value: Any, kind: type[msgspec.Struct], version: str, place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    fields = _fields(kind)
    for name, inner in value.items():
        known = fields.get(name)
        if known is None or known.since > version:
            yield f"{place}.{name}"
        elif known.below and isinstance(inner, list):
            for number, one in enumerate(inner):
                yield from _unknown(one, known.below, version, f"{place}.{name}[{number}]")
        elif known.below:
            yield from _unknown(inner, known.below, version, f"{place}.{name}")


@cache
def _fields(kind: type[msgspec.Struct]) -> dict[str, _Field]:
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)  # noqa: S101 (what type_info says of a struct)
    return {one.encode_name: _Field(*_described(one.type)) for one in info.fields}


def _described(kind: inspect.Type) -> tuple[str, type[msgspec.Struct] | None]:
    """Give since when a property exists, and the model in it."""
    if isinstance(kind, inspect.Metadata):
        _, below = _described(kind.type)
        return str((kind.extra or {}).get("since", "")), below
    if isinstance(kind, inspect.UnionType):
        return next((found for found in map(_described, kind.types) if found[1]), ("", None))
    if isinstance(kind, inspect.ListType):
        return _described(kind.item_type)
    return "", kind.cls if isinstance(kind, inspect.StructType) else None

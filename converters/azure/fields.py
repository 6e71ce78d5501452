"""Takes the members of a JSON object one by one, leniently, and tells what Azure would not take."""

from __future__ import annotations

from typing import Any

from ..problems import Words
from ..report import Report

_NAMES = {
    dict: "an object", list: "an array", str: "a string", bool: "true or false", int: "a number",
    float: "a number",
}  # fmt: skip
_FLAGS = {"true": True, "false": False}
_DIGITS = 18


class Fields:
    """The members of one object that are not taken yet; `place` is where it stands.

    A value of the wrong type is told. It is used all the same where there is no doubt what is
    meant: digits in quotes, `"True"`, one thing where a list of them belongs, or the reverse.
    """

    def __init__(self, value: dict[str, Any], place: str, report: Report) -> None:
        self.place = place
        self._rest = dict(value)
        self._report = report

    def __contains__(self, key: str) -> bool:
        return key in self._rest

    def text(self, key: str, *also: str, required: bool = False) -> str | None:
        """Take a string; `also` are wrong names that it is known to have."""
        value = self._take(key, also, required=required)
        if value == "" and required:
            self._report.tell("key-missing", self.place, key=Words(key))
        if value is None or isinstance(value, str):
            return value
        self._tell_type(key, value, "a string")
        return None

    def whole(self, key: str, *, required: bool = True) -> int | None:
        """Take a whole number."""
        value = self._take(key, (), required=required)
        if value is None or type(value) is int:
            return value
        self._tell_type(key, value, "a whole number")
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return _digits(value) if isinstance(value, str) else None

    def flag(self, key: str) -> bool | None:
        """Take true or false."""
        value = self._take(key, ())
        if value is None or isinstance(value, bool):
            return value
        self._tell_type(key, value, "true or false")
        return _FLAGS.get(value.lower()) if isinstance(value, str) else None

    def items(self, key: str, *also: str) -> list[Any] | None:
        """Take a list; a single object stands for a list of one."""
        value = self._take(key, also)
        if value is None or isinstance(value, list):
            return value
        self._tell_type(key, value, "an array")
        return [value] if isinstance(value, dict) else None

    def one(self, key: str, *, required: bool = False) -> Fields | None:
        """Take an object; a list of one stands for it."""
        value = self._take(key, (), required=required)
        if value is not None and not isinstance(value, dict):
            self._tell_type(key, value, "an object")
            value = value[0] if isinstance(value, list) and len(value) == 1 else None
        return self.inner(value, f".{key}") if isinstance(value, dict) else None

    def any(self, key: str) -> Any:
        """Take a value of any type."""
        return self._rest.pop(key, None)

    def inner(self, value: Any, path: str) -> Fields | None:
        """Return the members of what stands at a path below; None, and told, if it has none."""
        if isinstance(value, dict):
            return Fields(value, self.place + path, self._report)
        self._report.tell(
            "type-wrong", self.place + path, key=path.lstrip("."),
            found=Words(name_of(value)), expected=Words("an object"),
        )  # fmt: skip
        return None

    def end(self) -> None:
        """Tell what was not taken, unless the file is to be converted only."""
        if self._report.purpose != "convert":
            for key in self._rest:
                self._report.tell("key-unknown", self.place, key=key)

    def _take(self, key: str, also: tuple[str, ...], *, required: bool = False) -> Any:
        for name in (key, *also):
            value = self._rest.pop(name, None)
            if value is not None:
                if name != key:
                    self._report.tell("key-misnamed", self.place, found=Words(name), key=Words(key))
                return value
        if required:
            self._report.tell("key-missing", self.place, key=Words(key))
        return None

    def _tell_type(self, key: str, value: Any, expected: str) -> None:
        place = f"{self.place}.{key}"
        found, wanted = _shown(value), Words(expected)
        self._report.tell("type-wrong", place, key=Words(key), found=found, expected=wanted)


def name_of(value: Any) -> str:
    """Say what a value of JSON is."""
    return _NAMES.get(type(value), "null")


def _shown(value: Any) -> object:
    """Show a short value itself, and of a long one what it is."""
    return Words(name_of(value)) if isinstance(value, dict | list) else value


def _digits(value: str) -> int | None:
    bare = value.removeprefix("-")
    return int(value) if bare.isascii() and bare.isdigit() and len(bare) <= _DIGITS else None

"""What is wrong with a region, as a code of the catalogue, and offsets as they are written."""

from __future__ import annotations


class RegionError(ValueError):
    """A region that names no characters of its text; holds a code and what to quote."""

    def __init__(self, code: str, **quoted: object) -> None:
        super().__init__(code)
        self.code = code
        self.quoted = quoted


def whole(offset: object) -> int:
    """Read an offset; it may be a string of digits, which Label Studio's interface takes.

    Raises:
        RegionError: it is no whole number.
    """
    if isinstance(offset, int):
        return offset
    if isinstance(offset, str) and offset.isascii() and offset.isdigit() and len(offset) < 20:  # noqa: PLR2004 (an index)
        return int(offset)
    raise RegionError("offset-not-a-number", offset=offset)

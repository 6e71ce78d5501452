"""What is wrong with a region, as a code of the catalogue; its place is known where it is told."""

from __future__ import annotations


class RegionError(ValueError):
    """A region that names no characters of its text; holds a code and what to quote."""

    def __init__(self, code: str, **quoted: object) -> None:
        super().__init__(code)
        self.code = code
        self.quoted = quoted

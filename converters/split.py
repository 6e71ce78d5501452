"""Decides which documents test a model: by a hash, so that adding documents moves none."""

from __future__ import annotations

import hashlib
import re

from msgspec import Struct

from .document import Split as Part

_SPACE = b" \t\r\n\f\v"
_LOWER = bytes(range(256)).lower()
_SHARES = re.compile(r"(\d{1,3})\s*/\s*(\d{1,3})")


class Split(Struct, frozen=True):
    """A share of documents for training and one for testing, in percent; together 100.

    Example:
        >>> Split.parse("80/20").part_of("Server prod-web-01 is down")
        'Train'
    """

    train: int
    test: int

    @classmethod
    def parse(cls, shares: str) -> Split:
        """Read `80/20`.

        Raises:
            ValueError: it isn't two whole numbers that add to 100.
        """
        match = _SHARES.fullmatch(shares.strip())
        if match is None or int(match[1]) + int(match[2]) != 100:  # noqa: PLR2004 (percent)
            raise ValueError(f"{shares!r} is not two percentages that add to 100, such as 80/20")
        return cls(int(match[1]), int(match[2]))

    def part_of(self, key: str) -> Part:
        """Assign a key, a text or the name of a group, by the hash of its normalised form."""
        digest = hashlib.sha256(normalise(key)).digest()
        position = int.from_bytes(digest[:8], "big") / (1 << 64)
        return "Test" if position < self.test / 100 else "Train"


def normalise(key: str) -> bytes:
    """Fold ASCII case and drop ASCII white space, so that a mere change of layout moves nothing."""
    return key.encode("utf-8", "surrogatepass").translate(_LOWER, _SPACE)

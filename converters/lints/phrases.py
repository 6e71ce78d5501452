"""Finds phrases that are labelled in two ways, in bounded memory."""

from __future__ import annotations

from hashlib import blake2b

_LONGEST = 100  # longer stretches are sentences, not phrases
_MOST = 500_000


class Phrases:
    """Remembers the first label of each phrase, by a hash; of the first 500,000 different ones.

    Example:
        >>> phrases = Phrases()
        >>> [phrases.see("Atlas", label) for label in ("Service", "Service", "Server", "Team")]
        [None, None, 'Service', None]
    """

    def __init__(self) -> None:
        self._first: dict[bytes, str] = {}
        self._told: set[bytes] = set()

    def see(self, phrase: str, label: str) -> str | None:
        """Take in a phrase; return its first label if this one is another, once a phrase."""
        key = hashed(phrase)
        if len(phrase) > _LONGEST or key in self._told:
            return None
        if len(self._first) >= _MOST and key not in self._first:
            return None
        other = self._first.setdefault(key, label)
        if other == label:
            return None
        self._told.add(key)
        return other


def hashed(text: str) -> bytes:
    """Stand for a text in eight bytes."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()

"""Pairs labels that went with those that came: what of a text's labels was added, changed, removed.

A label is changed if another category stands on its characters, or its category on others that
overlap them; it is removed if nothing of the kind is there.
"""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

Label = tuple[str, int, int]
"""Category, offset and length, in whichever unit; a text's own category has neither of these."""


class Counts(Struct, frozen=True):
    """How many labels of one kind are added, changed and removed, by category."""

    added: dict[str, int]
    changed: dict[str, int]
    removed: dict[str, int]


class Pairs(Struct, frozen=True):
    """What became of the labels of a text; changed ones as they were and as they are."""

    added: list[Label]
    changed: list[tuple[Label, Label]]
    removed: list[Label]


def paired(was: Counter[Label], now: Counter[Label]) -> Pairs:
    """Compare the labels of a text, before and after; those in both are in none of the lists.

    Example:
        >>> was, now = Counter([("Person", 0, 5), ("City", 9, 6)]), Counter([("Person", 0, 11)])
        >>> paired(was, now).changed, paired(was, now).removed
        ([(('Person', 0, 5), ('Person', 0, 11))], [('City', 9, 6)])
    """
    come = _in_order(now - was)
    changed, removed = [], []
    for label in _in_order(was - now):
        partner = next((one for one in come if _same(label, one)), None)
        if partner is None:
            removed.append(label)
        else:
            come.remove(partner)
            changed.append((label, partner))
    return Pairs(come, changed, removed)


def counts_of(pairs: list[Pairs]) -> Counts:
    """Count labels by category, changed ones by the category that they have now."""
    added = Counter(label[0] for one in pairs for label in one.added)
    changed = Counter(now[0] for one in pairs for _, now in one.changed)
    removed = Counter(label[0] for one in pairs for label in one.removed)
    return Counts(*(dict(sorted(kind.items())) for kind in (added, changed, removed)))


def _in_order(labels: Counter[Label]) -> list[Label]:
    return sorted(labels.elements(), key=lambda label: (label[1], label[2], label[0]))


def _same(one: Label, other: Label) -> bool:
    if one[1:] == other[1:]:
        return True
    overlap = one[1] < other[1] + other[2] and other[1] < one[1] + one[2]
    return overlap and one[0] == other[0]

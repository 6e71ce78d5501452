"""The tags that show more than a plain text: the text that their offsets count over, and its map.

HyperText shows HTML, Paragraphs a dialogue. A layout knows the plain text of one value of the data,
and turns what a region says of it into code points of that text and back.
"""

from __future__ import annotations

from typing import Any, Protocol

from ..region_error import RegionError
from .hypertext import HyperTextLayout
from .paragraphs import ParagraphsLayout

HYPERTEXT, PARAGRAPHS = "HyperText", "Paragraphs"


class Layout(Protocol):
    """How one value of the data is laid out."""

    text: str

    def points(self, value: Any) -> tuple[int, int]:
        """Return the code points of the text that a region's value covers.

        Raises:
            RegionError: it names no characters.
        """

    def agrees(self, saved: str, start: int, end: int) -> bool:
        """Whether a text that a region saved can be that of a stretch, in code points."""

    def value(self, start: int, end: int) -> dict[str, Any]:
        """Return what a region's value says of a stretch, in code points, but for its labels."""


def type_on(how: tuple[str, ...]) -> str:
    """Return the type that regions have on a tag that lays its value out so."""
    return {HYPERTEXT: "hypertextlabels", PARAGRAPHS: "paragraphlabels"}.get(
        "".join(how[:1]), "labels"
    )


def layout_of(how: tuple[str, ...], value: Any) -> Layout:
    """Lay out a value: as `("HyperText"[, "inline"])` or `("Paragraphs", text's key[, "sorted"])`.

    Raises:
        RegionError: the tag can't show such a value, or the library for it isn't installed.
    """
    if how[0] == PARAGRAPHS:
        return ParagraphsLayout(value, *how[1:])
    return HyperTextLayout(value, *how[1:])


__all__ = ["HYPERTEXT", "PARAGRAPHS", "Layout", "RegionError", "layout_of", "type_on"]

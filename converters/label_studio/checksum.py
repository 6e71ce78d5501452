r"""Compares a region's `value.text` with the characters that its offsets cover.

Label Studio 1.23.2 saves the text as it was displayed: runs of white space collapsed, a newline as
the two characters `\n`. Of 68 regions made in a real browser all agree after this normalisation.
"""

from __future__ import annotations

import re

_COLLAPSED = re.compile(r"(?:\\n|\s)+")


def agrees(saved: str, covered: str) -> bool:
    r"""Whether a saved text can be the displayed form of the covered characters.

    Example:
        >>> agrees(r"here\n\nat", "here\r\nat"), agrees("Two spaces", "Two  spaces")
        (True, True)
    """
    return saved == covered or normalise(saved) == normalise(covered)


def normalise(text: str) -> str:
    r"""Replace runs of white space and of written-out `\n` by one space, none at the ends."""
    return _COLLAPSED.sub(" ", text).strip()

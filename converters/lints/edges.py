"""Where the edges of a label stand: on white space, or in the middle of a word."""

from __future__ import annotations

import re
from typing import Final

from ..report import Report
from .subject import Mark, Subject

UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\ua980-\ua9ff\uaa60-\uaa7f"
    "\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
"""Scripts that write words without spaces between them, as ranges for a class of `re`."""
_UNSPACED = re.compile(f"[{UNSPACED}]")  # their letters have no edges to be seen


def tell_edges(subject: Subject, text: str, report: Report) -> None:
    """Tell of the labels whose edges are not where words have theirs."""
    for mark in subject.marks:
        covered = text[mark.start : mark.end]
        if covered != covered.strip():
            report.tell("edge-blank", mark.where, label=mark.label, text=covered)
        if is_inside_word(text, mark.start) or is_inside_word(text, mark.end):
            report.tell("edge-inside-word", mark.where, label=mark.label, text=_around(text, mark))


def is_inside_word(text: str, place: int) -> bool:
    """Whether a place is between two letters or digits of one word.

    Example:
        >>> is_inside_word("Alice", 1), is_inside_word("Mr.Bob", 3), is_inside_word("東京都", 2)
        (True, False, False)
    """
    if not 0 < place < len(text):
        return False
    both = text[place - 1 : place + 1]
    return both.isalnum() and not _UNSPACED.search(both)


def _around(text: str, mark: Mark) -> str:
    """Quote a label with the rest of the words that it begins and ends in."""
    start, end = mark.start, mark.end
    while is_inside_word(text, start):
        start -= 1
    while is_inside_word(text, end):
        end += 1
    return f"{text[start : mark.start]}[{text[mark.start : mark.end]}]{text[mark.end : end]}"

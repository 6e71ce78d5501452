"""Suspects offsets of labels that quote nothing, by the edges of words and the regions' lengths.

Labels made by people begin and end where words do. Where many don't, and all would if somebody had
counted in a certain wrong way, that is told, and nothing is changed.
"""

from __future__ import annotations

from ..countings import Counting, Countings, place_of
from ..lints.edges import is_inside_word
from ..problems import Words
from ..report import Report
from .dialects import WHOLE
from .labelled import Labelled
from .labels_file import Label

_FEWEST = 3


def tell_suspicion(labelled: Labelled, text: str, report: Report, *, counts_utf16: bool) -> None:
    """Tell of a document whose labels, or whose region, seem to be counted in a wrong way."""
    countings = Countings(text, counts_utf16=counts_utf16)
    _tell_length(labelled, text, countings, report)
    labels = [label for _, _, label in labelled.labels() if label.text is None]
    wrong = [label for label in labels if not _is_clean(label, countings.right, text)]
    if len(wrong) < max(2, len(labels) / 10) or len(labels) < _FEWEST:
        return
    for cause, counting in countings.wrong():
        if all(_is_clean(label, counting, text) for label in labels):
            report.tell(
                "offsets-suspect", labelled.place, count=len(wrong), all=len(labels),
                cause=Words(cause),
            )  # fmt: skip
            return


def _tell_length(labelled: Labelled, text: str, countings: Countings, report: Report) -> None:
    """Tell of a region that neither is the whole text nor says so."""
    regions, whole = labelled.document.entities, countings.right(len(text))
    if len(regions) != 1 or regions[0].region_offset or regions[0].region_length in (whole, WHOLE):
        return
    length = regions[0].region_length
    ways = (cause for cause, counting in countings.wrong() if counting(len(text)) == length)
    cause = Words(next(ways, "the text was changed, or only a part of it is meant"))
    report.tell("region-length-wrong", labelled.place, length=length, whole=whole, cause=cause)


def _is_clean(label: Label, counting: Counting, text: str) -> bool:
    """Whether a label, counted so, begins and ends where words do."""
    start = place_of(counting, label.offset, len(text))
    end = place_of(counting, label.offset + label.length, len(text))
    if start is None or end is None or start >= end:
        return False
    blank = text[start].isspace() or text[end - 1].isspace()
    return not (blank or is_inside_word(text, start) or is_inside_word(text, end))

"""What Azure's limits and a sequence model's nature say of a single document's labels.

Limits: custom NER's service limits. A model can't learn labels that overlap, and how Azure treats
them is undocumented.
"""

from __future__ import annotations

from itertools import pairwise

from ..parts import MAX_TEXT
from ..report import Report
from ..spans import BY_PLACE, MAX_ENTITY
from .subject import Subject


def tell_limits(subject: Subject, report: Report) -> None:
    """Tell what is too long, there twice, or overlapping."""
    if subject.text is not None:
        _tell_text(subject, subject.text, report)
    ordered = sorted(subject.marks, key=BY_PLACE)
    for mark in ordered:
        if mark.end - mark.start > MAX_ENTITY:
            words = subject.covered(mark)
            report.tell("label-too-long", mark.where, label=mark.label, text=words)
    for one, other in pairwise(ordered):
        words = subject.covered(other)
        if (one.start, one.end, one.label) == (other.start, other.end, other.label):
            report.tell("label-twice", other.where, label=other.label, text=words)
        elif other.start < one.end:
            report.tell(
                "labels-overlap", other.where, label=other.label, text=words, other=one.label
            )


def _tell_text(subject: Subject, text: str, report: Report) -> None:
    length = len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
    if length > MAX_TEXT:
        report.tell("document-too-long", subject.place, name=subject.name, length=length)
    elif not text.strip("\ufeff").strip():
        report.tell("document-empty", subject.place, name=subject.name)

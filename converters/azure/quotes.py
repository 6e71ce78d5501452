"""Compares the labels of a document with the text that they quote, and tells what differs."""

from __future__ import annotations

from msgspec import Struct

from ..problems import Words
from ..repair import Claim, Doubt, Finding, Move, examine
from ..report import Report
from .labelled import Labelled
from .labels_file import Label


class Change(Struct, frozen=True):
    """A label that was moved: its place, its words, where it was and where it is, and the cause.

    Offsets and lengths count the file's unit.
    """

    where: str
    label: str
    text: str
    before: tuple[int, int]
    after: tuple[int, int]
    cause: str

    @classmethod
    def of(cls, where: str, label: Label, move: Move) -> Change:
        """Say how a label is moved."""
        before, after = (label.offset, label.length), (move.offset, move.length)
        return cls(where, label.category, label.text or "", before, after, move.cause)


def compare(
    labelled: Labelled, text: str, report: Report, *, counts_utf16: bool
) -> dict[tuple[int, int], Finding]:
    """Return what there is to say of each label, by its region's number and its own."""
    labels = [*labelled.labels()]
    if all(label.text is None for _, _, label in labels):
        return {}
    report.tell("key-unknown", labelled.place, key="text")
    regions = labelled.document.entities
    claims = [
        Claim(label.offset, label.length, label.text, regions[r].region_offset)
        for r, _, label in labels
    ]
    findings = examine(text, claims, counts_utf16=counts_utf16)
    for (r, number, label), finding in zip(labels, findings, strict=True):
        if finding is not None:
            covered = _covered(text, label, counts_utf16=counts_utf16)
            _tell(label, finding, covered, labelled.where(r, number), report)
    return {(r, n): found for (r, n, _), found in zip(labels, findings, strict=True)}


def _tell(label: Label, finding: Move | Doubt, covered: str, where: str, report: Report) -> None:
    category, saved, cause = label.category, label.text, Words(finding.cause)
    if isinstance(finding, Doubt):
        report.tell(
            "label-in-doubt", where, label=category, covered=covered, saved=saved, cause=cause
        )
    else:
        report.tell(
            "label-shifted", where, label=category, covered=covered, saved=saved, cause=cause,
            offset=finding.offset,
        )  # fmt: skip


def _covered(text: str, label: Label, *, counts_utf16: bool) -> str:
    """Return what a label covers as it stands, half characters and all."""
    if not counts_utf16:
        return text[max(0, label.offset) : max(0, label.offset + label.length)]
    start, end = 2 * max(0, label.offset), 2 * max(0, label.offset + label.length)
    return text.encode("utf-16-le")[start:end].decode("utf-16-le", "replace")

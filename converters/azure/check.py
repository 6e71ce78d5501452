"""Looks at a labels file: its form, its labels against their texts, and what they can teach.

A look never changes what it looks at. What it found out is enough to write the file mended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Raw, Struct
from msgspec.structs import replace

from ..document import SPLITS
from ..lints import Lints, Mark, Subject
from ..offsets import OffsetMap
from ..repair import Doubt, Move
from ..report import Report
from .decode import Project, decode
from .dialects import WHOLE
from .labelled import Labelled
from .labels_file import Label, LabelledDocument
from .names import category_of, is_project_name, is_safe_location
from .quotes import Change, compare
from .spans import Spans
from .suspicion import tell_suspicion
from .texts import Texts, text_of

Progress = Callable[[int, int], object]


def quiet(_done: int, _size: int) -> None:
    """Show no progress."""


class Look(Struct, frozen=True):
    """What a look at a labels file found: the documents with their labels moved where they belong.

    Each document comes with its text's map, or None where the text isn't there.
    """

    project: Project
    documents: list[tuple[LabelledDocument, OffsetMap | None]]
    changes: list[Change]


def look(
    data: bytes, name: str, texts: Texts | None, report: Report, progress: Progress = quiet
) -> Look:
    """Look at a labels file; all that is wrong with it goes to the report.

    `progress` is told how many bytes of how many have been looked at.

    Raises:
        ProblemError: it is no labels file, or of a kind or a unit that is not known.
    """
    project = decode(data, name, report)
    report.categories, report.kind = project.declared, project.kind
    _tell_names(project, report)
    if not project.counts_utf16:
        report.tell("unit-not-azures", "$.stringIndexType")
    if texts is None and project.file.assets.documents:
        report.tell("texts-not-compared", name)
    sight, documents, done = _Sight(project, texts, report), [], 0
    for place, raw in project.raws():
        documents += sight.see(place, raw)
        done += len(bytes(raw))
        progress(done, len(data))
    sight.lints.finish(name, project.declared)
    return Look(project, documents, sight.changes)


def _tell_names(project: Project, report: Report) -> None:
    metadata = project.file.metadata
    if metadata.project_name and not is_project_name(metadata.project_name):
        report.tell("project-name-refused", "$.metadata.projectName", name=metadata.project_name)
    for label in project.declared:
        category = category_of(label)
        if category != label:
            report.tell("category-name-refused", "$.assets", label=label, category=category)


class _Sight:
    """Goes through the documents of one file."""

    def __init__(self, project: Project, texts: Texts | None, report: Report) -> None:
        self.lints = Lints(report)
        self.changes: list[Change] = []
        self._project = project
        self._texts = texts
        self._report = report
        self._spans = Spans(project.name, project.declared, report)
        self._locations: set[str] = set()

    def see(self, place: str, raw: Raw) -> list[tuple[LabelledDocument, OffsetMap | None]]:
        """Look at a document; return it with its labels where they belong, if it is one."""
        labelled = self._project.labelled(raw, place, self._report)
        if labelled is None:
            return []
        self._report.tasks += 1
        return [self._see(labelled)]

    def _see(self, labelled: Labelled) -> tuple[LabelledDocument, OffsetMap | None]:
        document = labelled.document
        self._tell_document(document, labelled.place)
        safe = is_safe_location(document.location)
        text = text_of(labelled, self._texts, self._report) if self._texts and safe else None
        if text is None:
            if any(region.region_length == WHOLE for region in document.entities):
                self._report.tell("region-length-unknown", labelled.place, name=document.location)
            self.lints.see(self._subject(labelled, None, [*_unread(labelled)]))
            return document, None
        moved, readable = self._compare(labelled, text)
        found = self._spans.of(readable, text, counts_utf16=self._project.counts_utf16)
        marks = [
            Mark(span.start, span.end, span.label, readable.where(r, number))
            for r, number, span in found
        ]
        self.lints.see(self._subject(labelled, text, marks))
        tell_suspicion(readable, text, self._report, counts_utf16=self._project.counts_utf16)
        return moved, OffsetMap(text)

    def _compare(self, labelled: Labelled, text: str) -> tuple[LabelledDocument, Labelled]:
        """Return a document with its labels moved; and with those only that can be read for sure.

        The latter keep their places; quotations have served their purpose and are gone.
        """
        findings = compare(labelled, text, self._report, counts_utf16=self._project.counts_utf16)
        document, regions, places, sure = labelled.document, [], [], []
        for r, region in enumerate(document.entities):
            labels, certain, where = [], [], []
            for number, label in enumerate(region.labels):
                finding = findings.get((r, number))
                moved = _moved(label, finding)
                labels.append(moved)
                if isinstance(finding, Move):
                    self.changes.append(Change.of(labelled.where(r, number), label, finding))
                if not isinstance(finding, Doubt):
                    certain.append(moved)
                    where.append(labelled.where(r, number))
            regions.append(replace(region, labels=labels))
            sure.append(replace(region, labels=certain))
            places.append(where)
        readable = Labelled(replace(document, entities=sure), labelled.place, places)
        return replace(document, entities=regions), readable

    def _tell_document(self, document: LabelledDocument, place: str) -> None:
        if document.location in self._locations:
            self._report.tell("location-twice", place, name=document.location)
        elif not is_safe_location(document.location):
            self._report.tell("location-unsafe", place, name=document.location)
        self._locations.add(document.location)
        if document.dataset and not SPLITS.get(document.dataset):
            self._report.tell("dataset-unknown", place, dataset=document.dataset)
        for category in document.categories:
            self._spans.know(category)

    def _subject(self, labelled: Labelled, text: str | None, marks: list[Mark]) -> Subject:
        document = labelled.document
        return Subject(
            labelled.place,
            document.location,
            text,
            marks,
            document.categories,
            SPLITS.get(document.dataset),
            document.is_labelled,
        )


def _unread(labelled: Labelled) -> Iterator[Mark]:
    """Yield the labels of a document whose text isn't there, in the file's own unit."""
    for r, number, label in labelled.labels():
        end = label.offset + label.length
        yield Mark(label.offset, end, label.category, labelled.where(r, number))


def _moved(label: Label, finding: Move | Doubt | None) -> Label:
    if isinstance(finding, Move):
        return Label(label.category, finding.offset, finding.length)
    return replace(label, text=None)

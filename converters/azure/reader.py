"""Reads a labels file and its texts; with a manifest, as the entries that they came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Raw, Struct

from ..document import SPLITS, Document, Record, Source
from ..json_stream import Readable
from ..manifest import DocumentEntry, Entry
from ..report import Report
from . import restore
from .decode import Project, decode, index
from .spans import Spans
from .texts import Texts, text_of


class AzureReadOptions(Struct, frozen=True):
    """Where the texts are, and the manifest of how the labels came about."""

    texts: Texts
    manifest: Iterable[Entry] | None = None


class AzureReader:
    """Yields the records of a labels file; problems go to the report."""

    def __init__(self, options: AzureReadOptions, report: Report) -> None:
        self._options = options
        self._report = report
        self._renamed: dict[str, str] = {}

    def read(self, file: Readable, name: str = "labels.json") -> Iterator[Record]:
        """Yield a record for each entry of the manifest, then for each document not in it.

        Texts that were cut are joined. An entry with a document that the file lacks is told and
        left out. Without a manifest each document is a record.

        Raises:
            ProblemError: the file is no labels file, or of a kind or a unit that is not known.
        """
        project = decode(file.read(), name, self._report)
        self._report.categories = project.declared
        self._report.kind = project.kind
        documents = _Documents(project, self._options.texts, self._report)
        for record in self._records(index(project, self._report), documents):
            self._report.tasks += 1
            yield record

    def _records(
        self, index: dict[str, tuple[str, Raw]], documents: _Documents
    ) -> Iterator[Record]:
        for entry in self._options.manifest or ():
            record = self._record(entry, index, documents)
            for name in [name for document in entry.documents for name in document.files]:
                index.pop(name, None)
            if record:
                yield record
        for location, (place, raw) in index.items():
            if self._options.manifest is not None:
                self._report.tell("document-new", place, name=location)
            document = documents.read(place, raw)
            if document:
                yield Record((document,))

    def _record(
        self, entry: Entry, index: dict[str, tuple[str, Raw]], documents: _Documents
    ) -> Record | None:
        kept = bytes(entry.task) or None
        found = [self._restored(document, index, documents) for document in entry.documents]
        present = tuple(document for document in found if document)
        return Record(present, kept) if len(present) == len(found) else None

    def _restored(
        self, entry: DocumentEntry, index: dict[str, tuple[str, Raw]], documents: _Documents
    ) -> Document | None:
        self._renamed |= entry.renamed
        if entry.text is not None:
            return restore.left_out(entry)
        missing = [name for name in entry.files if name not in index]
        if missing:
            self._report.tell("document-gone", documents.name, name=missing[0])
            return None
        found = [documents.read(*index[name]) for name in entry.files]
        pieces = [document for document in found if document]
        if len(pieces) < len(found):
            return None
        return restore.with_entry(restore.joined(pieces, entry), entry, self._renamed)


class _Documents:
    """Makes documents of the entries of one file."""

    def __init__(self, project: Project, texts: Texts, report: Report) -> None:
        self.name = project.name
        self._project = project
        self._texts = texts
        self._report = report
        self._spans = Spans(project.name, project.declared, report)

    def read(self, place: str, raw: Raw) -> Document | None:
        """Read a document and its text; None, and told, if there is no using it."""
        labelled = self._project.labelled(raw, place, self._report)
        if labelled is None:
            return None
        text = text_of(labelled, self._texts, self._report)
        if text is None:
            return None
        found = labelled.document
        counts_utf16 = self._project.counts_utf16
        spans = self._spans.of(labelled, text, counts_utf16=counts_utf16)
        split = SPLITS.get(found.dataset)
        if found.dataset and not split:
            self._report.tell("dataset-unknown", place, dataset=found.dataset)
        categories = None if self._project.kind == "entities" else found.categories
        for category in categories or ():
            self._spans.know(category)
        return Document(
            text,
            tuple(span for _, _, span in spans),
            found.location,
            found.language,
            split,
            Source(place, annotation=0 if found.is_labelled else None),
            categories=categories,
        )

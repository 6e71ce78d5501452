"""Reads a labels file and its texts; with a manifest, as the entries that they came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from ..document import SPLITS, Document, Record, Source, Span
from ..json_stream import UTF8_MARK, Readable, whole
from ..manifest import DocumentEntry, Entry, fingerprint
from ..offsets import OffsetError, OffsetMap
from ..parts import BOM, MAX_TEXT
from ..problems import ProblemError
from ..report import Report
from ..spans import BY_PLACE
from .labels_file import KIND, UTF16, Label, LabelledDocument, LabelsFile, Region
from .names import is_safe_location

_FILE = msgspec.json.Decoder(LabelsFile)
_DOCUMENT = msgspec.json.Decoder(LabelledDocument)


class AzureReadOptions(Struct, frozen=True):
    """Where the texts are, and the manifest of how the labels came about.

    `texts` gives the bytes of a document by its location (OSError where there is none); `manifest`
    the entries of a manifest, or None.
    """

    texts: Callable[[str], bytes]
    manifest: Iterable[Entry] | None = None


class AzureReader:
    """Yields the records of a labels file; problems go to the report."""

    def __init__(self, options: AzureReadOptions, report: Report) -> None:
        self._options = options
        self._report = report
        self._name = ""
        self._declared: set[str] = set()
        self._renamed: dict[str, str] = {}

    def read(self, file: Readable, name: str = "labels.json") -> Iterator[Record]:
        """Yield a record for each entry of the manifest, then for each document not in it.

        Texts that were cut are joined. An entry with a document that the file lacks is told and
        left out. Without a manifest each document is a record.

        Raises:
            ProblemError: the file is no labels file of custom NER with UTF-16 offsets.
        """
        self._name = name
        labels = _decode(file.read(), name)
        self._report.categories = [entity.category for entity in labels.assets.entities]
        self._declared = {*self._report.categories}
        index = self._index(labels.assets.documents)
        for record in self._records(index):
            self._report.tasks += 1
            yield record

    def _records(self, index: dict[str, tuple[str, Raw]]) -> Iterator[Record]:
        for entry in self._options.manifest or ():
            record = self._record(entry, index)
            for name in [name for document in entry.documents for name in document.files]:
                index.pop(name, None)
            if record:
                yield record
        for location, (place, raw) in index.items():
            if self._options.manifest is not None:
                self._report.tell("document-new", place, name=location)
            document = self._document(location, place, raw)
            if document:
                yield Record((document,))

    def _index(self, documents: list[Raw]) -> dict[str, tuple[str, Raw]]:
        """Find the documents by their location."""
        index: dict[str, tuple[str, Raw]] = {}
        for number, raw in enumerate(documents):
            place = f"$.assets.documents[{number}]"
            try:
                location = _LOCATION.decode(raw).location
            except msgspec.ValidationError as error:
                self._report.tell("document-malformed", place, error=error)
                continue
            if location in index:
                self._report.tell("location-twice", place, name=location)
            elif not is_safe_location(location):
                self._report.tell("location-unsafe", place, name=location)
            else:
                index[location] = (place, raw)
        return index

    def _record(self, entry: Entry, index: dict[str, tuple[str, Raw]]) -> Record | None:
        kept = bytes(entry.task) or None
        documents = [self._restored(document, index) for document in entry.documents]
        present = tuple(document for document in documents if document)
        return Record(present, kept) if len(present) == len(documents) else None

    def _restored(self, entry: DocumentEntry, index: dict[str, tuple[str, Raw]]) -> Document | None:
        self._renamed |= entry.renamed
        if entry.text is not None:
            return _left_out(entry)
        missing = [name for name in entry.files if name not in index]
        if missing:
            self._report.tell("document-gone", self._name, name=missing[0])
            return None
        found = [self._document(name, *index[name]) for name in entry.files]
        pieces = [document for document in found if document]
        if len(pieces) < len(found):
            return None
        return _with_entry(_joined(pieces, entry), entry, self._renamed)

    def _document(self, location: str, place: str, raw: Raw) -> Document | None:
        try:
            labelled = _DOCUMENT.decode(raw)
        except msgspec.ValidationError as error:
            self._report.tell("document-malformed", place, error=error)
            return None
        text = self._text(location, place, labelled.entities)
        if text is None:
            return None
        spans = self._spans(labelled.entities, OffsetMap(text), place)
        source = Source(place, annotation=0 if labelled.entities else None)
        split = SPLITS.get(labelled.dataset)
        if labelled.dataset and not split:
            self._report.tell("dataset-unknown", place, dataset=labelled.dataset)
        return Document(text, tuple(spans), location, labelled.language, split, source)

    def _text(self, location: str, place: str, regions: list[Region]) -> str | None:
        try:
            text = self._options.texts(location).decode()
        except OSError:
            self._report.tell("document-text-missing", place, name=location)
            return None
        except UnicodeDecodeError as error:
            self._report.tell("document-not-utf8", place, name=location, error=error)
            return None
        if "\0" in text:
            self._report.tell("text-nul", place, index=text.index("\0"))
            return None
        if text.startswith(BOM) and not _counts_mark(regions, text):
            self._report.tell("mark-not-counted", place, name=location)
            return text[1:]
        return text

    def _spans(self, regions: list[Region], offsets: OffsetMap, place: str) -> Iterator[Span]:
        for r, region in enumerate(regions):
            for number, label in enumerate(region.labels):
                try:
                    yield self._span(label, offsets)
                except OffsetError as error:  # noqa: PERF203 (each label for itself)
                    where = f"{place}.entities[{r}].labels[{number}]"
                    self._report.tell("offset-refused", where, error=error, label=label.category)

    def _span(self, label: Label, offsets: OffsetMap) -> Span:
        if label.length < 1:
            raise OffsetError(f"length {label.length} covers nothing")
        start = offsets.from_utf16(label.offset)
        end = offsets.from_utf16(label.offset + label.length)
        if label.category not in self._declared:
            self._declared.add(label.category)
            self._report.tell("category-undeclared", self._name, category=label.category)
        return Span(start, end, label.category or "?")


class _Located(Struct):
    location: str


_LOCATION = msgspec.json.Decoder(_Located)


def _decode(data: bytes, name: str) -> LabelsFile:
    data = data.removeprefix(UTF8_MARK)
    try:
        data.decode()
        file = _FILE.decode(whole(data, name))
    except UnicodeDecodeError as error:
        raise ProblemError.of("input-not-utf8", name, found=error) from error
    except msgspec.DecodeError as error:
        raise ProblemError.of("labels-malformed", name, error=error) from error
    if file.metadata.project_kind.lower() != KIND.lower():
        raise ProblemError.of("kind-unsupported", name, kind=file.metadata.project_kind)
    if file.string_index_type != UTF16:
        raise ProblemError.of("unit-unsupported", name, unit=file.string_index_type)
    return file


def _counts_mark(regions: list[Region], text: str) -> bool:
    """Whether offsets count a text's byte-order mark: they don't if the region is one shorter."""
    return OffsetMap(text).utf16_length - 1 not in {region.region_length for region in regions}


def _left_out(entry: DocumentEntry) -> Document:
    """Bring back a document that had not been sent."""
    source = Source("manifest", entry.field, entry.tags, entry.annotation, unchanged=True)
    return Document(entry.text or "", name=entry.name, source=source)


def _joined(pieces: list[Document], entry: DocumentEntry) -> Document:
    """Put the pieces of a text together, and back what they left out of its beginning."""
    if not entry.pieces:
        return pieces[0]
    text = BOM * min(entry.pieces[0].start, MAX_TEXT)  # whatever a manifest that was changed says
    spans: list[Span] = []
    for piece in pieces:
        moved = len(text)
        spans += [replace(s, start=s.start + moved, end=s.end + moved) for s in piece.spans]
        text += piece.text
    return replace(pieces[0], text=text, spans=tuple(spans), name=entry.name)


def _with_entry(document: Document, entry: DocumentEntry, labels: dict[str, str]) -> Document:
    """Say of a document what the manifest knows of it, and give categories their labels back."""
    same_text = sha256(document.text.encode()).hexdigest() == entry.sha256
    ordered = tuple(sorted(document.spans, key=BY_PLACE))
    source = replace(
        document.source,
        field=entry.field,
        tags=entry.tags,
        annotation=entry.annotation,
        unchanged=same_text and fingerprint(ordered) == entry.sent,
    )
    dropped = tuple(Span(start, end, label) for start, end, label in entry.dropped)
    if labels:
        ordered = tuple(replace(s, label=labels.get(s.label, s.label)) for s in ordered)
        dropped = tuple(replace(s, label=labels.get(s.label, s.label)) for s in dropped)
    return replace(document, source=source, spans=ordered, dropped=dropped)

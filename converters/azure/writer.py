"""Writes what Azure custom text imports: labels.json and documents/*.txt; and manifest.jsonl."""

from __future__ import annotations

import shutil
from collections import Counter
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from .. import manifest
from ..document import Document, Record
from ..folder import Folder
from ..offsets import OffsetMap
from ..parts import BOM, MAX_TEXT, Part, cut
from ..report import Report
from .labels_file import KINDS, UTF16, Category, Label, LabelledDocument, Metadata, Region
from .prepare import Preparer, WriteOptions

_ENCODER = msgspec.json.Encoder()


class AzureWriter:
    """Takes records one by one; `close` completes the output."""

    def __init__(self, folder: Folder, options: WriteOptions, report: Report) -> None:
        self._folder = folder
        self._options = options
        self._report = report
        self._preparer = Preparer(options, report)
        self._languages: Counter[str] = Counter()
        if options.texts:
            folder.folder("documents")
        self._documents = folder.scratch()
        self._manifest = folder.open("manifest.jsonl")
        self._separator = b"\n      "

    def write(self, record: Record) -> None:
        """Write the documents of a record, and its line of the manifest."""
        entries = [self._write(document) for document in record.documents]
        self._manifest.write(manifest.encode(entries, record.kept))

    def close(self) -> None:
        """Put labels.json together."""
        self._manifest.close()
        with self._documents as documents, self._folder.open("labels.json") as labels:
            documents.seek(0)
            labels.write(self._head())
            shutil.copyfileobj(documents, labels, 1 << 20)
            labels.write(b"\n    ]\n  }\n}\n")
        if len(self._languages) > 1 and not self._options.multilingual:
            self._report.tell("languages-differ", "$", languages=", ".join(sorted(self._languages)))

    def _write(self, document: Document) -> manifest.DocumentEntry:
        data = document.text.encode()
        digest = sha256(data).hexdigest()
        prepared = self._preparer.prepare(document, digest)
        if prepared is None:
            return replace(manifest.entry_of(document, digest, {}), text=document.text)
        self._report.count(prepared)
        self._languages[prepared.language or ""] += 1
        renamed = self._preparer.categories.renamed(document)
        entry = manifest.entry_of(prepared, digest, renamed)
        offsets = OffsetMap(prepared.text)
        if offsets.utf16_length <= MAX_TEXT and not prepared.text.startswith(BOM):
            self._write_piece(prepared, prepared.name, data, offsets)
            return entry
        return replace(entry, pieces=self._write_pieces(prepared, digest))

    def _write_pieces(self, document: Document, digest: str) -> list[Part]:
        """Write a text that is too long, or begins with a byte-order mark, as several files."""
        pieces = cut(document.text, document.spans)
        code = "text-cut" if len(pieces) > 1 else "text-mark-removed"
        self._report.tell(code, document.source.place, count=len(pieces))
        names = self._preparer.part_names(document.name, digest, len(pieces))
        named = [Part(p.start, p.end, name) for p, name in zip(pieces, names, strict=True)]
        for part in named:
            text = document.text[part.start : part.end]
            spans = [
                replace(span, start=span.start - part.start, end=span.end - part.start)
                for span in document.spans
                if part.start <= span.start < part.end
            ]
            piece = replace(document, text=text, spans=tuple(spans))
            self._write_piece(piece, part.name, text.encode(), OffsetMap(text))
        return named

    def _write_piece(
        self, document: Document, location: str, data: bytes, offsets: OffsetMap
    ) -> None:
        if self._options.texts:
            self._folder.write(f"documents/{location}", data)
        labelled = self._labelled(document, location, offsets)
        self._documents.write(self._separator + _ENCODER.encode(labelled))
        self._separator = b",\n      "

    def _labelled(self, document: Document, location: str, offsets: OffsetMap) -> LabelledDocument:
        """Say of a document what Azure has a place for in a project of this kind."""
        common = (location, document.language, document.split)
        is_labelled = document.source.annotation is not None
        if self._options.kind == "entities":
            region = Region(0, offsets.utf16_length, labels_of(document, offsets))
            return LabelledDocument(*common, [region] if is_labelled or document.spans else [])
        categories = [Category(name) for name in document.categories or ()]
        if self._options.kind == "multi-label":
            return LabelledDocument(*common, classes=categories if is_labelled else None)
        return LabelledDocument(*common, single=categories[0] if categories else None)

    def _head(self) -> bytes:
        """Write all that comes before the documents."""
        options = self._options
        common = self._languages.most_common(1)
        language = options.language or (common[0][0] if common else "")
        kind = KINDS[options.kind]
        metadata = Metadata(
            kind, options.container, options.project_name, language, options.multilingual,
            options.description,
        )  # fmt: skip
        head = {
            "projectFileVersion": options.file_version,
            "stringIndexType": UTF16,
            "metadata": metadata,
            "assets": {
                "projectKind": kind,
                "entities" if options.kind == "entities" else "classes": [
                    Category(name) for name in self._preparer.categories.in_order()
                ],
                "documents": [],
            },
        }
        text = msgspec.json.format(_ENCODER.encode(head), indent=2)
        return text[: text.rindex(b"]")]


def labels_of(document: Document, offsets: OffsetMap) -> list[Label]:
    """Turn spans in code points into labels in UTF-16 code units."""
    if offsets.is_identity:
        return [Label(s.label, s.start, s.end - s.start) for s in document.spans]
    to_utf16 = offsets.to_utf16
    return [
        Label(span.label, start, to_utf16(span.end) - start)
        for span in document.spans
        for start in (to_utf16(span.start),)
    ]

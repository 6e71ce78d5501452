"""Reads a labelled set whole, of whatever it is made, so that two of them can be compared.

A labels file, an export or a task list of Label Studio, JSON Lines of `azure predict`, or a folder
that a conversion, `azure pull` or `azure backup` wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Raw, Struct

from ..converters.azure.decode import decode
from ..converters.document import Document, Kind
from ..converters.lines import begins_lines, documents_in
from ..converters.problems import Problem
from ..converters.report import Report
from .archives import holds_files
from .convert import documents_of
from .files import name_of, opened, read
from .reading import OptionError, Reading, is_labels_file

UNKNOWN: Final = "und"
_HEAD: Final = 1 << 22
_BROUGHT: Final = "azure.language"


class LabelledSet(Struct, frozen=True):
    """The documents of a set by their names.

    `declared` are the categories that it has, labelled or not, and none if it doesn't say;
    `is_complete` says that it tells all facts of a document, so that a missing one is known to be
    none: a labels file does, tasks need not.
    """

    name: str
    documents: dict[str, Document]
    declared: list[str]
    is_complete: bool
    problems: list[Problem]

    @property
    def used(self) -> list[str]:
        """The categories that have labels."""
        return sorted({label for one in self.documents.values() for label in labels_of(one)})

    @property
    def labels(self) -> int:
        """How many labels it has."""
        return sum(len([*labels_of(one)]) for one in self.documents.values())


class _Predicted(Struct, frozen=True):
    predictions: list[Raw] = []


def labelled_set(source: Path, reading: Reading) -> LabelledSet:
    """Read a set.

    Args:
        source: a file or a folder.
        reading: how to read it; the texts of a labels file are in `documents` beside it, if this
            doesn't say where.

    Raises:
        ProblemError: it can't be used.
        OptionError: its texts are missing, or it holds predictions and is not read for them.
    """
    file, options = _file_of(source, reading)
    report = Report()
    if _is_lines(file):
        found, is_complete = _of_lines(file, report), False
    else:
        is_complete = is_labels_file(file)
        found = _of_records(file, options, report)
    documents: dict[str, Document] = {}
    for document in found:
        documents.setdefault(_unused(document, documents), document)
    errors = [p for ps in report.examples.values() for p in ps if p.severity == "error"]
    return LabelledSet(str(source), documents, report.categories, is_complete, errors)


def kind_of(source: Path) -> Kind | None:
    """Tell what a labels file, or the one in a folder, is the project of; None if it is none.

    Raises:
        ProblemError: it can't be used.
    """
    file = _labels_file(source)
    return decode(read(file), file.name, Report()).kind if file else None


def labels_of(document: Document) -> Iterator[str]:
    """Yield the category of each label of a document."""
    yield from (span.label for span in document.spans)
    yield from document.categories or ()


def _file_of(source: Path, reading: Reading) -> tuple[Path, Reading]:
    """Return what to read of a folder that one of our commands wrote, and where its texts are."""
    given: Reading = {"language_field": _BROUGHT, **reading, "include_unlabelled": True}
    if (source / "tasks.json").is_file() and (source / "label_config.xml").is_file():
        given.setdefault("label_config", source / "label_config.xml")
        return source / "tasks.json", given
    file = _labels_file(source)
    if file and (file.parent / "documents").is_dir():
        given.setdefault("texts", file.parent / "documents")
    return file or source, given


def _labels_file(source: Path) -> Path | None:
    file = source / "labels.json" if (source / "labels.json").is_file() else source
    return file if is_labels_file(file) else None


def _is_lines(file: Path) -> bool:
    if holds_files(file):
        return False
    with opened(file) as opening:
        return begins_lines(opening.read(_HEAD))


def _of_lines(file: Path, report: Report) -> Iterator[Document]:
    with opened(file) as opening:
        yield from documents_in(opening, name_of(file), report)


def _of_records(file: Path, reading: Reading, report: Report) -> Iterator[Document]:
    labelled = predicted = False
    for record in documents_of(file, report=report, join_pieces=True, **reading):
        labelled |= any(one.source.annotation is not None for one in record.documents)
        if record.kept and not labelled and not predicted:
            held = msgspec.json.decode(record.kept, type=_Predicted).predictions
            predicted = any(bytes(one).startswith(b"{") for one in held)  # exports list ids
        yield from record.documents
    if predicted and not labelled and reading.get("from_predictions") is None:
        raise OptionError(
            f"{file} has predictions and no annotation: say --from-predictions to compare them"
        )


def _unused(document: Document, names: dict[str, Document]) -> str:
    """Name a document as no other of its set is: several annotations of a text may count."""
    name = document.name or document.source.place
    number = 1
    while (found := name if number == 1 else f"{name} ({number})") in names:
        number += 1
    return found

"""Reads what is to be predicted: texts, JSON Lines of documents, tasks of Label Studio.

    report.txt                                                        a document a file
    {"id": "7", "text": "Alice left.", "language": "en-us"}           a document a line
    [{"id": 7, "data": {"text": "Alice left."}}, …]                   tasks, or an export

What a file is, its first bytes say, or its name where it ends in `.txt`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ...converters.catalogue.documents import DOCUMENTS
from ...converters.document import Document, Source
from ...converters.json_stream import UTF8_MARK, Readable, elements
from ...converters.label_studio.label_config import LabelConfig
from ...converters.label_studio.options import ReadOptions
from ...converters.label_studio.reader import LabelStudioReader
from ...converters.problems import ProblemError
from ...converters.report import Report
from ..files import Source as File
from ..files import name_of, opened

_HEAD = 1 << 16
_UNKNOWN = "und"
_BROUGHT = "azure.language"
_OF_TASKS = ("task-malformed", "lone-surrogate")


class Line(Struct, frozen=True):
    """A document of JSON Lines."""

    text: str
    id: int | str | None = None
    language: str | None = None


class Entry(Struct, frozen=True):
    """One entry of an input: its documents, and what it is as a task (JSON without the texts)."""

    documents: tuple[Document, ...]
    kept: bytes | None = None


class InputOptions(Struct, frozen=True):
    """Where texts and languages of tasks stand; `language` is that of texts that name none."""

    label_config: LabelConfig | None = None
    language: str | None = None
    language_field: str | None = None


def entries(files: Iterable[File], options: InputOptions, report: Report) -> Iterator[Entry]:
    """Yield the entries of files, `-` being standard input; what is wrong goes to the report.

    Raises:
        ProblemError: a file can't be read at all.
    """
    for file in files:
        with opened(file) as opening:
            yield from _entries(_Peeked(opening), str(file), options, report)


def _entries(file: _Peeked, name: str, options: InputOptions, report: Report) -> Iterator[Entry]:
    short = name_of(name)
    kind = "text" if short.lower().endswith(".txt") else _kind(file.head)
    if kind == "tasks":
        yield from _tasks(file, short, options, report)
    elif kind == "lines":
        yield from _lines(file, short, options, report)
    else:
        yield from _text(file, short, options)


def _kind(head: bytes) -> str:
    """Tell what a file is by its beginning."""
    start = head.removeprefix(UTF8_MARK).lstrip()
    if start.startswith(b"["):
        return "tasks"
    if not start.startswith(b"{"):
        return "text"
    try:
        first = json.loads(start.partition(b"\n")[0])
    except ValueError:  # one object on several lines, or a line longer than the head
        return "tasks" if b'"data"' in start else "lines"
    return "tasks" if "data" in first else "lines"


def _text(file: Readable, name: str, options: InputOptions) -> Iterator[Entry]:
    try:
        text = file.read().decode("utf-8-sig")
        yield Entry((Document(text, name=name, language=options.language, source=Source(name)),))
    except UnicodeDecodeError as error:
        raise ProblemError.of("input-not-utf8", name, found=error) from error
    except ValueError as error:
        raise ProblemError.of("text-nul", name, index=text.find("\0")) from error


def _lines(file: Readable, name: str, options: InputOptions, report: Report) -> Iterator[Entry]:
    found = chain.from_iterable(elements(file, name))
    for number, raw in enumerate(found):
        place = f"{name} $[{number}]"
        try:
            line = msgspec.json.decode(raw, type=Line)
            document = Document(
                line.text, name="" if line.id is None else str(line.id),
                language=line.language or options.language, source=Source(place),
            )  # fmt: skip
        except ValueError as error:  # a lone surrogate, a NUL, or no such object
            report.tell("document-malformed", place, error=error)
        else:
            yield Entry((document,))


def _tasks(file: Readable, name: str, options: InputOptions, report: Report) -> Iterator[Entry]:
    wanted = ReadOptions(
        options.label_config,
        include_unlabelled=True,
        language=options.language or _UNKNOWN,
        language_field=options.language_field or _BROUGHT,
    )
    for record in LabelStudioReader(wanted, _OfTexts(report)).read(file, name):
        documents = tuple(_unlabelled(document) for document in record.documents)
        yield Entry(documents, record.kept)


def _unlabelled(document: Document) -> Document:
    language = None if document.language == _UNKNOWN else document.language
    return replace(document, spans=(), categories=None, language=language)


class _OfTexts(Report):
    """Passes on what is wrong with texts; what is with their annotations doesn't matter here."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def tell(self, code: str, where: str, **quoted: object) -> None:
        """Pass a problem on if it is of a text or a task."""
        if code in DOCUMENTS or code in _OF_TASKS:
            self._report.tell(code, where, **quoted)


class _Peeked:
    """A file whose first bytes were looked at."""

    def __init__(self, file: Readable) -> None:
        self.head: bytes = file.read(_HEAD)
        self._rest, self._file = self.head, file

    def read(self, size: int = -1, /) -> bytes:
        """Read, the first bytes again first."""
        if size < 0:
            found, self._rest = self._rest + self._file.read(), b""
            return found
        if self._rest:
            found, self._rest = self._rest[:size], self._rest[size:]
            return found
        return self._file.read(size)

"""The table of formats: what each is, its unit of offsets, who reads it and who writes it.

A new format is a sub-package with a reader or a writer of records, a row here, and a folder of
fixtures under `tests/fixtures/`, which the common tests pick up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol, runtime_checkable

from .azure.reader import AzureReader
from .azure.writer import AzureWriter
from .document import Record
from .folder import Files
from .json_stream import Readable
from .label_studio.reader import LabelStudioReader
from .label_studio.writer import LabelStudioWriter


class Reader(Protocol):
    """Reads files of one format; made of its options and a report."""

    def read(self, file: Readable, name: str) -> Iterator[Record]:
        """Yield the records of a file; `name` is what problems call it."""


@runtime_checkable
class FolderReader(Protocol):
    """A reader that takes many files as one input, too."""

    def read_folder(self, files: Files, name: str) -> Iterator[Record]:
        """Yield the records of all files; `name` is what problems call them."""


class Writer(Protocol):
    """Writes one output; made of a folder, its options and a report."""

    def write(self, record: Record) -> None:
        """Write a record."""

    def close(self) -> None:
        """Complete the output."""


class Format(NamedTuple):
    """A format: its name for people, its unit of offsets, its reader and its writer."""

    title: str
    unit: str
    reader: Callable[[Any, Any], Reader]
    writer: Callable[[Any, Any, Any], Writer]


FORMATS: dict[str, Format] = {
    "label-studio": Format(
        "Label Studio export (JSON, JSON_MIN, CSV, TSV, target storage), task list or JSON Lines",
        "Unicode code points",
        LabelStudioReader,
        LabelStudioWriter,
    ),
    "azure": Format(
        "Azure AI Language labels file of custom NER, and its texts",
        "UTF-16 code units",
        AzureReader,
        AzureWriter,
    ),
}

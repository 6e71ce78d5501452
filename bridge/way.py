"""Runs a conversion: files in, a folder out, and a report of what was done."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from ..converters.document import Record
from ..converters.formats import FORMATS, FolderReader, Reader
from ..converters.report import Report
from .ahead import ahead
from .archives import files_in, holds_files
from .files import OutputFolder, Progress, Source, name_of, opened, size_of


class Way(Struct, frozen=True):
    """One way of converting: which format is read and which written, each with its options."""

    source_format: str
    read_options: Any
    target_format: str
    write_options: Any

    def run(
        self,
        sources: Source | Iterable[Source],
        out: Source,
        *,
        strict: bool,
        force: bool,
        progress: Progress | None,
    ) -> Report:
        """Convert the sources into a folder; large ones are read by a process of its own."""
        report = Report()
        with OutputFolder(out, force=force) as folder:
            writer = FORMATS[self.target_format].writer(folder, self.write_options, report)
            for source in [sources] if isinstance(sources, str | Path) else sources:
                reader = functools.partial(self._records, source)
                for record in ahead(reader, report, progress or _ignore, size_of(source)):
                    writer.write(record)
            writer.close()
            if strict and report.has_errors:
                folder.discard()
            folder.write("report.json", msgspec.json.format(msgspec.json.encode(report.as_dict())))
        return report

    def _records(self, source: Source, report: Report, progress: Progress) -> Iterator[Record]:
        reader = FORMATS[self.source_format].reader(self.read_options, report)
        yield from records_of(reader, source, progress)


def records_of(
    reader: Reader, source: Source, progress: Progress | None = None
) -> Iterator[Record]:
    """Yield the records of an input: a file, or all files of a folder or an archive.

    Raises:
        ProblemError: it can't be read, or nothing of its format is in it.
    """
    name = name_of(source)
    if isinstance(reader, FolderReader) and holds_files(source):
        with files_in(source, progress) as files:
            yield from reader.read_folder(files, name)
    else:
        with opened(source, progress) as file:
            yield from reader.read(file, name)


def _ignore(_done: int, _size: int | None) -> None:
    """Show no progress."""

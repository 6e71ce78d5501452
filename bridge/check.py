"""Looks at files of either format without converting them, and writes labels files mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ..converters.azure.check import Look, look, quiet
from ..converters.azure.mend import LEFT, mended
from ..converters.azure.quotes import Change
from ..converters.formats import FORMATS
from ..converters.lints import Lints, Subject
from ..converters.problems import Problem
from ..converters.report import Report
from .appearing import write_file
from .files import Progress, Source, name_of, read, texts_in
from .reading import Reading, is_labels_file, read_options
from .way import records_of

if TYPE_CHECKING:
    from typing_extensions import Unpack  # Python 3.10 has none of its own

EXAMPLES = 1_000


class Checked(Struct, frozen=True):
    """What a check found: the problems, and after a fix what was done about them.

    `report` tells what is wrong still; `changes` are the labels that were moved, and `mended` the
    problems that are gone.
    """

    report: Report
    changes: list[Change] = []
    mended: list[Problem] = []

    def as_dict(self) -> dict[str, Any]:
        """Return it all as plain data, for `--json`."""
        return {**self.report.as_dict(), "changes": self.changes, "mended": self.mended}


def check(
    source: Source, *, progress: Progress | None = None, **reading: Unpack[Reading]
) -> Checked:
    """Look at an export of Label Studio or a labels file of Azure; write nothing.

    Args:
        source: the file, or a folder or a zip of exports; `-` is standard input.
        progress: told how many bytes of how many have been looked at.
        reading: whose annotations count, and more: see `bridge.reading.Reading`; `texts` is the
            folder of the documents of a labels file too.

    Raises:
        ProblemError: it can't be read at all.
        OptionError: an option has a value that it can't have.

    Example:
        >>> check("labels.json", texts="documents").report.has_errors
        False
    """
    if is_labels_file(source):
        report = _report()
        _look(read(source), source, reading.get("texts"), report, progress)
        return Checked(report)
    return Checked(_export(source, reading, progress))


def fix(
    source: Source,
    out: Source,
    *,
    texts: Source | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Checked:
    """Write a labels file mended: its form, and the labels that can be moved with certainty.

    Raises:
        ProblemError: it can't be read at all, is no labels file, or can't be written.
    """
    before, after = _report(), _report()
    found = _look(read(source), source, texts, before, progress)
    data = mended(found)
    _look(data, source, texts, after)
    gone = [
        problem
        for code, problems in before.examples.items()
        if code not in after.examples and code not in LEFT
        for problem in problems
    ]
    for code in LEFT:
        if code in before.examples:
            after.problems[code] = before.problems[code]
            after.examples[code] = before.examples[code]
    write_file(out, data, force=force)
    return Checked(after, found.changes, gone)


def _report() -> Report:
    return Report("check", EXAMPLES)


def _look(
    data: bytes,
    source: Source,
    texts: Source | None,
    report: Report,
    progress: Progress | None = None,
) -> Look:
    held = texts_in(texts) if texts else None
    return look(data, name_of(source), held, report, progress or quiet)


def _export(source: Source, reading: Reading, progress: Progress | None) -> Report:
    report = _report()
    options = read_options({"language": "und", **reading})
    lints = Lints(report)
    reader = FORMATS["label-studio"].reader(options, report)
    for record in records_of(reader, source, progress):
        for document in record.documents:
            lints.see(Subject.of(document))
    lints.finish(name_of(source), report.categories)
    return report

"""Agreement between the annotators of Label Studio exports."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ..converters.agreement import DIFFERENCES, Agreement
from ..converters.formats import FORMATS
from ..converters.label_studio.annotations import ALL
from ..converters.label_studio.compared import compared
from ..converters.report import Report
from .files import Progress, Source
from .reading import Reading, read_options
from .way import records_of

if TYPE_CHECKING:
    from typing_extensions import Unpack  # Python 3.10 has none of its own


def agreement_of(
    sources: Source | Iterable[Source],
    *,
    differences: int = DIFFERENCES,
    progress: Progress | None = None,
    **reading: Unpack[Reading],
) -> Agreement:
    """Compare what annotators of the same texts say, by pairs: span F1, exact and overlapping.

    Args:
        sources: exports of Label Studio, of any dialect; `-` is standard input.
        differences: how many differences to list; all are counted.
        progress: told how many bytes of how many are read.
        reading: how to read them: see `bridge.reading.Reading`. `accept` says which annotations
            count; `annotations` has no say, as the latest of each annotator is compared.

    Returns:
        Scores overall, by category and by pair of annotators, where they differ, and the number of
        problems met in reading by their code.

    Raises:
        ProblemError: an input can't be used.
        OptionError: an option has a value that it can't have.

    Example:
        >>> agreement = agreement_of("export.json")
    """
    options = read_options({"language": "und", **reading, "annotations": ALL})
    report, agreement = Report(), Agreement(differences)
    for source in [sources] if isinstance(sources, str | Path) else sources:
        reader = FORMATS["label-studio"].reader(options, report)
        for record in records_of(reader, source, progress):
            for text in compared(record):
                agreement.add(text)
    agreement.problems = report.problems
    return agreement

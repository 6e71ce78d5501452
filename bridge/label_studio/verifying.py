"""Looks at tasks before they go in: Label Studio takes any offsets, and never checks them."""

from __future__ import annotations

from typing import Final

from ...converters.catalogue.regions import REGIONS
from ...converters.label_studio.label_config import LabelConfig
from ...converters.label_studio.options import ReadOptions
from ...converters.label_studio.reader import LabelStudioReader
from ...converters.report import Report
from ..errors import StoppedError
from ..files import Source
from ..way import records_of
from .client import Server

_MALFORMED: Final = (
    "task-malformed", "annotation-malformed", "lone-surrogate", "text-missing",
    "layout-unreadable", "html-extra-missing",
)  # fmt: skip
_EXAMPLES: Final = 1_000


class RegionsError(StoppedError):
    """Tasks have regions that cover nothing or something else; `report` tells them."""

    def __init__(self, report: Report) -> None:
        count = sum(report.problems.values())
        message = f"The tasks have {count:,} errors; nothing was sent."
        super().__init__(message, "Correct them; `spanbridge check FILE` shows them all.")
        self.report = report


def faults(report: Report) -> list[str]:
    """Return the codes of what must not go into Label Studio."""
    return [
        code
        for code, found in report.examples.items()
        if found[0].severity == "error" and (code in REGIONS or code in _MALFORMED)
    ]


def verified(server: Server, project: int, source: Source) -> Report:
    """Verify a file by the configuration of the project that it is to go into; see `verify`."""
    config = LabelConfig.parse(server.project(project).label_config, f"project {project}")
    return verify(source, config)


def verify(source: Source, config: LabelConfig) -> Report:
    """Read the annotations and the predictions of a file against their texts.

    Offsets are to count code points, as Label Studio counts them since 1.4. The file is read twice.

    Raises:
        RegionsError: some region covers nothing, something else than it says, or lies outside.
        ProblemError: the file can't be read.
    """
    whole = Report(examples_kept=_EXAMPLES)
    for version in (None, ""):
        report = Report(examples_kept=_EXAMPLES)
        options = ReadOptions(
            label_config=config,
            annotations="all",
            accept="all",
            include_unlabelled=version is None,
            language="und",
            from_predictions=version,
            offset_unit="code-points",
        )
        for _ in records_of(LabelStudioReader(options, report), source):
            pass
        for code in faults(report):  # what only concerns Azure is said on the way there
            whole.problems[code] += report.problems[code]
            whole.examples.setdefault(code, []).extend(report.examples[code])
        whole.tasks = report.tasks
    if whole.problems:
        raise RegionsError(whole)
    return whole

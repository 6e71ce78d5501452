"""What people see: tables on standard output, progress and problems on standard error."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from ...converters.problems import Problem
from ...converters.report import UNSPLIT, Report
from ..azure.progress import Step
from ..files import Progress as Callback

_PATIENCE = 1.0
_SHOWN = 3

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def tell(problem: Problem) -> None:
    """Print a problem: code and place, cause, consequence, remedy."""
    colour = "red" if problem.severity == "error" else "yellow"
    line = Text.assemble((problem.severity, f"bold {colour}"), " ", (problem.code, "bold"))
    err.print(line + Text(f" at {problem.where}"))
    err.print(Text(f"  {problem.cause} {problem.consequence}"))
    if problem.remedy != "Nothing.":
        err.print(Text.assemble(("  → ", colour), problem.remedy))


def tell_all(report: Report, all_of_them: str = "report.json lists the first 20") -> None:
    """Print the first problems of each code, errors last, and how many more there are."""
    severities = sorted(report.examples.items(), key=lambda item: item[1][0].severity, reverse=True)
    for code, problems in severities:
        _tell_some(problems[:_SHOWN])
        more = report.problems[code] - min(_SHOWN, len(problems))
        if more:
            err.print(Text(f"  … and {more:,} more of {code}; {all_of_them}"))


def _tell_some(problems: list[Problem]) -> None:
    """Print problems of one code; only the places of those that say the same as the first."""
    first, *others = problems
    tell(first)
    for other in others:
        if other.cause == first.cause:
            err.print(Text(f"  also at {other.where}"))
        else:
            tell(other)


def summary(report: Report, title: str) -> None:
    """Print the tables of spans by category and split, and of problems by code."""
    out.print(Text(title, "bold"))
    out.print(_spans(report))
    if report.problems:
        out.print(Text("Problems and warnings", "bold"))
        out.print(_problems(report))


@contextmanager
def progress(description: str) -> Iterator[Callback]:
    """Show how far the input is read, on a terminal, once it has taken over a second."""
    began = time.monotonic()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=err, transient=True, disable=not err.is_terminal)
    task = bar.add_task(description, total=None)

    def update(done: int, total: int | None) -> None:
        if not bar.live.is_started and time.monotonic() - began > _PATIENCE:
            bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield update
    finally:
        bar.stop()


@contextmanager
def steps() -> Iterator[Callable[[Step], None]]:
    """Show how far what takes its time is, on a terminal, once it has taken over a second."""
    began = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[note]}"))
    bar = Progress(*columns, console=err, transient=True, disable=not err.is_terminal)
    tasks: dict[str, TaskID] = {}

    def update(step: Step) -> None:
        if not bar.live.is_started and time.monotonic() - began > _PATIENCE:
            bar.start()
        if step.what not in tasks:
            tasks[step.what] = bar.add_task(step.what, note="")
        note = step.note or (f"{step.done:,.0f} of {step.total:,.0f}" if step.total else "")
        bar.update(tasks[step.what], completed=step.done, total=step.total, note=note)

    try:
        yield update
    finally:
        bar.stop()


def _spans(report: Report) -> Table:
    splits = [split for split in ("Train", "Test", UNSPLIT) if split in report.documents]
    table = Table()
    table.add_column("category")
    columns = splits if len(splits) > 1 else []
    for name in [*columns, "spans"]:
        table.add_column(name, justify="right")
    for category, counts in report.spans.items():
        numbers = [counts.get(split, 0) for split in columns]
        table.add_row(Text(category), *(f"{n:,}" for n in [*numbers, sum(counts.values())]))
    table.add_section()
    documents = [report.documents[split] for split in columns]
    total = sum(report.documents.values())
    table.add_row("documents", *(f"{n:,}" for n in [*documents, total]), style="bold")
    return table


def _problems(report: Report) -> Table:
    table = Table()
    table.add_column("code")
    table.add_column("severity")
    table.add_column("count", justify="right")
    for code, count in sorted(report.problems.items()):
        severity = report.examples[code][0].severity
        table.add_row(code, severity, f"{count:,}", style="red" if severity == "error" else None)
    return table

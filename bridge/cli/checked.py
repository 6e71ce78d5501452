"""What people see of a check: the problems of a file, and what was mended."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.table import Table
from rich.text import Text

from ..check import Checked
from .console import err, out, summary, tell_all

_SHOWN = 50


def show(name: str, checked: Checked, written: Path | None) -> None:
    """Print the problems of a file, and tables of what was mended, of labels and of problems."""
    report = checked.report
    tell_all(report, all_of_them="--json lists all")
    if written:
        _show_changes(checked, written)
    summary(report, f"{name}: {report.tasks:,} documents looked at")
    if not report.problems:
        out.print(Text("Nothing is wrong.", "green"))


def _show_changes(checked: Checked, written: Path) -> None:
    mended = Counter(problem.code for problem in checked.mended)
    out.print(Text(f"Mended, in {written}", "bold"))
    if checked.changes:
        out.print(_moves(checked))
        if len(checked.changes) > _SHOWN:
            err.print(f"  … and {len(checked.changes) - _SHOWN:,} more; --json lists all")
    for code, count in mended.items():
        out.print(Text(f"  {code}: {count:,}"))
    if not checked.changes and not mended:
        out.print("  nothing")


def _moves(checked: Checked) -> Table:
    table = Table()
    for column in ("where", "category", "text", "from", "to", "cause"):
        table.add_column(column, overflow="fold")
    for change in checked.changes[:_SHOWN]:
        before, after = (f"{offset}+{length}" for offset, length in (change.before, change.after))
        where = change.where.removeprefix("$.assets.")
        words = (where, change.label, change.text, before, after, change.cause)
        table.add_row(*map(Text, words))
    return table

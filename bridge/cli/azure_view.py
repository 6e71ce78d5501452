"""What people see of projects in Azure: tables, what changes, errors with what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from rich.table import Table
from rich.text import Text

from ...converters.pairing import Counts
from ..azure.difference import Difference
from ..azure.expiry import Expiry
from ..errors import ServiceError, StoppedError
from .console import err, out, tell_all

_SHOWN = 10


def tell_error(error: ServiceError | StoppedError) -> None:
    """Print an error: what happened, then what to do."""
    report = getattr(error, "report", None)
    if report:
        tell_all(report, all_of_them="`spanbridge check --json` lists all")
    err.print(Text.assemble(("error", "bold red"), " ", str(error)))
    for line in getattr(error, "details", ()):
        err.print(Text(f"  {line}"), soft_wrap=True)  # some are to be copied
    remedy = error.failure.remedy if isinstance(error, ServiceError) else error.remedy
    if remedy:
        err.print(Text.assemble(("  → ", "red"), remedy))


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print a table; nothing known is a dash."""
    made = Table()
    for name in columns:
        made.add_column(name, overflow="fold")
    for row in rows:
        made.add_row(*(Text("-" if cell in {None, ""} else str(cell)) for cell in row))
    out.print(made)


def facts(**known: Any) -> None:
    """Print what is known, a line a fact; what is not is left out."""
    for name, value in known.items():
        if value not in {None, ""}:
            out.print(Text.assemble((f"{name.replace('_', ' ')}: ", "bold"), str(value)))


def warn(expiries: Iterable[Expiry | None]) -> None:
    """Print what expires soon."""
    for expiry in expiries:
        if expiry:
            err.print(Text.assemble(("warning", "bold yellow"), " ", str(expiry)))


def show_difference(found: Difference) -> None:
    """Print what an import adds, changes and removes."""
    if found.is_empty:
        out.print("The labels in Azure are these already.")
        return
    counted = {
        "categories": (len(found.categories_added), 0, len(found.categories_removed)),
        "documents": (
            len(found.documents_added), len(found.documents_changed), len(found.documents_removed),
        ),
    }  # fmt: skip
    out.print(changes_table(counted, found.labels))
    for name, (was, now) in found.metadata.items():
        out.print(Text(f"{name.replace('_', ' ')}: {was} → {now}"))
    _name("categories removed", found.categories_removed)
    _name("documents removed", found.documents_removed)


def changes_table(counted: Mapping[str, Sequence[int]], labels: Counts) -> Table:
    """Make a table of what was added, changed and removed, labels by their category."""
    made = Table()
    for name in ("", "added", "changed", "removed"):
        made.add_column(name, justify="right" if name else "left")
    for name, counts in counted.items():
        made.add_row(name, *map(_count, counts))
    made.add_section()
    for category in sorted({*labels.added, *labels.changed, *labels.removed}):
        kinds = (labels.added, labels.changed, labels.removed)
        made.add_row(Text(category), *(_count(kind.get(category, 0)) for kind in kinds))
    return made


def today() -> date:
    """Return the day, where the person is."""
    return date.today()  # noqa: DTZ011 (that is meant)


def _count(number: int) -> str:
    return f"{number:,}" if number else "-"


def _name(what: str, names: list[str]) -> None:
    if names:
        more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
        out.print(Text(f"{what}: {', '.join(names[:_SHOWN])}{more}"))

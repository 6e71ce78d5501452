"""What people see of two labelled sets: how many labels differ, and which, with what is around."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from ...converters.document import Document
from ..diff import Diff, Placed
from .azure_view import changes_table
from .console import err, out, tell
from .highlight import visible

__all__ = ["show", "tell"]

_SHOWN = 50
_AROUND = 24
_WORDS = 60
_COLOURS = {"added": "green", "changed": "yellow", "removed": "red"}


def show(found: Diff) -> None:
    """Print counts by category, each label that differs, and what else does."""
    for problem in found.problems:
        tell(problem)
    before, after = found.before, found.after
    for one, of in (("A", before), ("B", after)):
        out.print(Text(f"{one}: {of.name}, {len(of.documents):,} documents, {of.labels:,} labels"))
    if found.is_empty:
        out.print(Text("Nothing differs.", "green"))
        return
    categories = len(found.categories_added), 0, len(found.categories_removed)
    documents = found.documents_added, found.documents_changed, found.documents_removed
    counted = {"categories": categories, "documents": tuple(map(len, documents))}
    out.print(changes_table(counted, found.labels))
    if found.changes:
        out.print(_changes(found))
    _more(len(found.changes))
    for line in _facts(found):
        out.print(line)


def _changes(found: Diff) -> Table:
    table = Table()
    for column in ("document", "", "A", "B"):
        table.add_column(column, overflow="fold")
    for one in found.changes[:_SHOWN]:
        was, now = (of.documents.get(one.document) for of in (found.before, found.after))
        what = Text(one.what, _COLOURS[one.what])
        name = Text(visible(one.document))
        table.add_row(name, what, _cell(was, one.before), _cell(now, one.after))
    return table


def _cell(document: Document | None, label: Placed | None) -> Text:
    """Draw a label with its category and the characters around it, on one line."""
    if label is None or document is None:
        return Text("-", "dim")
    drawn = Text(visible(label.category), "bold")
    if label.start is None or label.end is None:
        return drawn
    drawn.append(f" {label.start}–{label.end}  ", "dim not bold")  # noqa: RUF001 (a range)
    drawn.append(_line(document.text[max(0, label.start - _AROUND) : label.start]), "dim not bold")
    drawn.append(f"[{_cut(_line(label.text or ''))}]", "not bold")
    return drawn.append(_line(document.text[label.end : label.end + _AROUND]), "dim not bold")


def _facts(found: Diff) -> list[Text]:
    lines = []
    names = {
        "categories added": found.categories_added,
        "categories removed": found.categories_removed,
        "documents added": found.documents_added,
        "documents removed": found.documents_removed,
    }
    for what, held in names.items():
        if held:
            more = f" and {len(held) - _SHOWN:,} more" if len(held) > _SHOWN else ""
            lines.append(Text(f"{what}: {visible(', '.join(held[:_SHOWN]))}{more}"))
    for one in found.facts[:_SHOWN]:
        change = "" if one.fact == "text" else f": {one.before or 'none'} → {one.after or 'none'}"
        lines.append(Text(f"{visible(one.document)}: another {one.fact}{change}"))
    return lines


def _more(count: int) -> None:
    if count > _SHOWN:
        err.print(Text(f"  … and {count - _SHOWN:,} more; --json lists all"))


def _line(text: str) -> str:
    return visible(text).replace("\n", "␊")


def _cut(words: str) -> str:
    return words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"

"""What people see of an evaluation: scores, confusions, a mistake of each kind, what to do."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.table import Table
from rich.text import Text

from ...converters.comparing import KINDS, Counts
from ..azure.evaluating import Evaluated, Example
from ..azure.evaluation import NONE
from .console import err, out
from .highlight import visible

_CONFUSIONS, _EXAMPLES = 5, 2


def show(found: Evaluated, least: float | None, html: Path | None, *, texts: bool) -> None:
    """Print it all."""
    evaluation = found.evaluation
    out.print(Text(f"{found.model.label}: {len(evaluation.documents):,} documents tested", "bold"))
    out.print(scores(evaluation.categories, "category", least))
    languages = evaluation.languages()
    if len(languages) > 1:
        out.print(scores(languages, "language", least))
    _show_confusions(found)
    _show_mistakes(found, texts=texts)
    for one in found.advice:
        out.print(Text.assemble((one.category, "bold"), f": {one.what} {one.why}"))
    for remark in found.remarks:
        err.print(Text.assemble(("warning", "bold yellow"), " ", remark))
    if html:
        out.print(Text(f"Written to {html}"))
    _show_verdict(found, least)


def scores(counts: dict[str, Counts], what: str, least: float | None) -> Table:
    """Make a table of scores, the worst first; `least` is the bar that they are held against."""
    table = Table()
    table.add_column(what, overflow="fold")
    for name in ("F1", "precision", "recall", "labelled", "wrong", "missed"):
        table.add_column(name, justify="right")
    for name, one in sorted(counts.items(), key=lambda item: (not item[1], item[1].f1, item[0])):
        style = "" if least is None else "red" if one.f1 < least else "green"
        scores = [f"{score:.3f}" if one else "-" for score in (one.f1, one.precision, one.recall)]
        numbers = [f"{number:,}" for number in (one.labelled, one.wrong, one.missed)]
        table.add_row(Text(name or "none"), Text(scores[0], style if one else ""), *scores[1:],
                      *numbers)  # fmt: skip
    return table


def _show_confusions(found: Evaluated) -> None:
    for cell in found.evaluation.confusions()[:_CONFUSIONS]:
        taken = "missed" if cell.predicted == NONE else f"taken for {cell.predicted}"
        out.print(Text(f"{cell.share:>4.0%} of {cell.expected} {taken}"))


def _show_mistakes(found: Evaluated, *, texts: bool) -> None:
    counts = Counter(mistake.kind for mistake in found.mistakes)
    for kind, name in KINDS.items():
        if counts[kind]:
            out.print(Text(f"{name}: {counts[kind]:,}", "bold"))
        of_kind = [one for one in found.examples if texts and one.mistake.kind == kind]
        for example in of_kind[:_EXAMPLES]:
            out.print(_example(example))


def _example(example: Example) -> Text:
    """Draw a mistake: what is labelled is underlined, what was found is in red."""
    mistake = example.mistake
    names = [mark.category if mark else "nothing" for mark in (mistake.expected, mistake.predicted)]
    drawn = Text(f"  {' → '.join(dict.fromkeys(names))} in {mistake.location}: ", "dim")
    for piece in example.pieces:
        style = " ".join(
            name for name, on in (("underline", piece.expected), ("red", piece.predicted)) if on
        )
        drawn.append(visible(piece.text).replace("\n", "␊"), style or "not dim")
    return drawn


def _show_verdict(found: Evaluated, least: float | None) -> None:
    f1 = found.evaluation.f1
    if least is None:
        out.print(Text(f"F1 {f1:.3f}", "bold"))
    elif f1 < least:
        out.print(Text(f"F1 {f1:.3f}, below the bar of {least:.2f}", "bold red"))
    else:
        out.print(Text(f"F1 {f1:.3f}, at or above the bar of {least:.2f}", "bold green"))

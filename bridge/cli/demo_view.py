"""How the demo looks in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from rich.text import Text

from ...converters.document import Document
from ...converters.report import Report
from ..active_learning.simulation import Run, Stage
from ..azure.evaluating import Evaluated
from ..demo.annotator import Work
from .azure_evaluate_view import scores
from .chart import COLOURS, Line, chart
from .console import err, out, summary
from .highlight import highlighted, legend

_CHARACTERS = 400
_WIDEST = 88
_BAR = 30
_NEXT = """\
With your own data:
  spanbridge convert to-azure YOUR-EXPORT.json --language en-us --split 80/20 --out azure
  spanbridge check azure/labels.json --texts azure/documents
  spanbridge loop simulate YOUR-EXPORT.json     how many labels would have been enough?
  spanbridge emulator --storage containers      this Azure, for as long as you like
  spanbridge azure push azure                   with SPANBRIDGE_AZURE_ENDPOINT and _KEY set
Each tells more with --help; docs/ has a page for each."""


class Terminal:
    """Shows the demo; what is being done is shown where there is a terminal to show it on."""

    def chapter(self, title: str, command: str = "") -> None:
        """Begin something; `command` is what does the same by hand."""
        out.print()
        out.rule(Text(title, "bold"), align="left", style="dim")
        for line in command.splitlines():
            out.print(Text.assemble(("$ ", "dim"), line), soft_wrap=True)

    def said(self, words: str) -> None:
        """Say what came of it."""
        out.print(Text(words))

    def working(self, what: str) -> AbstractContextManager[object]:
        """Show that something is being done, as long as it is."""
        return err.status(f"{what} …") if err.is_terminal else nullcontext()

    def report(self, document: Document) -> None:
        """Show a report with its labels."""
        colours: dict[str, int] = {}
        out.print(highlighted(document, colours, _CHARACTERS, colour=out.color_system is not None))
        out.print(legend(colours))

    def converted(self, report: Report) -> None:
        """Show what a conversion made."""
        summary(report, "Spans by category and part")

    def evaluated(self, found: Evaluated) -> None:
        """Show how good a model is."""
        out.print(scores(found.evaluation.categories, "category", None))

    def trained(self, number: int, found: Stage, work: Work | None = None) -> None:
        """Show how good the model of a round is, and what the annotator did for it."""
        bar = "█" * round(_BAR * found.f1)
        line = Text.assemble(
            f"round {number}: {found.documents:3} reports, {found.tokens:6,} tokens  ",
            (bar.ljust(_BAR, "░"), COLOURS[0] if work else COLOURS[1]), f" F1 {found.f1:.3f}",
        )  # fmt: skip
        out.print(line)
        if work:
            out.print(
                f"         suggestions taken over {work.accepted}, corrected {work.corrected}, "
                f"removed {work.removed}; spans added {work.added}", style="dim",
            )  # fmt: skip

    def curves(self, doubt: Sequence[Stage], chance: Sequence[Stage]) -> None:
        """Show both learning curves, and say no more of them than they show."""
        named = (("least certain first", doubt), ("random order", chance))
        lines = [
            Line(name, [(one.tokens, one.f1) for one in found], colour)
            for (name, found), colour in zip(named, COLOURS, strict=False)
        ]
        out.print(chart(lines, across="tokens labelled", width=min(out.width, _WIDEST), height=12))
        out.print(_compared(doubt, chance))


def begin(endpoint: str) -> None:
    """Say what is there."""
    out.print(Text("spanbridge: labelled in Label Studio, trained in Azure", "bold"))
    out.print(f"Azure AI Language is emulated at {endpoint}, with a small model of its own.")


def _compared(doubt: Sequence[Stage], chance: Sequence[Stage]) -> str:
    """Compare both at what the cheaper one cost."""
    tokens = min(doubt[-1].tokens, chance[-1].tokens)
    one, other = (
        Run("random", 0, tuple(found)).f1_at(tokens, "tokens") or 0.0 for found in (doubt, chance)
    )
    return (
        f"With {tokens:,} tokens labelled: F1 {one:.3f} by doubt, {other:.3f} in random order. One "
        "small run says little; docs/active-learning.md has five of each on more reports."
    )


def end(keep: Path | None) -> None:
    """Say what to do next."""
    out.print()
    out.rule(Text("What next?", "bold"), align="left", style="dim")
    out.print(_NEXT, soft_wrap=True)
    if keep:
        out.print(f"\nAll files of this demo are in {keep}.")

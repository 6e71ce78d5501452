"""The demo from beginning to end: what is done in which order; how it looks is `show`'s to say."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Final, Protocol

import msgspec

from ...converters.document import Document
from ...converters.report import Report
from ..active_learning.simulation import Stage
from ..azure.evaluating import Evaluated
from ..check import check
from ..convert import to_label_studio
from .annotator import Work, by_chance, by_doubt, corrections
from .reports import Labelled, labelled_reports
from .rounds import DEPLOYMENT, Address, Rounds, counted

NAME: Final = "incidents"
FIRST: Final = 15
ROUNDS: Final = 4
BATCH: Final = 25
_CONVERT: Final = (
    "spanbridge convert to-azure export.json --language en --language-field data.lang "
    "--multilingual --split 80/20 --out azure"
)
_LIFE: Final = """spanbridge azure push azure
spanbridge azure train --model r0 --wait
spanbridge azure evaluate --model r0
spanbridge azure deploy --model r0 --name production"""


class Show(Protocol):
    """How the demo is shown."""

    def chapter(self, title: str, command: str = "") -> None:
        """Begin something; `command` is what does the same by hand."""

    def said(self, words: str) -> None:
        """Say what came of it."""

    def working(self, what: str) -> AbstractContextManager[object]:
        """Show that something is being done, as long as it is."""

    def report(self, document: Document) -> None:
        """Show a report with its labels."""

    def converted(self, report: Report) -> None:
        """Show what a conversion made."""

    def evaluated(self, found: Evaluated) -> None:
        """Show how good a model is."""

    def trained(self, number: int, found: Stage, work: Work | None = None) -> None:
        """Show how good the model of a round is, and what the annotator did for it."""

    def curves(self, doubt: Sequence[Stage], chance: Sequence[Stage]) -> None:
        """Show both learning curves."""


def play(folder: Path, address: Address, show: Show) -> tuple[list[Stage], list[Stage]]:
    """Play it all; return the rounds by doubt and those in random order.

    Args:
        folder: where everything goes; an emulator serves the texts in its `storage`.
        address: the emulator's.
        show: how it is shown.

    Raises:
        ServiceError, ProblemError: something that should not happen did.
    """
    reports = labelled_reports()
    test = [one for one in reports if one.is_test]
    pool = [one for one in reports if not one.is_test]
    show.chapter("1. Incident reports, labelled in Label Studio")
    show.report(reports[0].document)
    show.said(
        f"{len(test)} reports are the test part, drawn by chance and labelled first; of the other "
        f"{len(pool)} the first {FIRST} are labelled now."
    )
    with closing(Rounds(NAME, folder, address)) as by_rounds:
        begun = _begin(by_rounds, [*test, *pool[:FIRST]], show)
        doubt = [begun, *_improve(by_rounds, test, pool, show)]
    show.chapter("6. As many in random order, to compare")
    with closing(Rounds(f"{NAME}-random", folder, address)) as other:
        chance = [begun, *_random(other, test, pool, show)]
    show.chapter("7. What that was worth")
    show.curves(doubt, chance)
    return doubt, chance


def _begin(rounds: Rounds, reports: Sequence[Labelled], show: Show) -> Stage:
    """Bring the first reports to Azure, one step after the other."""
    show.chapter("2. To Azure's format, and back", _CONVERT)
    show.converted(rounds.convert(reports))
    show.said(_back(rounds))
    show.chapter(
        "3. Is anything wrong with it?",
        "spanbridge check azure/labels.json --texts azure/documents",
    )
    found = check(rounds.azure / "labels.json", texts=rounds.azure / "documents").report
    told = ", ".join(f"{count} {code}" for code, count in sorted(found.problems.items()))
    show.said(f"Errors: {'some' if found.has_errors else 'none'}. Told: {told or 'nothing'}.")
    show.chapter("4. Into Azure, and a first model", _LIFE)
    with show.working("pushing texts and labels"):
        pushed = rounds.push()
    show.said(f"{pushed.uploaded} texts uploaded, their labels imported.")
    with show.working("training a first model"):
        evaluated = rounds.train("r0")
    show.evaluated(evaluated)
    rounds.deploy("r0")
    show.said(f"The deployment {DEPLOYMENT} serves the model r0.")
    return counted(reports, evaluated)


def _back(rounds: Rounds) -> str:
    """Convert back, and say whether the tasks are as they were."""
    out = rounds.folder / "label-studio"
    to_label_studio(
        rounds.azure / "labels.json", out, texts=rounds.azure / "documents",
        manifest_file=rounds.azure / "manifest.jsonl",
    )  # fmt: skip
    sent, back = (
        msgspec.json.decode(file.read_bytes()) for file in (rounds.export, out / "tasks.json")
    )
    same = "yes" if sent == back else "NO"
    return f"The tasks that come back are the tasks that went out: {same}."


def _improve(
    rounds: Rounds, test: Sequence[Labelled], pool: Sequence[Labelled], show: Show
) -> list[Stage]:
    """Let the annotator correct what the model is least sure of, in rounds."""
    show.chapter("5. Four rounds: an annotator corrects what the model is least sure of")
    done, rest, found = [*pool[:FIRST]], [*pool[FIRST:]], list[Stage]()
    for number in range(1, ROUNDS + 1):
        with show.working(f"round {number}: the model suggests, the annotator corrects"):
            predicted = rounds.predict(rest)
        rest = by_doubt(rest, predicted, f"{DEPLOYMENT}@r{number - 1}")
        done, chosen, rest = done + rest[:BATCH], rest[:BATCH], rest[BATCH:]
        with show.working(f"round {number}: a new model is trained"):
            found.append(rounds.whole(f"r{number}", [*test, *done]))
            rounds.deploy(f"r{number}")
        show.trained(number, found[-1], corrections(chosen, predicted))
    return found


def _random(
    rounds: Rounds, test: Sequence[Labelled], pool: Sequence[Labelled], show: Show
) -> list[Stage]:
    """Annotate as many in random order, without a model's help."""
    rest, found = by_chance(pool[FIRST:]), list[Stage]()
    for number in range(1, ROUNDS + 1):
        with show.working(f"round {number}, in random order"):
            done = [*pool[:FIRST], *rest[: number * BATCH]]
            found.append(rounds.whole(f"r{number}", [*test, *done]))
        show.trained(number, found[-1])
    return found

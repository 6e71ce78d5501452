"""`spanbridge loop simulate`: how many labels would have been enough, of data labelled already."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, cast

import click
from msgspec.structs import replace

from ...converters.document import Document
from ...converters.report import Report
from ...converters.spans import tidy
from ...converters.split import Split
from ..active_learning.metrics import labelled
from ..active_learning.savings import Simulation
from ..active_learning.scores import EXPLORED, STRATEGIES, Strategy
from ..active_learning.simulation import AXES, Axis, Plan, Run
from ..appearing import appearing
from ..convert import documents_of
from ..progress import Step
from ..reading import OptionError
from .loop_simulate_html import page
from .loop_simulate_runs import Data, all_of_it, runs
from .reading import reading_options
from .shared import Outcome, progress_of_steps, told

_FILE = click.Path(exists=True, path_type=Path)
_DEFAULT = "length-normalised,least-confident,random"


def _strategies(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[Strategy, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
    wrong = [name for name in names if name not in STRATEGIES]
    if wrong or not names:
        raise click.BadParameter(f"{', '.join(wrong) or value!r}: one of {', '.join(STRATEGIES)}")
    return cast("tuple[Strategy, ...]", names)


def _shares(_ctx: click.Context, _param: click.Parameter, value: str) -> Split:
    try:
        return Split.parse(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command("simulate")
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="EXPORT...")
@click.option(
    "--strategies", default=_DEFAULT, show_default=True, callback=_strategies, metavar="NAMES",
    help=f"What to compare, by commas: {', '.join(STRATEGIES)}.",
)  # fmt: skip
@click.option(
    "--seeds", default=5, show_default=True, type=click.IntRange(1, 100),
    help="How often to play each, with other texts to begin with.",
)  # fmt: skip
@click.option(
    "--split", "shares", default="80/20", show_default=True, callback=_shares,
    help="The test part, as conversion draws it; it is never chosen from.",
)  # fmt: skip
@click.option("--first", default=15, show_default=True, type=click.IntRange(2),
              help="Texts to begin with, drawn at random.")  # fmt: skip
@click.option("--batch", type=click.IntRange(1),
              help="Texts of a round; by default a twenty-fifth of all, at least ten.")  # fmt: skip
@click.option("--explore", default=EXPLORED, show_default=True, type=click.FloatRange(0, 1),
              help="Share that is drawn by chance whatever the model thinks.")  # fmt: skip
@click.option("--until", default=1.0, show_default=True, type=click.FloatRange(0.05, 1),
              help="Share of texts to end at; the last trainings are the longest.")  # fmt: skip
@click.option("--by", "axis", default="tokens", show_default=True,
              type=click.Choice(AXES),
              help="What the picture counts; the table has all three.")  # fmt: skip
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write it as one page that needs nothing else; no texts are in it.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace the page that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print every run as JSON.")
@reading_options
def simulate_command(  # noqa: PLR0913 (an argument an option)
    *,
    files: tuple[Path, ...],
    strategies: tuple[Strategy, ...],
    seeds: int,
    shares: Split,
    first: int,
    batch: int | None,
    explore: float,
    until: float,
    axis: Axis,
    html: Path | None,
    force: bool,
    as_json: bool,
    **reading: Any,
) -> int:
    """Tell of data labelled already how many labels would have been enough.

    EXPORT is an export of Label Studio, or labels files of Azure with --texts. Annotation is played
    over again in the order of each strategy; a small model that runs here stands in for Azure's, so
    what to take from it is how the strategies compare on your texts, not the scores.
    """
    data = Data(
        reading["kind"], *_parts(files, shares, reading), Plan(first, batch, explore, until)
    )
    if len(data.pool) <= first or not data.test:
        raise click.UsageError(
            f"{len(data.pool)} labelled texts to learn from and {len(data.test)} to test on are "
            f"too few: more than {first} and at least one are needed."
        )

    def act() -> Outcome:
        with appearing(html, force=force) if html else nullcontext() as file:
            found = _simulated(data, strategies, seeds)
            if file:
                file.write(page(found).encode())
        return Outcome(found.as_dict(), lambda: _show(found, axis, html))

    return told(act, as_json=as_json)


def _parts(
    files: Sequence[Path], shares: Split, reading: dict[str, Any]
) -> tuple[list[Document], list[Document]]:
    """Read what is labelled and part it as conversion would; the same text counts once."""
    given = {name: value for name, value in reading.items() if value is not None}
    parts: dict[str, list[Document]] = {"Train": [], "Test": []}
    try:
        records = [record for file in files for record in documents_of(file, **given)]
    except OptionError as error:
        raise click.UsageError(str(error)) from error
    for one in {one.text: one for record in records for one in record.documents}.values():
        part = one.split or shares.part_of(one.source.group or one.text)
        parts[part].append(_tidied(one))
    return parts["Train"], parts["Test"]


def _tidied(document: Document) -> Document:
    """Tidy spans as they are on their way to Azure; problems are `spanbridge check`'s to tell."""
    kept, _ = tidy(document.text, document.spans, "longest", "", Report())
    return replace(document, spans=tuple(kept))


def _simulated(data: Data, strategies: Sequence[Strategy], seeds: int) -> Simulation:
    found: list[Run] = []
    with progress_of_steps() as progress:
        tell = progress or (lambda _: None)
        tell(Step("training on everything", 0))
        everything = all_of_it(data)
        for run in runs(data, everything, strategies, seeds):
            found.append(run)
            tell(Step("playing annotation over again", len(found), len(strategies) * seeds))
    found.sort(key=lambda run: (strategies.index(run.strategy), run.seed))
    return Simulation(everything, len(data.test), labelled(data.test).total(), tuple(found))


def _show(found: Simulation, axis: Axis, html: Path | None) -> None:
    from . import loop_simulate_view as view  # noqa: PLC0415 (rich is slow to import)

    view.show(found, axis, html)

"""`spanbridge label-studio prelabel`: what a deployment finds becomes predictions of tasks."""

from __future__ import annotations

import click
from rich.text import Text

from ...converters.report import Report
from ..azure.cost import Estimate
from ..azure.prices import Prices
from ..label_studio.client import Server
from ..prelabelling import prelabel as bring
from ..progress import Progress
from ..settings import Settings
from . import azure_view as view
from .console import err, tell_all
from .label_studio_options import on_both
from .label_studio_tasks import status_of
from .shared import Outcome

_KEPT = 1_000


@click.command()
@click.argument("number", type=int, metavar="N")
@click.option("--only-unlabelled", is_flag=True, help="Leave out tasks that are annotated.")
@click.option("--limit", type=click.IntRange(min=1), metavar="COUNT", help="Of so many at most.")
@click.option(
    "--refresh", is_flag=True,
    help="Make anew what tasks have of this model; what was answered is not paid for again.",
)  # fmt: skip
@on_both
def prelabel(  # noqa: PLR0913 (each is an option)
    settings: Settings, server: Server, progress: Progress | None, *, number: int,
    only_unlabelled: bool, limit: int | None, refresh: bool,
) -> Outcome:  # fmt: skip
    """Bring what a deployment finds to the tasks of project N, as predictions.

    Each task gets one prediction of the model that is deployed; what it has of it already stays.
    A run that was cut off is simply run again: nothing is paid for or written twice. What it will
    cost is said first. -p and --deployment may be left away where an ML connection names them.
    """
    done = bring(
        server, number, settings, only_unlabelled=only_unlabelled, limit=limit, refresh=refresh,
        progress=progress, report=Report("convert", _KEPT), announce=announce,
    )  # fmt: skip

    def show() -> None:
        tell_all(done.report, all_of_them="--json lists all")
        view.facts(
            project=done.project,
            model_version=done.version,
            predictions_added=f"{done.added:,}",
            there=f"{done.there:,}",
            withheld_for_testing=f"{done.withheld:,}" if done.withheld else None,
            without_prediction=f"{done.failed:,}" if done.failed else None,
            text_records_sent=f"{done.records:,}",
            answered_before=f"{done.reused:,}" if done.reused else None,
        )

    return Outcome(done.as_dict(), show, status_of(done.report))


def announce(tasks: int, estimate: Estimate, prices: Prices) -> None:
    """Say on standard error what is to be predicted, and what that costs."""
    words = f"{tasks:,} tasks to predict, {estimate.records:,} text records to be billed"
    priced = f": {prices.words(estimate.amount(prices))}" if estimate.records else ""
    err.print(Text(f"{words}{priced}."))

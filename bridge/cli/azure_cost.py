"""`spanbridge cost`: what predicting or training would be billed, before anything is."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from ...converters.report import Report
from ..azure.cost import UNKNOWN, Estimate
from ..azure.cost_ledger import Purse
from ..azure.cost_sources import cost_of
from ..azure.prices import Prices
from ..settings import load
from . import PROBLEMS
from .azure_options import print_json

_SOURCE = click.Path(exists=True, allow_dash=True, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("cost")
@click.argument("what", type=click.Choice(["train", "predict"]))
@click.argument("sources", nargs=-1, required=True, type=_SOURCE, metavar="SOURCE...")
@click.option("--profile", metavar="NAME", help="A profile of spanbridge.toml.")
@click.option(
    "--config", "config_file", type=_FILE, metavar="FILE", help="Another spanbridge.toml."
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def cost_command(
    *, what: str, sources: tuple[Path, ...], profile: str | None, config_file: Path | None,
    as_json: bool,
) -> int:  # fmt: skip
    """Count what training or predicting would be billed, and price it.

    SOURCE is a folder of texts (as `convert to-azure` writes them), a text, JSON Lines, tasks or an
    export of Label Studio. Nothing is sent. Prices are those of [prices] in spanbridge.toml; past
    a cap of [budget] the exit status is 1.
    """
    settings = load(file=config_file, profile=profile)
    purse, report = Purse.of(settings), Report()
    estimate = cost_of(what, sources, report)
    if as_json:
        print_json(estimate.as_dict(purse.prices))
    else:
        _show(estimate, purse.prices, report)
    purse.allow(estimate)
    return PROBLEMS if report.has_errors else 0


def _show(estimate: Estimate, prices: Prices, report: Report) -> None:
    from .console import err, out, tell_all  # noqa: PLC0415 (rich is slow to import)

    tell_all(report, all_of_them="the texts are left out of the count")
    for name, value in _facts(estimate, prices).items():
        out.print(Text.assemble((f"{name}: ", "bold"), value))
    today = datetime.now(timezone.utc).date()
    if prices.is_old(today) and estimate.amount(prices) is not None:
        when = f"are of {prices.date}" if prices.date else "have no date"
        err.print(Text(f"warning: the prices {when}; look them up again.", "yellow"))
    for words in UNKNOWN[estimate.what]:
        err.print(Text(f"Not known: {words}", "dim"))


def _facts(estimate: Estimate, prices: Prices) -> dict[str, Any]:
    amount = prices.words(estimate.amount(prices))
    facts = {"documents": f"{estimate.documents:,}",
             "characters (UTF-16 units)": f"{estimate.characters:,}"}  # fmt: skip
    if estimate.what == "predict":
        return facts | {"text records": f"{estimate.records:,}", "cost": amount}
    monthly = prices.words(estimate.monthly(prices))
    return facts | {"training hours": f"about {estimate.hours:.2f}", "cost": f"about {amount}"
                    if estimate.amount(prices) is not None else amount,
                    "hosting, once deployed": f"{monthly} a month"
                    if estimate.monthly(prices) is not None else monthly}  # fmt: skip

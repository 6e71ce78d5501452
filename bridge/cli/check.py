"""`spanbridge check`: what is wrong with files, and labels files mended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..agreement import agreement_of
from ..check import check, fix
from . import PROBLEMS
from .reading import given, reading_options
from .shared import print_json, progress_of

_FILE = click.Path(exists=True, path_type=Path)


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE...")
@click.option("--fix", "fixes", is_flag=True, help="Write the labels file mended, into --out.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it mended."
)
@click.option("--force", is_flag=True, help="Replace the file that is there.")
@click.option(
    "--agreement",
    "agrees",
    is_flag=True,
    help="How far annotators agree by category, and where they differ; of exports, all together.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all that was found as JSON.")
@reading_options
def check_command(  # noqa: PLR0913 (an argument an option)
    *,
    files: tuple[Path, ...],
    fixes: bool,
    out: Path | None,
    force: bool,
    agrees: bool,
    as_json: bool,
    **reading: Any,
) -> int:
    """Say what is wrong with a file; mend a labels file.

    FILE is an export of Label Studio or a labels file of Azure, in whichever dialect. Labels are
    compared with their texts, and with what they quote; --fix moves those that can be
    moved with certainty, and writes today's form of the file. Errors make the exit status 1.
    """
    if fixes != (out is not None):
        raise click.UsageError("--fix needs --out FILE, and --out needs --fix")
    if fixes and len(files) > 1:
        raise click.UsageError("--fix takes one file at a time")
    if agrees:
        return _agreement(files, given(reading), as_json=as_json)
    with progress_of("checking") as progress:
        found = {
            str(file): fix(file, out, texts=reading["texts"], force=force, progress=progress)
            if out
            else check(file, progress=progress, **given(reading))
            for file in files
        }
    if as_json:
        print_json({file: checked.as_dict() for file, checked in found.items()})
    else:
        from . import checked as view  # noqa: PLC0415 (rich is slow to import)

        for file, result in found.items():
            view.show(file, result, out)
    return PROBLEMS if any(one.report.has_errors for one in found.values()) else 0


def _agreement(files: tuple[Path, ...], reading: dict[str, Any], *, as_json: bool) -> int:
    """Show how far annotators agree; problems of reading are those of a plain check."""
    with progress_of("comparing") as progress:
        agreement = agreement_of(files, progress=progress, **reading)
    if as_json:
        print_json(agreement.as_dict())
    else:
        from .agreement_table import show_agreement  # noqa: PLC0415 (rich is slow to import)

        show_agreement(agreement)
    return 0

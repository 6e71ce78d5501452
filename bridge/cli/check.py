"""`spanbridge check`: what is wrong with files, and labels files mended."""

from __future__ import annotations

from pathlib import Path

import click

from ..check import check, fix
from . import PROBLEMS
from .shared import print_json, progress_of

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE...")
@click.option(
    "--texts", type=_FOLDER, metavar="DIR", help="Folder of the documents of a labels file."
)
@click.option("--label-config", type=_FILE, metavar="FILE", help="An export's configuration.")
@click.option("--fix", "fixes", is_flag=True, help="Write the labels file mended, into --out.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it mended."
)
@click.option("--force", is_flag=True, help="Replace the file that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print all that was found as JSON.")
def check_command(  # noqa: PLR0913 (an argument an option)
    *,
    files: tuple[Path, ...],
    texts: Path | None,
    label_config: Path | None,
    fixes: bool,
    out: Path | None,
    force: bool,
    as_json: bool,
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
    with progress_of("checking") as progress:
        found = {
            str(file): fix(file, out, texts=texts, force=force, progress=progress)
            if out
            else check(file, texts=texts, label_config=label_config, progress=progress)
            for file in files
        }
    if as_json:
        print_json({file: checked.as_dict() for file, checked in found.items()})
    else:
        from . import checked as view  # noqa: PLC0415 (rich is slow to import)

        for file, result in found.items():
            view.show(file, result, out)
    return PROBLEMS if any(one.report.has_errors for one in found.values()) else 0

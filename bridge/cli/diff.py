"""`spanbridge diff`: what changed between two labelled sets, or between two runs of predictions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ...converters.problems import ProblemError
from ..diff import diff as compared
from ..reading import OptionError
from . import PROBLEMS, WRONG_USE
from .reading import given, reading_options
from .shared import print_json

_SOURCE = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("before", type=_SOURCE, metavar="A")
@click.argument("after", type=_SOURCE, metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Print all that differs as JSON.")
@reading_options
def diff(*, before: Path, after: Path, as_json: bool, **reading: Any) -> int:
    """Say what changed between two labelled sets.

    A and B are labels files, exports or tasks of Label Studio, JSON Lines of `azure predict`, or
    folders that `convert`, `azure pull` or `azure backup` wrote, in any combination. Predictions in
    tasks are compared with --from-predictions. Exit status: 0 nothing differs, 1 something does,
    2 they can't be compared.
    """
    from . import diff_view as view  # noqa: PLC0415 (rich is slow to import)

    try:
        found = compared(before, after, **given(reading))
    except OptionError as error:
        raise click.UsageError(str(error)) from error
    except ProblemError as error:
        view.tell(error.problem)
        return WRONG_USE
    if as_json:
        print_json(found.as_dict())
    else:
        view.show(found)
    if found.problems:
        return WRONG_USE
    return 0 if found.is_empty else PROBLEMS

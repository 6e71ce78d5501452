"""`spanbridge azure predict`: what a deployment finds in texts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO

import click
from msgspec.structs import replace

from ...converters.label_studio.label_config import LabelConfig
from ...converters.label_studio.predicted import PredictedTasks
from ...converters.report import Report
from ..appearing import appearing
from ..azure.errors import LeftRunning
from ..azure.predicting import Predictor
from ..azure.predicting_files import write_predictions
from ..azure.predicting_inputs import InputOptions, entries
from ..azure.predicting_outputs import Lines, Output, Tasks
from ..azure.project import AzureProject
from ..files import STDIN, read
from . import PROBLEMS
from . import azure_predict_view as view
from .azure_options import Outcome, on_project

_SOURCE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_KEPT = 1_000
_GO_ON = (
    "Interrupted; no file was written. What was answered is kept, and what runs goes on: the same "
    "command goes on where this one stopped, and pays for nothing twice."
)


@click.command()
@click.argument("files", nargs=-1, required=True, type=_SOURCE, metavar="FILE...")
@click.option("--deployment", metavar="NAME", help="The deployment to ask.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Where to write: tasks with predictions (.json) or JSON Lines (.jsonl).",
)  # fmt: skip
@click.option(
    "--as", "written_as", type=click.Choice(["tasks", "lines", "table"]),
    help="What to write.  [default: by the name of --out, else a table]",
)  # fmt: skip
@click.option("--language", metavar="CODE", help="Of texts that name none.  [default: project's]")
@click.option("--language-field", metavar="FIELD", help="Where a task names it: data.lang.")
@click.option(
    "--label-config", type=_FILE, metavar="FILE", help="The labeling configuration of the tasks."
)
@click.option("--model-version", metavar="NAME", help="Of predictions.  [default: the model's id]")
@click.option("--fresh", is_flag=True, help="Ask again for what was answered before, and pay.")
@click.option("--force", is_flag=True, help="Replace the file that is there.")
@on_project
def predict(
    project: AzureProject, *, deployment: str | None, files: tuple[Path, ...], fresh: bool,
    **options: Any,
) -> Outcome:  # fmt: skip
    """Find what a deployment finds in texts.

    FILE is a text (.txt), JSON Lines of {"id", "text", "language"}, tasks or an export of Label
    Studio; - is standard input. What was answered before, by the same model, is not asked again;
    so a run that was cut off goes on where it stopped.
    """
    session = project.session
    if deployment:
        session.settings = replace(session.settings, deployment=deployment)
    report = Report("convert", _KEPT)
    run = Predictor(session, report, fresh=fresh)
    config = _config(options.pop("label_config"))
    wanted = InputOptions(config, options.pop("language"), options.pop("language_field"))
    _allowed(run, files, wanted)
    try:
        with _output(run, config, report, **options) as output:
            predicted = write_predictions(run, entries(files, wanted, report), output)
    except KeyboardInterrupt as error:
        raise LeftRunning(_GO_ON) from error
    status = PROBLEMS if report.has_errors else 0
    return Outcome(_data(run, predicted, report), lambda: view.show(run, predicted, report), status)


def _data(run: Predictor, predicted: int, report: Report) -> dict[str, Any]:
    return {
        "documents": run.done,
        "predicted": predicted,
        "reused": run.reused,
        "records": run.records,
        "model": run.model,
        "problems": report.as_dict()["problems"],
    }


def _allowed(run: Predictor, files: tuple[Path, ...], wanted: InputOptions) -> None:
    """Say what it costs, and stop where that is too much; of standard input nobody knows."""
    if any(str(file) == STDIN for file in files):
        return
    found = entries(files, wanted, Report())
    estimate = run.estimate(one for entry in found for one in entry.documents)
    run.purse.allow(estimate)
    view.announce(run.total or 0, estimate, run.purse.prices)


@contextmanager
def _output(  # noqa: PLR0913 (each is an option of the command)
    run: Predictor, config: LabelConfig | None, report: Report, *, out: Path | None,
    written_as: str | None, model_version: str | None, force: bool,
) -> Iterator[Output]:  # fmt: skip
    kind = written_as or _kind_of(out)
    if kind == "table":
        if out:
            raise click.UsageError("A table is for the terminal: leave --out away.")
        yield view.Table()
        return
    with _file(out, force=force) as file:
        if kind == "lines":
            yield Lines(file)
        else:
            tasks = PredictedTasks(config, report)
            yield Tasks(file, tasks, lambda: model_version or run.model)


def _kind_of(out: Path | None) -> str:
    if out is None:
        return "table"
    return "tasks" if out.suffix.lower() == ".json" else "lines"


def _file(out: Path | None, *, force: bool) -> AbstractContextManager[BinaryIO]:
    return appearing(out, force=force) if out else nullcontext(sys.stdout.buffer)


def _config(file: Path | None) -> LabelConfig | None:
    if file is None:
        return None
    return LabelConfig.parse(read(file).decode("utf-8-sig", "replace"), str(file))

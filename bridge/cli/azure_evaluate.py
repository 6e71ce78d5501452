"""`spanbridge azure evaluate`: how well a model does, and what it gets wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..appearing import appearing
from ..azure.evaluating import Evaluated, evaluate
from ..azure.project import AzureProject
from . import PROBLEMS
from . import azure_evaluate_view as view
from .azure_options import Outcome, on_project


@click.command("evaluate")
@click.option("--model", required=True, metavar="LABEL", help="The model.")
@click.option(
    "--min-f1", type=click.FloatRange(0, 1), metavar="NUMBER",
    help="The bar: below it the exit status is 1.",
)  # fmt: skip
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write it as one page.",
)  # fmt: skip
@click.option(
    "--text/--no-text", "texts", default=True,
    help="Show texts of mistakes, or leave them and the names of documents out, for sharing.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace the page that is there.")
@on_project
def evaluate_command(  # noqa: PLR0913 (an argument an option)
    project: AzureProject, *, model: str, min_f1: float | None, html: Path | None, texts: bool,
    force: bool,
) -> Outcome:  # fmt: skip
    """Tell how well a model does, by category and language, and what it gets wrong.

    Numbers are the service's own, of the documents that it tested the model on.
    """
    found = evaluate(project.session, model, texts=texts)
    if html:
        from ..azure.report_html import page  # noqa: PLC0415 (only where it is asked for)

        with appearing(html, force=force) as file:
            file.write(page(found, min_f1=min_f1, texts=texts).encode())
    below = min_f1 is not None and found.evaluation.f1 < min_f1
    data = _data(found, min_f1, texts=texts)
    return Outcome(
        data, lambda: view.show(found, min_f1, html, texts=texts), PROBLEMS if below else 0
    )


def _data(found: Evaluated, min_f1: float | None, *, texts: bool) -> dict[str, Any]:
    evaluation = found.evaluation
    data = {
        "project": found.project,
        "model": found.model.label,
        "documents": len(evaluation.documents),
        "averages": evaluation.averages,
        "min_f1": min_f1,
        "categories": {name: one.as_dict() for name, one in evaluation.categories.items()},
        "languages": {name: one.as_dict() for name, one in evaluation.languages().items()},
        "confusions": evaluation.confusions(),
        "advice": found.advice,
        "remarks": found.remarks,
    }
    return data | ({"mistakes": found.mistakes} if texts else {})

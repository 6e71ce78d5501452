"""`spanbridge azure pull`: a project brought home."""

from __future__ import annotations

from pathlib import Path

import click

from ..azure.project import AzureProject
from . import PROBLEMS
from . import azure_view as view
from .azure_options import Outcome, on_project


@click.command()
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="DIR",
    help="Folder to write; it appears whole or not at all.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace what an earlier run wrote there.")
@on_project
def pull(project: AzureProject, *, out: Path, force: bool) -> Outcome:
    """Bring labels, texts and evaluations home.

    `convert to-label-studio DIR/labels.json --texts DIR/documents` goes on from there. A text that
    the container doesn't have makes the exit status 1.
    """
    done = project.pull(out, force=force)

    def show() -> None:
        view.facts(
            project=done.project,
            folder=done.out,
            documents=f"{done.documents:,}",
            missing_texts=", ".join(done.missing[:10]),
            models=", ".join(done.models),
            deployments=", ".join(done.deployments),
        )

    return Outcome(done, show, PROBLEMS if done.missing else 0)

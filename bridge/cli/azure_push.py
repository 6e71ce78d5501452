"""`spanbridge azure push` and `restore`: labels and texts into Azure, and back from a backup."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec.structs import asdict

from ..azure import pushing, replacing
from ..azure.project import AzureProject
from ..azure.replacing import Replacement
from . import azure_view as view
from .azure_options import Outcome, confirm, on_project, yes_option

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.option("--replace", is_flag=True, help="Remove what is no longer in the labels.")
@click.option("--allow-few", is_flag=True, help="Let pass that there is too little to learn from.")
@yes_option
@on_project
def push(
    project: AzureProject, *, folder: Path, replace: bool, allow_few: bool, yes: bool
) -> Outcome:
    """Bring labels and texts into Azure; remove nothing unasked.

    DIR is what `convert to-azure` wrote. Texts go up that are new or changed; what is in Azure is
    backed up first, and a snapshot says what was sent.
    """
    plan = pushing.prepare(project.session, folder, allow_few=allow_few)
    _show_changes(plan.replacement)
    if replace:
        _confirm(plan.replacement, yes=yes)
    else:
        replacing.refuse_removals(plan.replacement)
    done = pushing.carry_out(plan)

    def show() -> None:
        view.facts(
            project=done.project,
            container=done.container,
            texts_uploaded=f"{done.uploaded:,} ({done.unchanged:,} were there)",
            backup=done.backup,
            snapshot=done.snapshot,
        )

    return Outcome(done, show)


@click.command()
@click.argument("backup")
@yes_option
@on_project
def restore(project: AzureProject, *, backup: str, yes: bool) -> Outcome:
    """Bring a backup of the labels back.

    BACKUP is a file, the name of a backup, or `latest`. The texts stay as they are.
    """
    replacement = pushing.prepare_restore(project.session, backup)
    _show_changes(replacement)
    _confirm(replacement, yes=yes)
    made = pushing.restore(project.session, replacement)
    data = {
        "project": replacement.project,
        "difference": asdict(replacement.difference),
        "backup": str(made) if made else None,
    }
    return Outcome(data, lambda: view.facts(project=replacement.project, backup=made))


def _show_changes(replacement: Replacement) -> None:
    context = click.get_current_context()
    if not context.params.get("as_json"):
        view.show_difference(replacement.difference)


def _confirm(replacement: Replacement, *, yes: bool) -> None:
    removed = replacement.difference.removes
    if removed:
        question = f"Remove {', '.join(removed)} from the project {replacement.project}?"
        confirm(question, yes=yes)

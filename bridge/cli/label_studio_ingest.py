"""`spanbridge label-studio ingest`: texts become tasks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ...converters.label_studio.config_writer import label_config
from ...converters.label_studio.label_config import LabelConfig
from ..files import read
from ..label_studio.client import Server
from ..label_studio.cutting import BLANK_LINES
from ..label_studio.ingesting import Ingestion
from ..label_studio.ingesting import ingest as bring
from ..progress import Progress
from .label_studio_options import on_server
from .label_studio_tasks import imported
from .shared import Outcome

NEW = "new"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class _Choice(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A word, or a number."""

    def __init__(self, word: str, name: str) -> None:
        self.word, self.name = word, name

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str | int:
        """Return the word or the number."""
        if isinstance(value, int) or value == self.word:
            return value if isinstance(value, int) else self.word
        if not str(value).isdecimal() or not int(value):
            self.fail(f"{value!r} is neither {self.word} nor a number.", param, ctx)
        return int(value)


PROJECT = _Choice(NEW, "project")


@click.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.option("--project", required=True, type=PROJECT, metavar="N|new", help="The project.")
@click.option("--title", metavar="TITLE", help="Of a new project; by default the folder's name.")
@click.option("--label-config", type=_FILE, metavar="FILE", help="Of a new project.")
@click.option("--labels", metavar="A,B,C", help="Labels of a new project, without a FILE.")
@click.option("--language", required=True, metavar="CODE", help="Of the texts, such as en-us.")
@click.option(
    "--split-at", type=_Choice(BLANK_LINES, "place"), metavar="blank-lines|N",
    help="Make several tasks of a text: cut at blank lines, or to N characters at most.",
)  # fmt: skip
@on_server
def ingest(  # noqa: PLR0913 (each is an option)
    server: Server, progress: Progress | None, *, folder: Path, project: str | int,
    title: str | None, label_config: Path | None, labels: str | None, language: str,
    split_at: str | int | None,
) -> Outcome:  # fmt: skip
    """Make a task of each text file of a folder.

    Files that end in .txt go in byte by byte; Label Studio's own upload makes a task of each line.
    Pieces of a text are joined again on the way to Azure. Run again, only new files are added.
    """
    number = project
    if project == NEW:
        config = _config(label_config, labels)
        LabelConfig.parse(config, str(label_config or "labels"))
        number = server.create(title or folder.resolve().name, config).id
    elif label_config or labels or title:
        raise click.UsageError("--label-config, --labels and --title are of a new project.")
    return imported(bring(server, int(number), Ingestion(folder, language, split_at), progress))


def _config(file: Path | None, labels: str | None) -> str:
    if bool(file) == bool(labels):
        raise click.UsageError("A new project needs --label-config FILE or --labels A,B,C.")
    if file:
        return read(file).decode("utf-8-sig", "replace")
    return label_config([name.strip() for name in str(labels).split(",") if name.strip()])

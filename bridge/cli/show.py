"""`spanbridge show`: labelled texts as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from ...converters.document import Document
from ..convert import documents_of
from ..reading import OptionError
from .highlight import highlighted, legend

_SOURCE = click.Path(exists=True, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("source", type=_SOURCE)
@click.option(
    "--texts", type=_FOLDER, metavar="DIR", help="Folder of the documents of a labels file."
)
@click.option(
    "--label-config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The labeling configuration of the tasks.",
)
@click.option(
    "-n",
    "--documents",
    "count",
    default=3,
    show_default=True,
    type=click.IntRange(min=1),
    help="How many documents to show.",
)
@click.option("--skip", default=0, type=click.IntRange(min=0), help="How many to pass over first.")
@click.option(
    "--characters",
    default=600,
    show_default=True,
    type=click.IntRange(min=1),
    help="How much of each to show.",
)
def show(  # noqa: PLR0913, PLR0917 (an argument an option)
    source: Path, texts: Path | None, label_config: Path | None, count: int, skip: int,
    characters: int,
) -> None:  # fmt: skip
    """Show labelled texts with their spans highlighted.

    SOURCE is an export or task list of Label Studio, or a labels file of Azure with --texts.
    Control characters are shown as symbols; without colours, spans stand in [brackets|Category].
    """
    from .console import out  # noqa: PLC0415 (rich is slow to import)

    shown = islice(_documents(source, texts, label_config), skip, skip + count)
    colours: dict[str, int] = {}
    for document in _with_usage(shown):
        out.rule(document.name or document.source.place, align="left", style="dim")
        out.print(highlighted(document, colours, characters, colour=out.color_system is not None))
    out.print(legend(colours))


def _with_usage(documents: Iterator[Document]) -> Iterator[Document]:
    try:
        yield from documents
    except OptionError as error:
        raise click.UsageError(str(error)) from error


def _documents(source: Path, texts: Path | None, config: Path | None) -> Iterator[Document]:
    for record in documents_of(source, texts=texts, label_config=config):
        yield from record.documents

"""The options of commands that read exports of Label Studio; `bridge.reading` says what they do."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import click

from ...converters.document import Kind
from ...converters.label_studio.options import Unit

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
Command = Callable[..., Any]

_OPTIONS = (
    click.option("--language", help="Language of texts that name none themselves, such as en-us."),
    click.option("--language-field", metavar="FIELD", help="Where a task names it: data.lang."),
    click.option(
        "--annotations",
        metavar="POLICY",
        default="ground-truth-or-latest",
        show_default=True,
        help="Whose annotation speaks for a task: ground-truth-or-latest, latest, first, "
        "by:ANNOTATOR (id, email or name), all (a document each), consensus (spans that more than "
        "half of the annotators have).",
    ),
    click.option(
        "--accept",
        metavar="RULE",
        default="human",
        show_default=True,
        help="Which annotations count at all: human (but for those made of predictions in bulk and "
        "never opened), reviewed (ground truth), reviewed:NAME (a reviewer's too), all.",
    ),
    click.option(
        "--from-predictions",
        is_flag=False,
        flag_value="",
        metavar="[MODEL_VERSION]",
        help="Read predictions instead of annotations; the latest without MODEL_VERSION.",
    ),
    click.option(
        "--kind",
        type=click.Choice(get_args(Kind)),
        default="entities",
        show_default=True,
        help="What the project labels: entities, or each text as a whole with one of the Choices "
        "or several.",
    ),
    click.option("--include-unlabelled", is_flag=True, help="Read tasks without annotation too."),
    click.option(
        "--offset-unit",
        type=click.Choice(get_args(Unit)),
        default="auto",
        show_default=True,
        help="What offsets count: code-points (Label Studio 1.4 and newer) or utf-16; auto asks "
        "the texts that regions quote.",
    ),
    click.option(
        "--group-by", metavar="FIELD", help="Texts of one group stay in one part: data.policy_id."
    ),
    click.option(
        "--label-config", type=_FILE, metavar="FILE", help="The project's labeling configuration."
    ),
    click.option(
        "--texts",
        type=_FOLDER,
        metavar="DIR",
        help="Folder of the texts: those of a labels file's documents, or those to whose addresses "
        "tasks refer (valueType url).",
    ),
)


def reading_options(command: Command) -> Command:
    """Add the options to a command, which takes them as keyword arguments of `Reading`."""
    return functools.reduce(lambda made, option: option(made), reversed(_OPTIONS), command)


def given(reading: dict[str, Any]) -> dict[str, Any]:
    """Return the options that were given, so that a language need not be."""
    return {name: value for name, value in reading.items() if value is not None}

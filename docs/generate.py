"""Writes the parts of the documentation that are made of the code: problems and commands.

    python docs/generate.py        # writes docs/problems.md and docs/commands.md

A test compares what stands in the files with what this makes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from spanbridge.bridge.cli import cli
from spanbridge.converters.catalogue import CATALOGUE, Purpose

_PROBLEMS = """# Problems

Made of `converters/catalogue/`. In a conversion an error leaves something out, and a warning tells
what was changed or kept; in a check an error is what Azure refuses or what teaches a model wrongly,
and some of what is worth a warning there keeps from sending it to Azure and training. Errors make
the exit status 1. `{…}` stands for what was found. Reports count all, and quote the first of each.

| code | converting | checking | sending | cause | consequence | what to do |
|---|---|---|---|---|---|---|
"""
_PURPOSES: tuple[Purpose, ...] = ("convert", "check", "push")
_COMMANDS = """# Commands

Made of the commands' own help.
"""


def problems() -> str:
    """Write the table of problems."""
    rows = (
        f"| `{code}` | {' | '.join(entry.severity_for(purpose) for purpose in _PURPOSES)} "
        f"| {entry.cause} | {entry.consequence} | {entry.remedy} |"
        for code, entry in CATALOGUE.items()
    )
    return _PROBLEMS + "\n".join(rows) + "\n"


def commands() -> str:
    """Write the help of every command."""
    return _COMMANDS + "".join(_help(cli, "spanbridge", None))


def _help(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    settings = cli.context_settings | {"terminal_width": 100}
    context = click.Context(command, parent, name, **settings)
    yield f"\n## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found:
                yield from _help(found, child, context)


def main() -> None:
    """Write the files beside this one."""
    here = Path(__file__).parent
    (here / "problems.md").write_text(problems(), encoding="utf-8")
    (here / "commands.md").write_text(commands(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Writes the parts of the documentation that are made of the code: problems, commands, operations.

    python docs/generate.py        # writes docs/problems.md, commands.md and part of emulator.md

A test compares what stands in the files with what this makes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from spanbridge.bridge.cli import cli
from spanbridge.bridge.emulator.urls import OPERATIONS, Operation
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
_HERE = Path(__file__).parent
_BEGIN, _END = "<!-- operations: made by docs/generate.py -->\n", "<!-- end of operations -->"
_OPERATIONS = """| operation | path | since | |
|---|---|---|---|
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


def emulator() -> str:
    """Write the page of the emulator with the table of its operations."""
    page = (_HERE / "emulator.md").read_text(encoding="utf-8")
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    table = _OPERATIONS + "".join(map(_operation, OPERATIONS))
    return before + _BEGIN + table + _END + after


def _operation(one: Operation) -> str:
    support = "supported" if one.supported else "refused"
    what = f"{support}; {one.note}" if one.note else support
    path = one.path.replace("/authoring/analyze-text/projects", "…", 1)
    return f"| `{one.name}` | {one.method} `{path}` | {one.since} | {what} |\n"


def main() -> None:
    """Write the files beside this one."""
    for part in (problems, commands, emulator):
        (_HERE / f"{part.__name__}.md").write_text(part(), encoding="utf-8")


if __name__ == "__main__":
    main()

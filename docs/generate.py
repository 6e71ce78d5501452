"""Writes the parts of the documentation that are made of the code, or of what was measured.

    python docs/generate.py   # problems.md, commands.md, parts of emulator.md, ml-backend.md and
                              # active-learning.md, pictures of the learning curve

What was measured is in docs/measured; docs/active-learning.md says how. A test compares what stands
in the files with what this makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
import msgspec
from prometheus_client.metrics import MetricWrapperBase
from spanbridge.bridge.active_learning.savings import TARGETS, Simulation
from spanbridge.bridge.active_learning.simulation import AXES
from spanbridge.bridge.cli import cli
from spanbridge.bridge.cli.loop_simulate_html import cost_words, picture, spread_words
from spanbridge.bridge.emulator.urls import OPERATIONS, Operation
from spanbridge.converters.catalogue import CATALOGUE, Purpose
from spanbridge.ml_backend.metrics import Metrics
from spanbridge.ml_backend.options import BackendOptions
from spanbridge.ml_backend.server import ROUTES

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
_BEGIN, _END = "<!-- {name}: made by docs/generate.py -->\n", "<!-- end of {name} -->"
_OPERATIONS = """| operation | path | since | |
|---|---|---|---|
"""
_OPTIONS = """| option | default | |
|---|---|---|
"""
_ROUTES = """| route | |
|---|---|
"""
_METRICS = """| metric | kind | labels | |
|---|---|---|---|
"""
_MEASURED = ("incidents-800", "incidents-800-noisy", "incidents-2000")
_COSTS = """| F1 | strategy | tokens | spans | documents | of random's tokens |
|---|---|---|---|---|---|
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
    return _with(page, "operations", _OPERATIONS + "".join(map(_operation, OPERATIONS)))


def ml_backend() -> str:
    """Write the page of the ML backend with the tables of its options, routes and metrics."""
    page = (_HERE / "ml-backend.md").read_text(encoding="utf-8")
    page = _with(page, "options", _OPTIONS + "".join(_options()))
    routes = (f"| {method} `{path}` | {words} |\n" for method, path, words in ROUTES.values())
    page = _with(page, "routes", _ROUTES + "".join(routes))
    return _with(page, "metrics", _METRICS + "".join(map(_metric, Metrics().listed())))


def _with(page: str, name: str, table: str) -> str:
    """Put a table where its marks are."""
    begin, end = _BEGIN.format(name=name), _END.format(name=name)
    before, _, rest = page.partition(begin)
    return before + begin + table + end + rest.partition(end)[2]


def _options() -> Iterator[str]:
    """Describe the options by the docstring of their class, which says each once."""
    words = re.findall(
        r"^ {4}(\w+): (.*(?:\n {8}.*)*)", cleandoc(BackendOptions.__doc__ or ""), re.MULTILINE
    )
    defaults = BackendOptions()
    for name, meaning in words:
        value = getattr(defaults, name)
        shown = "" if value in (None, [], {}) else f"`{value}`"
        said = " ".join(meaning.split())
        yield f"| `{name}` | {shown} | {said[:1].upper()}{said[1:]} |\n"


def _metric(one: MetricWrapperBase) -> str:
    [family] = one.describe()
    ending = "_total" if family.type == "counter" else ""
    labels = ", ".join(f"`{label}`" for label in one._labelnames)  # noqa: SLF001 (no other way)
    return f"| `{family.name}{ending}` | {family.type} | {labels} | {family.documentation} |\n"


def _operation(one: Operation) -> str:
    support = "supported" if one.supported else "refused"
    what = f"{support}; {one.note}" if one.note else support
    path = one.path.replace("/authoring/analyze-text/projects", "…", 1)
    return f"| `{one.name}` | {one.method} `{path}` | {one.since} | {what} |\n"


def active_learning() -> str:
    """Write the page of active learning with the tables of its simulations."""
    page = (_HERE / "active-learning.md").read_text(encoding="utf-8")
    for name in _MEASURED:
        page = _with(page, name, "".join(_costs(_simulation(name))))
    return page


def curve(theme: str) -> str:
    """Draw the learning curves of the incident reports, for pages that are light or dark."""
    return picture(_simulation(_MEASURED[0]), "tokens", theme) + "\n"


def _simulation(name: str) -> Simulation:
    data = (_HERE / "measured" / f"{name}.json").read_bytes()
    return msgspec.json.decode(data, type=Simulation)


def _costs(found: Simulation) -> Iterator[str]:
    costs = {(cost.target, cost.strategy, cost.axis): cost for cost in found.costs()}
    yield _COSTS
    for target in TARGETS:
        for name in found.strategies:
            by_axis = [costs[target, name, axis] for axis in AXES]
            beside = by_axis[0].beside
            cells = [f"{target:.0%}", name, *map(cost_words, by_axis)]
            cells.append(spread_words(beside, ".2f") if beside else "")
            yield f"| {' | '.join(cells)} |\n"


def main() -> None:
    """Write the files beside this one."""
    for part in (problems, commands, emulator, ml_backend, active_learning):
        name = part.__name__.replace("_", "-")
        (_HERE / f"{name}.md").write_text(part(), encoding="utf-8")
    for theme in ("light", "dark"):
        (_HERE / f"learning-curve-{theme}.svg").write_text(curve(theme), encoding="utf-8")


if __name__ == "__main__":
    main()

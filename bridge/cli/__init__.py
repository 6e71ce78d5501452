"""The command line. Commands are loaded when they are called, so that help is quick.

Exit status: 0 done (warnings too), 1 problems, 2 wrong use, 3 a service refused or can't be
reached, 130 interrupted.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from types import FrameType
from typing import NoReturn

import click

from ...converters.problems import ProblemError

PROBLEMS, WRONG_USE, SERVICE, INTERRUPTED = 1, 2, 3, 130
_WRONG_USE_CODES = ("language-not-given", "output-exists", "output-file-exists")


class LazyGroup(click.Group):
    """A group whose commands are named with their help, and imported when they run."""

    def __init__(self, *, table: dict[str, tuple[str, str]], **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's)
        """Return the names, without importing anything."""
        return [*self._table]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's)
        """Import a command."""
        if cmd_name not in self._table:
            return None
        module, _, attribute = self._table[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module, __package__), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 (click's)
        """Write the commands' help from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self._table.items()])


COMMANDS = {
    "azure": (".azure:azure", "Bring a project into Azure, and through its life there."),
    "check": (".check:check_command", "Say what is wrong with a file; mend a labels file."),
    "config": (".config:config", "Tell the settings, and where each came from."),
    "cost": (
        ".azure_cost:cost_command",
        "Count what training or predicting would be billed, and price it.",
    ),
    "convert": (".convert:convert", "Convert labelled texts between Label Studio and Azure."),
    "demo": (".demo:demo", "See it all work, in a minute or two, without an account."),
    "diff": (".diff:diff", "Say what changed between two labelled sets."),
    "label-studio": (".label_studio:label_studio", "Bring tasks into Label Studio, and back."),
    "ml-backend": (
        ".ml_backend:ml_backend_command",
        "Serve Azure's suggestions to Label Studio.",
    ),
    "loop": (
        ".loop:loop",
        "Keep a model in Azure improving by what is annotated in Label Studio.",
    ),
    "migrate": (".migrate:migrate", "Bring projects out of Language Studio into Label Studio."),
    "show": (".show:show", "Show labelled texts with their spans highlighted."),
    "emulator": (".emulator:emulator", "Run a local Azure AI Language for custom text."),
}


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="spanbridge", prog_name="spanbridge")
def cli() -> None:
    """Bridge Label Studio and Azure AI Language custom NER, exact to the code unit."""


def main() -> NoReturn:
    """Run the command line, and end the process with its exit status."""
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line; return its exit status. Every exception becomes a message."""
    try:
        status = cli.main(arguments, prog_name="spanbridge", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ProblemError as error:
        from .console import tell  # noqa: PLC0415 (rich is slow to import)

        tell(error.problem)
        return WRONG_USE if error.problem.code in _WRONG_USE_CODES else PROBLEMS
    except (KeyboardInterrupt, click.Abort) as error:
        interrupt = error.__cause__ if isinstance(error, click.Abort) else error
        click.echo(str(interrupt or "") or "Interrupted; nothing was written.", err=True)
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except Exception as error:  # noqa: BLE001 (nobody is to see a traceback)
        return _told(error) or _unexpected(error)
    return status if isinstance(status, int) else 0


def _told(error: Exception) -> int:
    """Say what a service, or a rule of ours about it, refused; 0 where it is neither."""
    from ..errors import ServiceError, StoppedError  # noqa: PLC0415 (not all commands' need)

    if not isinstance(error, ServiceError | StoppedError):
        return 0
    from .azure_view import tell_error  # noqa: PLC0415 (rich is slow to import)

    tell_error(error)
    return SERVICE if isinstance(error, ServiceError) else PROBLEMS


def _unexpected(error: Exception) -> int:
    """Own up to a fault of ours."""
    if os.environ.get("SPANBRIDGE_DEBUG"):
        raise error
    click.echo(
        f"This is a fault of spanbridge, not yours: {type(error).__name__}: {error}\n"
        "Nothing was written. Please report it, with what SPANBRIDGE_DEBUG=1 shows.",
        err=True,
    )
    return PROBLEMS


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt

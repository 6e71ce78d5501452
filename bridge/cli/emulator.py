"""`spanbridge emulator`: a local Azure AI Language, until it is interrupted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

KEY_VARIABLE = "SPANBRIDGE_EMULATOR_KEY"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", default=8765, show_default=True, type=click.IntRange(0, 65535),
    help="Port to listen at; 0 takes a free one.",
)  # fmt: skip
@click.option(
    "--state", default="memory", show_default=True, metavar="DIR|memory",
    help="Where projects, models and jobs are kept; a folder survives a restart.",
)  # fmt: skip
@click.option(
    "--storage", metavar="DIR|CONNECTION_STRING", envvar="SPANBRIDGE_EMULATOR_STORAGE",
    help="Where texts are: a folder with a sub-folder a container, or Blob storage (a connection "
    "string is better given as SPANBRIDGE_EMULATOR_STORAGE, since it holds a key).",
)  # fmt: skip
@click.option(
    "--jobs", default="immediate", show_default=True, metavar="immediate|polls:N|seconds:S",
    help="When jobs end: at once, after N polls, or after S seconds.",
)  # fmt: skip
@click.option("--tls", is_flag=True, help="Speak TLS, and take bearer tokens too (needs trustme).")
@click.option("--tls-name", metavar="NAME", help="A name that other machines know this one by.")
@click.option(
    "--authority", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the certificate that clients must trust; else a new file.",
)  # fmt: skip
@click.option("--limits", is_flag=True, help="Keep to the service's rates of calls.")
@click.option(
    "--strict/--lenient", default=True, show_default=True,
    help="Refuse what the service would, or take what can be taken.",
)  # fmt: skip
@click.option(
    "--tier", default="S", show_default=True, type=click.Choice(["S", "F0"]),
    help="The pricing tier: on F0 a project has one deployment, else ten.",
)  # fmt: skip
@click.option("--jitter", is_flag=True, help="Train unequal models of equal data, as Azure does.")
@click.option("--faults", type=_FILE, metavar="FILE", help="Faults on demand, as JSON.")
@click.option(
    "--key-file", type=_FILE, metavar="FILE", help=f"File with the key (or set {KEY_VARIABLE})."
)
def emulator(key_file: Path | None, faults: Path | None, **options: Any) -> int:
    """Run a local Azure AI Language for custom text.

    It imports, trains, evaluates, deploys and analyses as the service does, with a small model of
    its own. The official clients can't tell it apart, no account is needed, nothing is billed.
    """
    from ..emulator import AzureLanguageEmulator, OptionError, Options  # noqa: PLC0415 (flask is slow)

    key = _key(key_file)
    try:
        server = AzureLanguageEmulator(Options(key=key, **options))
        server.start()
    except OptionError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"The emulator can't start: {error}.") from error
    try:
        _serve(server, faults, shown=key is None)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    finally:
        server.stop()
    return 0


def _serve(server: Any, faults: Path | None, *, shown: bool) -> None:
    if faults:
        from ..emulator.exceptions import ServiceError  # noqa: PLC0415 (with the rest of it)

        try:
            server.resource.faults.add(faults.read_bytes())
        except ServiceError as error:
            raise click.UsageError(f"{faults}: {error.message}") from error
    _tell(server, shown=shown)
    server.wait()


def _tell(server: Any, *, shown: bool) -> None:
    """Print what a client needs to know."""
    options = server.options
    click.echo(f"Azure AI Language (emulated) listens at {server.endpoint}")
    if shown:
        click.echo(f"Key, made for this run and shown once: {server.key}")
    if server.certificate:
        click.echo(f"Clients must trust the authority in {server.certificate}")
    kept = "memory, lost at the end" if options.state == "memory" else options.state
    click.echo(f"State: {kept}. Jobs: {options.jobs}.")
    if options.storage is None:
        click.echo("No --storage: projects can be made, but training will find no texts.")
    click.echo("Ctrl-C stops it.")


def _key(file: Path | None) -> str | None:
    key = file.read_text(encoding="utf-8").strip() if file else os.environ.get(KEY_VARIABLE)
    if file and not key:
        raise click.UsageError(f"The key file {file} is empty.")
    return key or None

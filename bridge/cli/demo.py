"""`spanbridge demo`: from labelled reports to a model that improves, on this machine alone."""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

_STOPPED = "Interrupted; all that the demo had started is stopped."


@click.command()
@click.option(
    "--label-studio", "with_label_studio", is_flag=True,
    help="Install and start the real Label Studio, connected, and stay until Ctrl-C.",
)  # fmt: skip
@click.option(
    "--keep", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="Leave all files there; by default they are in a temporary folder, and go.",
)  # fmt: skip
def demo(*, with_label_studio: bool, keep: Path | None) -> int:
    """See it all work, in a minute or two, without an account.

    A local emulator of Azure AI Language is started; incident reports that come with spanbridge are
    converted, checked, pushed, trained on, and corrected by a simulated annotator in four rounds,
    the least certain first, beside as many in random order. Ctrl-C stops all of it.

    With --label-studio the same reports wait in a real Label Studio instead, with the suggestions
    of a first model, the least certain first. It is installed into an environment of its own, in
    your cache, when it is first asked for.
    """
    from ..demo.rounds import Address  # noqa: PLC0415 (slow to import)
    from ..demo.story import play  # noqa: PLC0415 (with it)
    from ..emulator import AzureLanguageEmulator  # noqa: PLC0415 (flask is slow)
    from . import demo_view as view  # noqa: PLC0415 (rich is slow to import)

    if with_label_studio:
        return _in_label_studio(keep)
    with _folder(keep) as folder, _stopping():
        storage = folder / "storage"
        storage.mkdir(parents=True, exist_ok=True)
        with AzureLanguageEmulator(storage=storage) as server:
            view.begin(server.endpoint)
            play(folder, Address(server.endpoint, server.key), view.Terminal())
        view.end(keep)
    return 0


def _in_label_studio(keep: Path | None) -> int:
    """Stay until Ctrl-C, or until somebody else stops it."""
    from ..demo.label_studio import label_studio  # noqa: PLC0415 (slow to import)
    from . import demo_studio_view as view  # noqa: PLC0415 (rich is slow to import)

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with _folder(keep) as folder, label_studio(folder, view.Terminal()) as studio:
            view.tell(studio)
            threading.Event().wait()
    except KeyboardInterrupt:
        view.end()
    return 0


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep:
        if keep.exists() and any(keep.iterdir()):
            raise click.UsageError(f"{keep} isn't empty.")
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="spanbridge-demo-") as folder:
        yield Path(folder)


@contextmanager
def _stopping() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt as error:
        raise KeyboardInterrupt(_STOPPED) from error

"""`spanbridge label-studio connect` and `disconnect`: a project and its ML backend."""

from __future__ import annotations

import click
from rich.text import Text

from ..connecting import connect as join
from ..connecting import disconnect as part
from ..label_studio.client import Server
from ..progress import Progress
from ..settings import Settings
from . import azure_view as view
from .console import out, tell_all
from .label_studio_options import on_both, on_server
from .shared import Outcome


@click.command()
@click.argument("number", type=int, metavar="N")
@click.option(
    "--backend-url", metavar="URL",
    help="Where Label Studio reaches the backend.  [default: as it does already, or "
    "http://127.0.0.1:9090]",
)  # fmt: skip
@click.option(
    "--overlap", type=click.IntRange(0, 100), metavar="PERCENT",
    help="Let two annotators label that share of the tasks; 0 ends it.",
)  # fmt: skip
@on_both
def connect(
    settings: Settings, server: Server, _progress: Progress | None, *, number: int,
    backend_url: str | None, overlap: int | None,
) -> Outcome:  # fmt: skip
    """Connect project N with `spanbridge ml-backend`.

    Registers the backend and the webhook's secret, shows the predictions of what is deployed, and
    lets the least certain tasks come first. What keeps Label Studio from reaching the backend is
    told with what to do about it. Run again, it changes only what isn't so already.
    """
    done = join(server, number, settings, backend_url=backend_url, overlap=overlap)

    def show() -> None:
        tell_all(done.report)
        _tell(done.done)
        view.facts(project=done.project, backend=done.url, model_version=done.version)

    return Outcome(done.as_dict(), show)


@click.command()
@click.argument("number", type=int, metavar="N")
@click.option("--backend-url", metavar="URL", help="Of a backend that was connected otherwise.")
@on_server
def disconnect(
    server: Server, _progress: Progress | None, *, number: int, backend_url: str | None
) -> Outcome:
    """Undo what `connect` did to project N.

    Predictions and annotations stay, and so does what somebody has set otherwise since.
    """
    done = part(server, number, backend_url=backend_url)
    return Outcome(done, lambda: _tell(done.done))


def _tell(done: list[str]) -> None:
    for words in done:
        out.print(Text(f"{words[0].upper()}{words[1:]}."), soft_wrap=True)
    if not done:
        out.print("Nothing was to be done.")

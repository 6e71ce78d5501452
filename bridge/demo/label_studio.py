"""The demo in a real Label Studio: installed, started, filled, connected, with suggestions."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from ...converters.label_studio.config_writer import label_config
from ..connecting import connect
from ..connecting.allowance import allowance
from ..connecting.secret import webhook_secret
from ..label_studio.client import Server
from ..prelabelling import prelabel
from ..settings import Settings, load
from .children import Children, free_port
from .environments import cache, environment
from .reports import Labelled, labelled_reports
from .rounds import DEPLOYMENT, Address, Rounds
from .story import FIRST, NAME, Show

EMAIL: Final = "demo@example.com"
_HERE: Final = "127.0.0.1"
_REQUIREMENTS: Final = "label-studio.txt"
_QUIET: Final = {
    "COLLECT_ANALYTICS": "False",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
    "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
}
"""No analytics, no error reports; the token that is made here works."""
_TABLES: Final = "\n[backend]\nexplored = 0.0  # whoever looks is to see suggestions first\n"
_HOMES: Final = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
_COMMAND: Final = [sys.executable, "-m", "spanbridge.bridge.cli"]


class Begun(Struct, frozen=True):
    """The reports that are labelled when the demo begins, and those that are to be."""

    labelled: list[Labelled]
    rest: list[Labelled]

    @property
    def labels(self) -> list[str]:
        """All labels, as the labelled reports have them, in the order in which they appear."""
        spans = (span for one in self.labelled for span in one.document.spans)
        return [*dict.fromkeys(span.label for span in spans)]


class Studio(Struct, frozen=True):
    """A demo that runs: where to look, and who one is there."""

    folder: Path
    address: str
    password: str
    project: int
    azure: Address
    backend: str
    suggestions: int

    @property
    def task_list(self) -> str:
        """The address of the project's tasks."""
        return f"{self.address}/projects/{self.project}/data"


@contextmanager
def label_studio(folder: Path, show: Show) -> Iterator[Studio]:
    """Run the demo as long as the `with` lasts; all that it starts ends with it.

    Args:
        folder: for all its files but for Label Studio's own program, which stays in the cache.
        show: how it is shown.

    Raises:
        StoppedError: Label Studio can't be installed, or a server doesn't start.
        ServiceError, ProblemError: something that should not happen did.
    """
    with Children(folder / "logs") as children:
        program = _installed(show)
        with show.working("starting Label Studio, Azure's emulator and the ML backend"):
            azure = _emulator(children, folder)
            address, token, password = _label_studio(children, folder, program)
        model = _first_model(folder, azure, show)
        settings = _settings(folder, azure, address, token)
        with (
            show.working("bringing the reports into Label Studio"),
            closing(Server(settings)) as server,
        ):
            project = _fill(server, model)
            backend = _backend(children, settings, folder)
            connect(server, project, settings, backend_url=backend)
            done = prelabel(server, project, settings)
        yield Studio(folder, address, password, project, azure, backend, done.added)


def _installed(show: Show) -> Path:
    requirements = files(__package__).joinpath("data", _REQUIREMENTS).read_text("utf-8")
    with show.working("installing Label Studio in an environment of its own; once, some minutes"):
        return environment(cache(), "label-studio", requirements)


def _emulator(children: Children, folder: Path) -> Address:
    port, key = free_port(), secrets.token_hex(16)
    storage = folder / "storage"
    storage.mkdir(parents=True, exist_ok=True)
    endpoint = f"http://{_HERE}:{port}"
    command = [*_COMMAND, "emulator", "--port", str(port), "--storage", str(storage)]
    children.start("emulator", command, {"SPANBRIDGE_EMULATOR_KEY": key}, f"{endpoint}/health")
    return Address(endpoint, key)


def _label_studio(children: Children, folder: Path, program: Path) -> tuple[str, str, str]:
    """Start it with a user of this demo's own; passwords go by the environment, not the command."""
    port, token, password = free_port(), secrets.token_hex(20), secrets.token_urlsafe(9)
    home = folder / "label-studio"
    home.mkdir(parents=True, exist_ok=True)
    address = f"http://{_HERE}:{port}"
    given = {
        "LABEL_STUDIO_USERNAME": EMAIL,
        "LABEL_STUDIO_PASSWORD": password,
        "LABEL_STUDIO_USER_TOKEN": token,
    }
    command = [str(program / "label-studio"), "start", "--no-browser", "--port", str(port)]
    command += ["--data-dir", str(home / "data")]
    environment_of = dict.fromkeys(_HOMES, str(home)) | _QUIET | allowance(_HERE) | given
    children.start("label-studio", command, environment_of, f"{address}/health")
    return address, token, password


def _backend(children: Children, settings: Settings, folder: Path) -> str:
    port = free_port()
    backend = f"http://{_HERE}:{port}"
    environment_of = {
        "SPANBRIDGE_AZURE_ENDPOINT": str(settings.endpoint),
        "SPANBRIDGE_AZURE_KEY": settings.need("key").reveal(),
        "SPANBRIDGE_PROJECT": NAME,
        "SPANBRIDGE_DEPLOYMENT": DEPLOYMENT,
        "SPANBRIDGE_STATE": settings.state,
        "LABEL_STUDIO_URL": str(settings.label_studio_url),
        "LABEL_STUDIO_API_KEY": settings.need("label_studio_api_key").reveal(),
    }
    file = folder / "spanbridge.toml"  # not the reader's own
    command = [*_COMMAND, "ml-backend", "--port", str(port), "--config", str(file)]
    children.start("ml-backend", command, environment_of, f"{backend}/health")
    return backend


def _first_model(folder: Path, azure: Address, show: Show) -> Begun:
    """Train on the test part and the first reports, and deploy it."""
    reports = labelled_reports()
    test = [one for one in reports if one.is_test]
    pool = [one for one in reports if not one.is_test]
    with show.working("training a first model"), closing(Rounds(NAME, folder, azure)) as rounds:
        rounds.convert([*test, *pool[:FIRST]])
        rounds.push()
        found = rounds.train("r0")
        rounds.deploy("r0")
    show.evaluated(found)
    return Begun([*test, *pool[:FIRST]], pool[FIRST:])


def _settings(folder: Path, azure: Address, address: str, token: str) -> Settings:
    """Write them where commands that are typed in the folder find them, too."""
    given = {
        "endpoint": azure.endpoint, "key": azure.key, "project": NAME, "deployment": DEPLOYMENT,
        "storage": "storage", "state": "state", "label_studio_url": address,
        "label_studio_api_key": token,
    }  # fmt: skip
    file = folder / "spanbridge.toml"
    file.touch(0o600)
    lines = [f"{name} = {json.dumps(value)}\n" for name, value in given.items()]
    file.write_text("".join(lines) + _TABLES, encoding="utf-8")
    webhook_secret(load(environment={}, file=file))  # it is there when the backend starts
    return load(environment={}, file=file)


def _fill(server: Server, begun: Begun) -> int:
    """Make the project, with labelled reports and such as wait for it."""
    project = server.create("Incident reports", label_config(begun.labels)).id
    labelled = [_body(one, with_answer=True) for one in begun.labelled]
    server.add_tasks(project, labelled + [_body(one, with_answer=False) for one in begun.rest])
    return project


def _body(one: Labelled, *, with_answer: bool) -> dict[str, Any]:
    body: dict[str, Any] = {"data": one.task["data"]}
    if with_answer:
        results = [{"result": answer["result"]} for answer in one.task["annotations"]]
        body["annotations"] = [{"ground_truth": False, **answer} for answer in results]
    return body

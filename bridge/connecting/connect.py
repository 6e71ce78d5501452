"""Registers the ML backend at a Label Studio project, so that suggestions come and are sorted by.

Run again, it changes only what is not as it should be. What the project was set to before stands
in the connection's `extra_params`, for `disconnect`.
"""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from ...converters.report import Report
from ..azure.serving import parts_of
from ..errors import ServiceError
from ..label_studio import connections, project_settings
from ..label_studio.calls import Calls
from ..label_studio.connections import Connection
from ..label_studio.project_settings import UNCERTAINTY, ProjectSettings
from ..prelabelling.showing import TITLE
from ..settings import Settings
from .addresses import DEFAULT, address, webhook_of
from .blocking import explained
from .hooking import hooked
from .registering import Registrar, own
from .secret import webhook_secret

_TWICE: Final = 2
_ALL: Final = 100


class Connected(Struct, frozen=True):
    """What is connected now; `done` says what was changed for it, in words."""

    project: int
    url: str
    connection: int
    webhook: int
    version: str
    done: list[str]
    report: Report

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        found = {name: getattr(self, name) for name in self.__struct_fields__ if name != "report"}
        return found | {"problems": self.report.as_dict()["problems"]}


def connect(
    server: Calls,
    project: int,
    settings: Settings,
    *,
    backend_url: str | None = None,
    overlap: int | None = None,
) -> Connected:
    """Register a backend and its webhook at a project, or mend what is registered.

    Args:
        server: where the project is.
        project: its number in Label Studio.
        settings: Azure project and deployment that the backend is to ask for this project;
            Basic authentication and webhook secret that it takes.
        backend_url: where Label Studio reaches the backend; by default where it does already.
        overlap: the share of tasks, in percent, that two annotators are to label; 0 ends that.

    Raises:
        BlockedError: Label Studio can't reach the backend, or may not; says what to do.
        StoppedError: the address is none.
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    done: list[str] = []
    there = connections.of(server, project)
    mine = own(there, address(backend_url) if backend_url else None)
    url = address(backend_url or (mine.url if mine else DEFAULT))
    mine = own(there, url)
    secret, is_new = webhook_secret(settings)
    if is_new:
        done.append(f"made the webhook secret, which is kept in {settings.state}")
    registrar = Registrar(server, project, settings, done.append)
    before = project_settings.read(server, project)
    to_set = _wanted(before, overlap)
    connection = registrar.register(mine, url, before, to_set)
    urls = [webhook_of(url), *([webhook_of(mine.url)] if mine else [])]
    try:
        hook = hooked(server, project, urls, secret, done.append)
    except ServiceError as error:
        raise explained(error, url) from None
    version = registrar.title(connection)
    shown = before.model_version or ""
    follows = bool(version) and (not shown or shown == TITLE or parts_of(shown) is not None)
    done += _set(server, project, to_set | ({"model_version": version} if follows else {}))
    report = _warnings(server, project, there[:1] or [connection], connection, version)
    return Connected(project, url, connection.id, hook.id, version, done, report)


def _wanted(now: ProjectSettings, overlap: int | None) -> dict[str, Any]:
    """Let the project show predictions, sort by them, and ask for double annotation."""
    wanted: dict[str, Any] = {"sampling": UNCERTAINTY, "show_collab_predictions": True}
    if overlap is not None:
        most = max(_TWICE, now.maximum_annotations) if overlap else 1
        wanted |= {"maximum_annotations": most, "overlap_cohort_percentage": overlap or _ALL}
    return wanted


def _set(server: Calls, project: int, wanted: dict[str, Any]) -> list[str]:
    now = project_settings.read(server, project)
    changed = {name: one for name, one in wanted.items() if getattr(now, name) != one}
    if changed:
        project_settings.change(server, project, **changed)
    return [f"set the project's {name} to {one}" for name, one in changed.items()]


def _warnings(
    server: Calls, project: int, there: list[Connection], mine: Connection, version: str
) -> Report:
    """Tell what will keep suggestions from coming, or from being sorted by."""
    report, where = Report(), f"project {project}"
    if there[0].id != mine.id:
        report.tell("connection-not-first", where, title=there[0].title, url=there[0].url)
    shown = project_settings.read(server, project).model_version
    if not version:
        report.tell("backend-serves-nothing", where, url=mine.url)
    elif shown != version:
        report.tell("other-version-shown", where, shown=shown, version=version)
    return report

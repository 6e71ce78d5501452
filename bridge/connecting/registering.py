"""Registers a backend as the ML connection of a project, or mends the connection that is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from ..azure.serving import parts_of
from ..errors import ServiceError
from ..label_studio import connections
from ..label_studio.calls import Calls
from ..label_studio.connections import Connection, Wanted
from ..label_studio.project_settings import ProjectSettings
from ..prelabelling.showing import BASIC, TITLE
from ..settings import Settings
from .blocking import explained

MEMORY: Final = "spanbridge"
"""Where in `extra_params` stands what the project was set to: `{"before": {…}, "set": {…}}`."""
_BROUGHT: Final = ("project", "deployment")
_CONNECTED: Final = "CO"

Note = Callable[[str], None]


class Registrar:
    """Keeps the ML connection of a project as the settings want it.

    Args:
        server: where the project is.
        project: its number.
        settings: which Azure project and deployment are asked, and with what password the backend.
        note: told what was changed, in words.
    """

    def __init__(self, server: Calls, project: int, settings: Settings, note: Note) -> None:
        self._server, self._project, self._note = server, project, note
        given = {name: getattr(settings, name) for name in _BROUGHT if getattr(settings, name)}
        self._params = given
        self._user = settings.backend_user if settings.backend_password else None
        self._password = settings.backend_password if settings.backend_user else None

    def register(
        self, mine: Connection | None, url: str, before: ProjectSettings, to_set: dict[str, Any]
    ) -> Connection:
        """Add the connection, or change it where it isn't as wanted.

        Args:
            mine: the connection that is there.
            url: of the backend.
            before: what the project is set to.
            to_set: what it is going to be set to; both are remembered for `disconnect`.

        Raises:
            BlockedError: Label Studio can't reach the backend, or may not.
            ServiceError: it refused or failed otherwise.
        """
        was = {name: getattr(before, name) for name in to_set}
        if mine is None:
            memory = {"before": was, "set": to_set}
            return self._add(self._wanted(url, TITLE, {MEMORY: memory}))
        held = memory_of(mine)
        memory = {
            "before": was | held.get("before", {}),
            "set": held.get("set", {}) | to_set,
        }
        params = params_of(mine) | {MEMORY: memory}
        wanted = self._wanted(url, mine.title, params)
        if mine.state == _CONNECTED and _is_as(mine, wanted):
            return mine
        return self._update(mine, wanted, f"changed the ML connection to {url}")

    def title(self, one: Connection) -> str:
        """Title a connection by what its backend serves, and return that; the project follows."""
        version = one.model_version or ""
        if not parts_of(version):
            return ""
        if one.title != version:
            wanted = self._wanted(one.url, version, params_of(one))
            self._update(one, wanted, f"titled the ML connection {version}, as its predictions")
        return version

    def _wanted(self, url: str, title: str, params: dict[str, Any]) -> Wanted:
        return Wanted(url, title, params | self._params, self._user, self._password)

    def _add(self, wanted: Wanted) -> Connection:
        """Add a connection; Label Studio leaves one without webhook where it may not tell it."""
        try:
            made = connections.add(self._server, self._project, wanted)
        except ServiceError as error:
            for one in connections.of(self._server, self._project):
                if one.url == wanted.url:
                    connections.delete(self._server, one.id)
            raise explained(error, wanted.url) from None
        self._note(f"added the ML connection to {wanted.url}")
        return made

    def _update(self, one: Connection, wanted: Wanted, words: str) -> Connection:
        wanted = replace(wanted, is_interactive=one.is_interactive)
        try:
            done = connections.update(self._server, one.id, self._project, wanted)
        except ServiceError as error:
            raise explained(error, wanted.url) from None
        self._note(words)
        return done


def own(there: list[Connection], url: str | None) -> Connection | None:
    """Find our connection: that of the address, else one that we have made."""
    same = [one for one in there if one.url.rstrip("/") == url]
    made = [one for one in there if MEMORY in params_of(one)]
    return next(iter(same + made), None)


def params_of(one: Connection) -> dict[str, Any]:
    """Return what a connection brings to its backend."""
    return dict(one.extra_params) if isinstance(one.extra_params, dict) else {}


def memory_of(one: Connection) -> dict[str, Any]:
    """Return what a connection remembers of the project: `before` and `set`."""
    held = params_of(one).get(MEMORY)
    return held if isinstance(held, dict) else {}


def _is_as(one: Connection, wanted: Wanted) -> bool:
    """Whether a connection is as wanted, as far as Label Studio tells: of passwords it doesn't."""
    method = BASIC if wanted.user else "NONE"
    return (one.url, one.extra_params, one.auth_method, one.basic_auth_user or None) == (
        wanted.url, wanted.extra_params, method, wanted.user
    )  # fmt: skip

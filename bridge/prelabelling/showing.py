"""Lets a project show, and sort by, the predictions of a version.

Label Studio compares `project.model_version` with the versions of predictions; if an ML connection
has it as its title, the backend is also asked for tasks that have none. So both are to be the
version of the predictions. With another title there, uncertainty sampling falls silently to random.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from ..azure.serving import parts_of
from ..label_studio import connections, project_settings
from ..label_studio.calls import Calls
from ..label_studio.connections import Connection, Wanted
from ..settings import Settings

BASIC: Final = "BASIC_AUTH"
TITLE: Final = "spanbridge"
"""The title of a connection of which no model version is known yet."""


class Shown(Struct, frozen=True):
    """What a project shows now, and what it showed before."""

    version: str
    before: str

    @property
    def is_changed(self) -> bool:
        """Whether it shows something else than before."""
        return self.version != self.before


def show(server: Calls, project: int, version: str, settings: Settings) -> Shown:
    """Let a project show a version, unless it shows somebody's own, or another deployment's.

    The ML connection that is titled by a version of this deployment is titled anew.

    Args:
        server: where the project is.
        project: its number.
        version: `<deployment>@<model>`; predictions or an ML connection must have it.
        settings: Basic authentication of the ML connection (`backend_user`, `backend_password`).

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    before = project_settings.read(server, project).model_version or ""
    if before and not _gives_way(before, version):
        return Shown(before, before)
    for one in connections.of(server, project):
        wanted = retitled(one, version, settings) if _gives_way(one.title, version) else None
        if wanted and one.title != version:
            connections.update(server, one.id, project, wanted)
    now = project_settings.read(server, project).model_version or ""
    if now != version:
        now = project_settings.change(server, project, model_version=version).model_version or ""
    return Shown(now, before)


def _gives_way(shown: str, version: str) -> bool:
    """Whether a version takes the place of what is shown: of the same deployment, or of nothing."""
    known, new = parts_of(shown), parts_of(version)
    return shown == TITLE or (known is not None and new is not None and known[0] == new[0])


def retitled(one: Connection, title: str, settings: Settings) -> Wanted | None:
    """Return an ML connection with another title; None where its password isn't known.

    Label Studio asks the backend with what is sent, so the password must be sent again.
    """
    is_basic = one.auth_method == BASIC
    if is_basic and not (settings.backend_user and settings.backend_password):
        return None
    return Wanted(
        one.url,
        title,
        one.extra_params if isinstance(one.extra_params, dict) else {},
        settings.backend_user if is_basic else None,
        settings.backend_password if is_basic else None,
        one.is_interactive,
    )

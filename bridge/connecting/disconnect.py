"""Takes backend and webhook from a Label Studio project, and sets back what `connect` has set."""

from __future__ import annotations

from msgspec import Struct

from ..label_studio import connections, project_settings, webhooks
from ..label_studio.calls import Calls
from ..label_studio.connections import Connection
from .addresses import address, webhook_of
from .registering import memory_of, own
from .secret import HEADER


class Disconnected(Struct, frozen=True):
    """What was undone, in words."""

    project: int
    done: list[str]


def disconnect(server: Calls, project: int, *, backend_url: str | None = None) -> Disconnected:
    """Undo what `connect` did; predictions and annotations stay.

    What somebody has set otherwise since stays too.

    Args:
        server: where the project is.
        project: its number in Label Studio.
        backend_url: of the backend; by default that which `connect` has registered.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    done: list[str] = []
    url = address(backend_url) if backend_url else None
    mine = own(connections.of(server, project), url)
    gone = webhook_of(mine.url) if mine else None
    for hook in webhooks.of(server, project):
        if hook.url == gone or HEADER in hook.headers:
            webhooks.delete(server, hook.id)
            done.append(f"removed the webhook to {hook.url}")
    if mine:
        done += _set_back(server, project, mine)
        connections.delete(server, mine.id)
        done.append(f"removed the ML connection to {mine.url}")
    return Disconnected(project, done)


def _set_back(server: Calls, project: int, mine: Connection) -> list[str]:
    memory = memory_of(mine)
    before, by_us = memory.get("before", {}), memory.get("set", {})
    now = project_settings.read(server, project)
    changed = {
        name: before[name]
        for name, one in by_us.items()
        if name in before and getattr(now, name, None) == one != before[name]
    }
    if changed:
        project_settings.change(server, project, **changed)
    return [f"set the project's {name} back to {one}" for name, one in changed.items()]

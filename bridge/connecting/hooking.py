"""Keeps the one webhook of a backend, with the secret that it takes."""

from __future__ import annotations

from typing import Any

from ..label_studio import webhooks
from ..label_studio.calls import Calls
from ..label_studio.webhooks import Webhook
from ..secret import Secret
from .registering import Note
from .secret import HEADER


def hooked(server: Calls, project: int, urls: list[str], secret: Secret, note: Note) -> Webhook:
    """Give the webhook of a backend its secret; make one only where there is none.

    Label Studio makes one by itself when a connection is added, without headers.

    Args:
        server: where the project is.
        project: its number.
        urls: where the webhook is to go, then where it may go still.
        secret: what the backend takes.
        note: told what was changed, in words.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    found = [one for one in webhooks.of(server, project) if one.url in urls]
    found.sort(key=lambda one: (urls.index(one.url), one.id))
    for spare in found[1:]:
        webhooks.delete(server, spare.id)
        note(f"removed the second webhook to {spare.url}")
    header = {HEADER: secret.reveal()}
    if not found:
        note(f"added the webhook to {urls[0]}")
        return webhooks.add(server, project, urls[0], header)
    hook = found[0]
    wanted: dict[str, Any] = {
        "url": urls[0],
        "headers": hook.headers | header,
        "is_active": True,
        "send_payload": True,
        "send_for_all_actions": True,
    }
    changed = {name: one for name, one in wanted.items() if getattr(hook, name) != one}
    if not changed:
        return hook
    note(f"changed the webhook's {', '.join(changed)}")
    return webhooks.change(server, hook.id, **changed)

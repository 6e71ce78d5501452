"""The webhooks of a project: where Label Studio tells what happens, once, within a second."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from .calls import Calls


class Webhook(Struct, frozen=True):
    """A webhook. Its headers may hold a secret."""

    id: int
    url: str
    headers: dict[str, str] = {}
    is_active: bool = True
    send_payload: bool = True
    send_for_all_actions: bool = True
    actions: list[str] = []
    project: int | None = None

    def __repr__(self) -> str:
        return f"Webhook({self.id}, {self.url!r}, headers={[*self.headers]})"


def of(server: Calls, project: int) -> list[Webhook]:
    """Return the webhooks of a project, without those of the whole organization.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    found = server.call("GET", "webhooks/", params={"project": project})
    return [one for one in map(_webhook, found) if one.project == project]


def add(server: Calls, project: int, url: str, headers: Mapping[str, str]) -> Webhook:
    """Add a webhook that is told of everything, with what happened.

    Raises:
        RefusedError: Label Studio may not reach the address.
    """
    body = {"project": project, "url": url, "headers": dict(headers)}
    return _webhook(server.call("POST", "webhooks/", json=body))


def change(server: Calls, number: int, **fields: Any) -> Webhook:
    """Change some fields of a webhook, those of `Webhook`.

    Raises:
        RefusedError: a value isn't taken.
    """
    return _webhook(server.call("PATCH", f"webhooks/{number}/", json=fields))


def delete(server: Calls, number: int) -> None:
    """Delete a webhook.

    Raises:
        ServiceError: there is none, or Label Studio can't be reached.
    """
    server.call("DELETE", f"webhooks/{number}/")


def _webhook(answer: Any) -> Webhook:
    return msgspec.convert(answer, Webhook)

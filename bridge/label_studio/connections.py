"""The ML connections of a project: which backends Label Studio asks for predictions.

Each call below lets Label Studio ask `/health` and `/setup` of the backends that it is about.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from ..secret import Secret
from .calls import Calls


class Connection(Struct, frozen=True):
    """An ML connection; `state` is CO (connected), DI (disconnected), ER (error), or another."""

    id: int
    url: str
    title: str = ""
    state: str = ""
    model_version: str | None = None
    error_message: str | None = None
    auth_method: str = "NONE"
    basic_auth_user: str | None = None
    extra_params: Any = None
    is_interactive: bool = False


class Wanted(Struct, frozen=True):
    """What an ML connection is to be. With a `user`, Label Studio sends Basic authentication."""

    url: str
    title: str
    extra_params: dict[str, Any] = {}
    user: str | None = None
    password: Secret | None = None
    is_interactive: bool = False

    def body(self, project: int) -> dict[str, Any]:
        """Return it as Label Studio takes it; it is validated whole, also where little changes."""
        found: dict[str, Any] = {
            "project": project,
            "url": self.url,
            "title": self.title,
            "extra_params": self.extra_params,
            "is_interactive": self.is_interactive,
            "auth_method": "NONE",
        }
        if self.user and self.password:
            found["auth_method"] = "BASIC_AUTH"
            found["basic_auth_user"] = self.user
            found["basic_auth_pass"] = self.password.reveal()
        return found


def of(server: Calls, project: int) -> list[Connection]:
    """Return the ML connections of a project; predictions come from the first.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    return [_connection(one) for one in server.call("GET", "ml", params={"project": project})]


def add(server: Calls, project: int, wanted: Wanted) -> Connection:
    """Add an ML connection; Label Studio makes a webhook beside it.

    Raises:
        RefusedError: Label Studio may not reach the address, or what answers is no backend.
        UncertainError: no answer came, or it failed; the connection may be there without webhook.
    """
    return _connection(server.call("POST", "ml", json=wanted.body(project)))


def update(server: Calls, number: int, project: int, wanted: Wanted) -> Connection:
    """Change an ML connection; a project whose model version was its old title follows.

    Raises:
        RefusedError: Label Studio may not reach the address, or what answers is no backend.
    """
    return _connection(server.call("PATCH", f"ml/{number}", json=wanted.body(project)))


def delete(server: Calls, number: int) -> None:
    """Delete an ML connection; its webhook stays.

    Raises:
        ServiceError: there is none, or Label Studio can't be reached.
    """
    server.call("DELETE", f"ml/{number}")


def _connection(answer: Any) -> Connection:
    return msgspec.convert(answer, Connection)

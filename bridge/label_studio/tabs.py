"""Tabs of the Data Manager that show chosen tasks, each known by its title."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .calls import Calls


def filters(ids: Iterable[int]) -> dict[str, Any]:
    """Return the filter that chooses tasks by their ids.

    Example:
        >>> filters([7])["items"][0]["value"]
        [7]
    """
    one = {"filter": "filter:tasks:id", "operator": "in_list", "type": "List", "value": [*ids]}
    return {"conjunction": "and", "items": [one]}


def keep(server: Calls, project: int, title: str, ids: Iterable[int]) -> int:
    """Make the tab of that title, or change which tasks it shows; return its id.

    Columns, order and whatever else people have set in it stay.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    found = _titled(server, project, title)
    data: dict[str, Any] = {**found[0]["data"]} if found else {"title": title}
    body = {"project": project, "data": {**data, "filters": filters(ids)}}
    if found:
        number = int(found[0]["id"])
        server.call("PATCH", f"dm/views/{number}/", json=body)
        return number
    return int(server.call("POST", "dm/views/", json=body)["id"])


def remove(server: Calls, project: int, title: str) -> None:
    """Remove the tabs of that title, if there are any.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    for one in _titled(server, project, title):
        server.call("DELETE", f"dm/views/{one['id']}/")


def _titled(server: Calls, project: int, title: str) -> list[Any]:
    found = server.call("GET", "dm/views/", params={"project": project})
    return [one for one in found if one.get("data", {}).get("title") == title]

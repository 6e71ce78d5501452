"""Tabs of the Data Manager that show chosen tasks, each known by its title.

The API also takes a filter by a list of ids. It must not stand in a tab: the Data Manager of
1.23.2 knows no such filter, and shows nothing at all of a project that has one.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from .calls import Calls

MOST: Final = 450
"""Tasks in a tab: each may take a filter, and SQLite takes expressions no deeper than 1,000."""
_ID: Final = "filter:tasks:id"
_NONE: Final = -1


def keep(server: Calls, project: int, title: str, ids: Iterable[int]) -> int:
    """Make the tab of that title, or change which tasks it shows; return its id.

    It shows the first `MOST`. Columns, order and whatever else people have set in it stay.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    found = _titled(server, project, title)
    data: dict[str, Any] = {**found[0]["data"]} if found else {"title": title}
    body = {"project": project, "data": {**data, "filters": filters(islice(ids, MOST))}}
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


def filters(ids: Iterable[int]) -> dict[str, Any]:
    """Return filters that show tasks by their ids; ids in a row take one together.

    Example:
        >>> [(one["operator"], one["value"]) for one in filters([9, 4, 3, 5])["items"]]
        [('in', {'min': 3, 'max': 5}), ('equal', 9)]
    """
    rows: list[list[int]] = []
    for number in sorted({*ids}) or [_NONE]:  # without any filter, all tasks would be shown
        if rows and rows[-1][1] == number - 1:
            rows[-1][1] = number
        else:
            rows.append([number, number])
    return {"conjunction": "or", "items": [_item(*row) for row in rows]}


def _item(first: int, last: int) -> dict[str, Any]:
    plain = {"filter": _ID, "type": "Number"}
    if first == last:
        return {**plain, "operator": "equal", "value": first}
    return {**plain, "operator": "in", "value": {"min": first, "max": last}}


def _titled(server: Calls, project: int, title: str) -> list[Any]:
    found = server.call("GET", "dm/views/", params={"project": project})
    return [one for one in found if one.get("data", {}).get("title") == title]

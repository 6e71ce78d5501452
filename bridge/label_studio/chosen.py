"""Tasks that are chosen by their ids, whole: with annotations and the bodies of predictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
from msgspec import Raw, Struct

from .batches import batches
from .calls import Calls

_AT_ONCE: Final = 100
"""Tasks in one call, so that their ids fit into an address and their texts into memory."""
_ID: Final = msgspec.json.Decoder(int)


class _Page(Struct):
    """What is answered, as far as it matters here."""

    tasks: list[dict[str, Raw]]


_PAGE: Final = msgspec.json.Decoder(_Page)


def tasks(
    server: Calls, project: int, ids: Iterable[int], *wanted: dict[str, Any]
) -> Iterator[dict[str, Raw]]:
    """Yield tasks with their fields undecoded, as `Server.tasks` does; those that are gone aren't.

    Args:
        server: where they are.
        project: whose they are.
        ids: of the tasks, in the order in which they are to come.
        wanted: more filters of the Data Manager, all of which they must pass.

    Raises:
        ServiceError: Label Studio refused, failed or can't be reached.
    """
    for some in batches(((number, 0) for number in ids), _AT_ONCE):
        answer = server.call("GET", "tasks", params=_query(project, some, wanted), raw=True)
        by_id = {_ID.decode(one["id"]): one for one in _PAGE.decode(answer).tasks}
        yield from (by_id[number] for number in some if number in by_id)


def _query(project: int, ids: list[int], wanted: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    one = {"filter": "filter:tasks:id", "operator": "in_list", "type": "List", "value": ids}
    filters = {"conjunction": "and", "items": [one, *wanted]}
    chosen = msgspec.json.encode({"filters": filters}).decode()
    return {"project": project, "fields": "all", "page_size": len(ids), "query": chosen}

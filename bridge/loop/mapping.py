"""What became of labels that a labelling configuration has no longer. Pure.

[loop.incidents.categories]
"Server" = "ServerName"          # was renamed
"Misc" = ""                      # is left out
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

_KEYS: Final = ("labels", "hypertextlabels", "paragraphlabels", "choices")


def unmapped(before: Sequence[str], now: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """Return the labels that are gone and of which nobody has said what they are now.

    Example:
        >>> unmapped(["Server", "City"], ["ServerName", "City"], {})
        ['Server']
        >>> unmapped(["Server", "City"], ["ServerName", "City"], {"Server": "ServerName"})
        []
    """
    known = {*now, ""}
    return [one for one in before if one not in known and mapping.get(one, one) not in known]


def how_to_map(loop: str, gone: Sequence[str], now: Sequence[str]) -> str:
    """Say what to write so that the loop goes on."""
    lines = "; ".join(f'"{one}" = "…"' for one in gone)
    return (
        f"The labelling configuration has no label {', '.join(gone)} any more. Write under "
        f"[loop.{loop}.categories] what each is now: {lines}, with one of {', '.join(now)}, or "
        'with "" to leave it out.'
    )


def mapped(task: dict[str, Any], mapping: Mapping[str, str]) -> dict[str, Any]:
    """Rename the labels in the annotations of a task; a region without any left is left out.

    Example:
        >>> region = {"type": "labels", "value": {"start": 0, "end": 2, "labels": ["Server"]}}
        >>> task = mapped({"annotations": [{"result": [region]}]}, {"Server": "ServerName"})
        >>> task["annotations"][0]["result"][0]["value"]["labels"]
        ['ServerName']
    """
    annotations = [
        {**one, "result": _results(one.get("result"), mapping)} if isinstance(one, dict) else one
        for one in task.get("annotations") or ()
    ]
    return {**task, "annotations": annotations}


def _results(results: Any, mapping: Mapping[str, str]) -> list[Any]:
    made = [_result(one, mapping) for one in results or ()]
    return [one for one in made if one is not None]


def _result(one: Any, mapping: Mapping[str, str]) -> Any:
    value = one.get("value") if isinstance(one, dict) else None
    key = next((key for key in _KEYS if isinstance(value, dict) and key in value), None)
    if value is None or key is None:
        return one
    renamed = [mapping.get(name, name) for name in value[key] or ()]
    labels = [*dict.fromkeys(name for name in renamed if name)]
    return {**one, "value": {**value, key: labels}} if labels or not renamed else None

"""Keeps what a server exported in the form of the fixtures, with nothing of this machine in it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from end_to_end.tags import Tag
from end_to_end.texts import TEXTS

_SUSPECT = re.compile(r"[0-9a-f]{40}|/(?:home|root|tmp|work)/|[\w.]+@(?!example\.com)\w+\.\w")


def keep(folder: Path, tag: Tag, exported: dict[str, tuple[dict[str, Any], list[str]]]) -> None:
    """Write a case: `source.json`, `expected.json`, `label_config.xml` and `selected.json`.

    `expected.json` holds the words that the mouse was sent to, `selected.json` what the browser
    said was selected, by the names of the texts.

    Raises:
        AssertionError: there is something like a token, an address or a path in it.
    """
    tasks = sorted((task for task, _ in exported.values()), key=lambda task: task["id"])
    expected = [
        {
            "task": task["id"],
            "field": "text",
            "annotation": task["annotations"][0]["id"],
            "spans": [
                [label, tag.counted(word)] for label, word in TEXTS[task["data"]["name"]].words
            ],
        }
        for task in tasks
    ]
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "source.json", tasks)
    _write(folder / "expected.json", expected)
    _write(folder / "selected.json", {name: selected for name, (_, selected) in exported.items()})
    (folder / "label_config.xml").write_text(tag.label_config, "utf-8")


def _write(file: Path, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=True, indent=1)
    suspects = _SUSPECT.findall(text)
    assert not suspects, f"not to be kept: {suspects}"
    file.write_text(f"{text}\n", "utf-8")

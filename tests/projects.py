"""A labels file that nothing at all is wrong with, and ways to look at changed ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from spanbridge.converters.azure.check import Look, look
from spanbridge.converters.report import Report

_NAMES = ("Alice", "Bob", "Carol", "Dora", "Emil")


def texts() -> dict[str, str]:
    """Make ten texts of five names each, with CR LF and characters beyond the BMP."""
    return {
        f"{number}.txt": f"Report {number} 😀\r\n"
        + "".join(f"{name} was here.\r\n" for name in _NAMES)
        for number in range(10)
    }


def project(*, quote: bool = False) -> dict[str, Any]:
    """Make the labels file of those texts, with or without quotations."""
    return {
        "projectFileVersion": "2022-05-01",
        "stringIndexType": "Utf16CodeUnit",
        "metadata": {
            "projectKind": "CustomEntityRecognition",
            "storageInputContainerName": "texts",
            "projectName": "people",
            "language": "en-us",
            "multilingual": False,
            "description": "",
            "settings": {},
        },
        "assets": {
            "projectKind": "CustomEntityRecognition",
            "entities": [{"category": "Person"}],
            "documents": [_document(name, text, quote=quote) for name, text in texts().items()],
        },
    }


def _document(name: str, text: str, *, quote: bool) -> dict[str, Any]:
    labels = [_label(text, one, quote=quote) for one in _NAMES]
    region = {"regionOffset": 0, "regionLength": units(text), "labels": labels}
    return {"location": name, "language": "en-us", "entities": [region]}


def _label(text: str, words: str, *, quote: bool) -> dict[str, Any]:
    label = {"category": "Person", "offset": units(text[: text.index(words)]), "length": len(words)}
    return label | ({"text": words} if quote else {})


def units(text: str) -> int:
    """Count the UTF-16 code units of a text."""
    return len(text.encode("utf-16-le")) // 2


def labels_in(file: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all labels of a labels file, to be looked at or changed."""
    documents = file["assets"]["documents"]
    return [one for d in documents for region in d["entities"] for one in region["labels"]]


def recount(file: dict[str, Any], count: Callable[[str], int]) -> dict[str, Any]:
    """Give the labels of a file the offsets that somebody has who counts otherwise."""
    held = texts()
    for document in file["assets"]["documents"]:
        units_of = held[document["location"]].encode("utf-16-le")
        for region in document["entities"]:
            for label in region["labels"]:
                before = units_of[: 2 * label["offset"]].decode("utf-16-le")
                label["offset"] = count(before)
    return file


def looked(
    file: Any, held: dict[str, str | bytes] | dict[str, str] | None = None, *, given: bool = True
) -> tuple[Look, Report]:
    """Look at a labels file and its texts (not `given`: without any)."""
    found = texts() if held is None else held

    def text(location: str) -> bytes:
        if location not in found:
            raise FileNotFoundError(location)
        one = found[location]
        return one if isinstance(one, bytes) else one.encode()

    report = Report("check", 1_000)
    data = file if isinstance(file, bytes) else json.dumps(file).encode()
    return look(data, "labels.json", text if given else None, report), report

"""Makes small labels files, and reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from spanbridge.converters.azure.reader import AzureReader, AzureReadOptions
from spanbridge.converters.document import Document
from spanbridge.converters.report import Report

TEXT = "😀 Alice\r\nmet 👩\u200d💻 Bob"


def label(words: str, category: str = "Person", /, text: str = TEXT, **more: Any) -> dict[str, Any]:
    """Make a label on the first place of some words, in UTF-16 code units."""
    offset = _units(text[: text.index(words)])
    return {"category": category, "offset": offset, "length": _units(words)} | more


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def document(*labels: Any, location: str = "1.txt", **more: Any) -> dict[str, Any]:
    """Make a labelled document of one region."""
    region = {"regionOffset": 0, "regionLength": _units(TEXT), "labels": [*labels]}
    return {"location": location, "language": "en-us", "entities": [region]} | more


def labels_file(*documents: Any, **more: Any) -> dict[str, Any]:
    """Make a labels file of these documents."""
    return {
        "projectFileVersion": "2022-05-01",
        "stringIndexType": "Utf16CodeUnit",
        "metadata": {
            "projectKind": "CustomEntityRecognition",
            "storageInputContainerName": "texts",
            "projectName": "people",
            "language": "en-us",
        },
        "assets": {
            "projectKind": "CustomEntityRecognition",
            "entities": [{"category": "Person"}],
            "documents": [*documents],
        },
    } | more


def read(
    file: Any, texts: Mapping[str, bytes | str] | None = None, manifest: Any = None
) -> tuple[list[Document], Report]:
    """Read a labels file (or bytes) with its texts; return its documents, and the report."""
    held = {"1.txt": TEXT, "2.txt": "Bob"} if texts is None else texts

    def text(location: str) -> bytes:
        if location not in held:
            raise FileNotFoundError(location)
        found = held[location]
        return found.encode() if isinstance(found, str) else found

    report = Report()
    reader = AzureReader(AzureReadOptions(text, manifest), report)
    data = file if isinstance(file, bytes) else json.dumps(file).encode()
    records = [*reader.read(BytesIO(data), "labels.json")]
    return [found for record in records for found in record.documents], report

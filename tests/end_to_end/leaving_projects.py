"""Three projects of 60 documents as Language Studio leaves them: CRLF texts, some unlabelled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from azure.storage.blob import BlobServiceClient
from emulator_of import NER, PROJECTS, Rest, envelope, project_file, texts, utf16
from incidents import incidents

COUNT = 60
SINGLE = "CustomSingleLabelClassification"
LEFT = ("07.txt", "19.txt", "31.txt", "43.txt", "55.txt")
"""Documents of each project that nobody has labelled."""
MISSING = "03.txt"
"""A document of the incidents whose blob is gone."""


class Left(NamedTuple):
    """A project: its labels file, and its texts."""

    file: dict[str, Any]
    texts: dict[str, str]

    @property
    def name(self) -> str:
        """What it is called, as its container is."""
        return str(self.file["metadata"]["projectName"])


def people() -> Left:
    """Make a project of people and cities, whose texts hold characters beyond the BMP."""
    labelled = {
        name: (f"Report 😀\r\n\r\n{text}\r\nThe end 𠮷.\r\n", [] if name in LEFT else spans)
        for name, (text, spans) in texts(COUNT).items()
    }
    file = project_file(labelled, "customers", "customers")
    for number, document in enumerate(file["assets"]["documents"]):
        if document["location"] in LEFT:
            document["entities"] = []
        document["dataset"] = "Test" if number % 5 == 0 else "Train"
    return Left(file, {name: text for name, (text, _) in labelled.items()})


def outages() -> Left:
    """Make a project of incident reports in several languages."""
    documents, held = [], {}
    for number, one in enumerate(incidents(COUNT)):
        name, text = f"{number:02}.txt", _crlf(one.text)
        labels = [
            {
                "category": category,
                "offset": utf16(_crlf(one.text[:start])),
                "length": utf16(_crlf(one.text[:end])) - utf16(_crlf(one.text[:start])),
            }
            for start, end, category in one.entities
        ]
        regions = [{"regionOffset": 0, "regionLength": utf16(text), "labels": labels}]
        regions = [] if name in LEFT else regions
        documents.append({"location": name, "language": one.language, "entities": regions})
        held[name] = text
    known = {one["category"] for d in documents for r in d["entities"] for one in r["labels"]}
    entities = [{"category": one} for one in sorted(known)]
    return Left(envelope(NER, {"entities": entities, "documents": documents}, "outages", "outages"),
                held)  # fmt: skip


def kinds() -> Left:
    """Make a project of single-label classification."""
    names = ("Fire", "Water", "Wind")
    held = {f"{n:02}.txt": f"{names[n % 3]} 😀 damage,\r\nclaim {n}.\r\n" for n in range(COUNT)}
    documents = [
        {"location": name, "language": "en-us"}
        | ({} if name in LEFT else {"class": {"category": names[n % 3]}})
        for n, name in enumerate(held)
    ]
    classes = [{"category": name} for name in names]
    assets = {"classes": classes, "documents": documents}
    return Left(envelope(SINGLE, assets, "kinds", "kinds"), held)


def leave(rest: Rest, connection: str, project: Left, missing: tuple[str, ...] = ()) -> None:
    """Bring a project into the emulator, and its texts into their container."""
    with BlobServiceClient.from_connection_string(connection) as storage:
        container = storage.create_container(project.name)
        for name, text in project.texts.items():
            container.upload_blob(name, text.encode())
    path = f"{PROJECTS}/{project.name}/:import"
    state = rest.job("POST", path, project.file)
    assert state["status"] == "succeeded", json.dumps(state)
    with BlobServiceClient.from_connection_string(connection) as storage:
        for name in missing:
            storage.get_container_client(project.name).delete_blob(name)


def words_of(project: Left) -> Mapping[str, list[tuple[str, str]]]:
    """Return the labels of each document, as category and covered text, in their order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for document in project.file["assets"]["documents"]:
        text = project.texts[document["location"]].encode("utf-16-le")
        labels = [one for region in document["entities"] for one in region["labels"]]
        labels.sort(key=lambda label: label["offset"])
        found[document["location"]] = [
            (
                one["category"],
                text[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le"),
            )
            for one in labels
        ]
    return found


def _crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")

"""The incident reports that come with spanbridge: what Label Studio exported, and their labels."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Final

from msgspec import Struct

from ...converters.document import Document
from ...converters.formats import FORMATS
from ...converters.report import Report
from ...converters.split import Split
from ..reading import read_options

SHARES: Final = Split(80, 20)
_FILE: Final = "incidents.json.gz"  # examples/incidents/export.json, which no package may hold


class Labelled(Struct, frozen=True):
    """A task as Label Studio exported it, and the document that it is."""

    task: dict[str, Any]
    document: Document

    @property
    def is_test(self) -> bool:
        """Whether conversion puts it into the test part."""
        return SHARES.part_of(self.document.text) == "Test"


def labelled_reports() -> list[Labelled]:
    """Read the reports that have annotations, in their order."""
    data = gzip.decompress(files(__package__).joinpath("data", _FILE).read_bytes())
    options = read_options({"language": "en", "language_field": "data.lang"})
    reader = FORMATS["label-studio"].reader(options, Report())
    records = reader.read(io.BytesIO(data), _FILE)
    return [
        Labelled(task, document)
        for task, record in zip(json.loads(data), records, strict=True)
        for document in record.documents
    ]


def export_of(reports: Iterable[Labelled]) -> bytes:
    """Write what Label Studio would export, had only these been annotated."""
    return json.dumps([one.task for one in reports], ensure_ascii=False, indent=1).encode()

"""Finds the fixtures, runs conversions on them, and tells what labels cover without the converter.

A case is a folder `tests/fixtures/<format>/<case>/` with files or folders `source*` and with
`expected*.json`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from spanbridge.bridge.convert import to_azure, to_label_studio
from spanbridge.bridge.files import texts_in
from spanbridge.bridge.way import records_of
from spanbridge.converters.azure.reader import AzureReadOptions
from spanbridge.converters.document import Record
from spanbridge.converters.formats import FORMATS
from spanbridge.converters.label_studio.label_config import LabelConfig
from spanbridge.converters.label_studio.reader import ReadOptions
from spanbridge.converters.report import Report

FIXTURES = Path(__file__).parent / "fixtures"


class Case(NamedTuple):
    """One source of a case, and what reading it should give."""

    format: str
    source: Path

    @property
    def name(self) -> str:
        """`plain/source-min`: what tests call it."""
        return f"{self.source.parent.name}/{self.source.stem}"

    @property
    def label_config(self) -> Path:
        """The labeling configuration of the case."""
        return self.source.parent / "label_config.xml"

    @property
    def reference(self) -> Path:
        """The source of which the other ones of the case are dialects."""
        return self.source.with_name("source.json")

    @property
    def expected(self) -> list[dict[str, Any]]:
        """What reading gives: its own file, or that which all sources of the case share."""
        own = self.source.with_name(f"{self.source.stem.replace('source', 'expected')}.json")
        return loaded(own if own.exists() else self.source.with_name("expected.json"))


def cases(format_: str) -> list[Case]:
    """Return all cases of a format."""
    return [Case(format_, source) for source in sorted(FIXTURES.glob(f"{format_}/*/source*"))]


def case(format_: str, name: str) -> Case:
    """Return a case by its name."""
    return next(case for case in cases(format_) if case.name == name)


def texts_of(source: Path) -> Path | None:
    """Return the folder of the texts to whose addresses a case refers, if there is one."""
    folder = source.parent / "texts"
    return folder if folder.is_dir() else None


def _label_studio(case: Case, *, configured: bool) -> ReadOptions:
    xml = LabelConfig.parse(case.label_config.read_text("utf-8")) if configured else None
    texts = texts_of(case.source)
    return ReadOptions(xml, language="en-us", fetch=texts_in(texts) if texts else None)


def _azure(case: Case, *, configured: bool) -> AzureReadOptions:  # noqa: ARG001 (others have)
    texts = case.source.parent / "texts"
    return AzureReadOptions(texts=lambda location: (texts / location).read_bytes())


OPTIONS: dict[str, Callable[..., Any]] = {"label-studio": _label_studio, "azure": _azure}
"""How the reader of each format is set up for a case; a new format adds a line."""


def read(case: Case, *, configured: bool = False) -> tuple[list[Record], Report]:
    """Read a case; `configured` with its labeling configuration, if the format has one."""
    report = Report()
    reader = FORMATS[case.format].reader(OPTIONS[case.format](case, configured=configured), report)
    return list(records_of(reader, case.source)), report


def read_tasks(tasks: Any, **options: Any) -> tuple[list[Record], Report]:
    """Read tasks with Label Studio's reader: a list, or bytes as they stand in a file."""
    data = tasks if isinstance(tasks, bytes) else json.dumps(tasks).encode()
    report = Report()
    reader = FORMATS["label-studio"].reader(ReadOptions(**{"language": "en-us"} | options), report)
    return list(reader.read(BytesIO(data), "export.json")), report


def converted(
    source: Path | Iterable[Path],
    folder: Path,
    *,
    manifest: bool = True,
    label_config: Path | None = None,
    written_as: Any = "annotations",
    **options: Any,
) -> list[dict[str, Any]]:
    """Convert to Azure and back under a folder; return the tasks that come back."""
    azure, back = folder / "azure", folder / "back"
    texts = texts_of(source) if isinstance(source, Path) else None
    to_azure(source, azure, **{"language": "en-us", "texts": texts} | options)
    to_label_studio(
        azure / "labels.json",
        back,
        texts=azure / "documents",
        manifest_file=azure / "manifest.jsonl" if manifest else None,
        label_config=label_config,
        written_as=written_as,
    )
    return loaded(back / "tasks.json")


def covered(labels_file: Path, documents: Path) -> dict[str, list[tuple[str, str]]]:
    """Return the labels of each document with the characters that they cover, in their order.

    The slices are of UTF-16 code units by `str.encode`: independent of the converter's own map.
    """
    found = {}
    for document in loaded(labels_file)["assets"]["documents"]:
        units = (documents / document["location"]).read_bytes().decode().encode("utf-16-le")
        found[document["location"]] = [
            (label["category"], cut(units, label["offset"], label["length"]))
            for region in document.get("entities", [])
            for label in region["labels"]
        ]
    return found


def cut(units: bytes, offset: int, length: int) -> str:
    """Cut a piece out of UTF-16: strictly, and with nothing but Python's own codec."""
    piece = units[2 * offset : 2 * (offset + length)]
    assert offset >= 0, offset
    assert len(piece) == 2 * length, (offset, length, len(units) // 2)
    return piece.decode("utf-16-le")


def loaded(path: Path) -> Any:
    """Load a JSON file, with or without a byte-order mark."""
    return json.loads(path.read_text("utf-8-sig"))


def held(source: Path) -> list[dict[str, Any]]:
    """Load what a source of Label Studio's holds, tasks or rows, without the converter."""
    if source.is_dir():
        return [loaded(file)["task"] for file in sorted(source.iterdir())]
    if source.suffix == ".json":
        return loaded(source)
    with source.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file, delimiter="\t" if source.suffix == ".tsv" else ",")]


def written(path: Path, value: Any) -> Path:
    """Write a JSON file into a folder that need not be there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), "utf-8")
    return path

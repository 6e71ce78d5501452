"""Decodes a labels file: quickly what is as Azure writes it, leniently all else."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Raw, Struct

from ..document import Kind
from ..json_stream import UTF8_MARK, whole
from ..problems import ProblemError
from ..report import Report
from . import dialects
from .labelled import Labelled
from .labels_file import CODE_POINTS, KIND_OF, UTF16, LabelledDocument, LabelsFile
from .names import is_safe_location

_FILE = msgspec.json.Decoder(LabelsFile)
_DOCUMENT = msgspec.json.Decoder(LabelledDocument)


class Project(Struct, frozen=True):
    """A decoded labels file; its documents are still raw, since there can be many.

    `counts_utf16` says that offsets count UTF-16 code units; else they count code points.
    """

    name: str
    kind: Kind
    counts_utf16: bool
    file: LabelsFile
    place: str

    @property
    def declared(self) -> list[str]:
        """The categories that the project declares, in its order."""
        assets = self.file.assets
        return [one.category for one in (*assets.entities, *assets.classes)]

    def raws(self) -> Iterator[tuple[str, Raw]]:
        """Yield the documents undecoded, each with its place."""
        for number, raw in enumerate(self.file.assets.documents):
            yield f"{self.place}[{number}]", raw

    def labelled(self, raw: Raw, place: str, report: Report) -> Labelled | None:
        """Decode a document: in one go if it is to be converted and is as Azure writes it."""
        if report.purpose == "convert":
            try:
                document = _DOCUMENT.decode(raw)
            except msgspec.ValidationError:
                return dialects.document_of(raw, place, report)
            if document.entities or b'"extractors"' not in bytes(raw):
                return Labelled(document, place)
        return dialects.document_of(raw, place, report)


def decode(data: bytes, name: str, report: Report) -> Project:
    """Decode a labels file of any kind and form.

    Raises:
        ProblemError: it is no labels file, or of a kind or a unit that is not known.
    """
    data = data.removeprefix(UTF8_MARK)
    try:
        data.decode()
        file, place = _file(whole(data, name), name, report)
    except UnicodeDecodeError as error:
        raise ProblemError.of("input-not-utf8", name, found=error) from error
    except msgspec.DecodeError as error:
        raise ProblemError.of("labels-malformed", name, error=error) from error
    kind = KIND_OF.get(file.metadata.project_kind.lower())
    if kind is None:
        raise ProblemError.of("kind-unsupported", name, kind=file.metadata.project_kind)
    if file.string_index_type not in (UTF16, CODE_POINTS):
        raise ProblemError.of("unit-unsupported", name, unit=file.string_index_type)
    return Project(name, kind, file.string_index_type == UTF16, file, place)


def _file(raw: Raw, name: str, report: Report) -> tuple[LabelsFile, str]:
    if report.purpose == "convert":
        try:
            return _FILE.decode(raw), "$.assets.documents"
        except msgspec.ValidationError:
            pass
    return dialects.file_of(raw, name, report)


def index(project: Project, report: Report) -> dict[str, tuple[str, Raw]]:
    """Find the documents by their location; what has none that is safe and its own is told."""
    found: dict[str, tuple[str, Raw]] = {}
    for place, raw in project.raws():
        location = dialects.location_of(raw)
        if location is None:
            project.labelled(raw, place, report)  # tells what is wrong with it
        elif location in found:
            report.tell("location-twice", place, name=location)
        elif not is_safe_location(location):
            report.tell("location-unsafe", place, name=location)
        else:
            found[location] = (place, raw)
    return found

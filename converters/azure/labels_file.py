"""The shape of a labels file (Azure/azure-rest-api-specs, ExportedProject, 2022-05-01)."""

from __future__ import annotations

from typing import Any

from msgspec import Raw, Struct, field

from ..document import Kind

UTF16 = "Utf16CodeUnit"
CODE_POINTS = "UnicodeCodePoint"
FILE_VERSION = "2022-05-01"

KINDS: dict[Kind, str] = {
    "entities": "CustomEntityRecognition",
    "single-label": "CustomSingleLabelClassification",
    "multi-label": "CustomMultiLabelClassification",
}
"""What Azure calls each kind of project. Its own sample has one in another case."""
KIND_OF: dict[str, Kind] = {name.lower(): kind for kind, name in KINDS.items()}


class Label(Struct, frozen=True, omit_defaults=True, gc=False):
    """One labelled stretch, in the file's unit, from the beginning of the document.

    `text` quotes the characters that it is meant to cover; Azure knows no such key, tutorials do.
    """

    category: str
    offset: int
    length: int
    text: str | None = None


class Region(Struct, frozen=True, rename="camel", gc=False):
    """The part of a document that training looks at; always all of it in what we write."""

    region_offset: int
    region_length: int
    labels: list[Label] = []


class Category(Struct, frozen=True, omit_defaults=True):
    """A category of the project, or the one that a document belongs to."""

    category: str
    description: str | None = None


class LabelledDocument(Struct, frozen=True, omit_defaults=True, gc=False):
    """One document: a blob's name, its language, its part of the split and its labels.

    `entities` are those of custom NER, `class` and `classes` those of the two classifications.
    """

    location: str
    language: str | None = None
    dataset: str | None = None
    entities: list[Region] = []
    single: Category | None = field(name="class", default=None)
    classes: list[Category] | None = None

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of the document as a whole, each once."""
        found = [*([self.single] if self.single else ()), *(self.classes or ())]
        return tuple(dict.fromkeys(one.category for one in found if one.category))

    @property
    def is_labelled(self) -> bool:
        """Whether somebody has labelled it, though perhaps with nothing."""
        return bool(self.entities) or self.single is not None or self.classes is not None


class Metadata(Struct, frozen=True, rename="camel"):
    """The project."""

    project_kind: str
    storage_input_container_name: str
    project_name: str
    language: str
    multilingual: bool = False
    description: str = ""
    settings: dict[str, Any] = {}


class Assets(Struct, frozen=True, rename="camel"):
    """Categories and documents; documents are left undecoded, since there can be many."""

    project_kind: str
    entities: list[Category] = []
    classes: list[Category] = []
    documents: list[Raw] = []


class LabelsFile(Struct, frozen=True, rename="camel"):
    """A whole labels file."""

    project_file_version: str
    string_index_type: str
    metadata: Metadata
    assets: Assets

"""The shape of a labels file (Azure/azure-rest-api-specs, ExportedProject, 2022-05-01)."""

from __future__ import annotations

from typing import Any

from msgspec import Raw, Struct

KIND = "CustomEntityRecognition"
UTF16 = "Utf16CodeUnit"
FILE_VERSION = "2022-05-01"


class Label(Struct, frozen=True, gc=False):
    """One labelled stretch, in UTF-16 code units of the document."""

    category: str
    offset: int
    length: int


class Region(Struct, frozen=True, rename="camel", gc=False):
    """The part of a document that training looks at; always all of it in what we write."""

    region_offset: int
    region_length: int
    labels: list[Label] = []


class LabelledDocument(Struct, frozen=True, omit_defaults=True, gc=False):
    """One document: a blob's name, its language, its part of the split and its labels."""

    location: str
    language: str | None = None
    dataset: str | None = None
    entities: list[Region] = []


class Category(Struct, frozen=True, omit_defaults=True):
    """An entity category of the project."""

    category: str
    description: str | None = None


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
    documents: list[Raw] = []


class LabelsFile(Struct, frozen=True, rename="camel"):
    """A whole labels file."""

    project_file_version: str
    string_index_type: str
    metadata: Metadata
    assets: Assets

"""Checks what an import says, as far as that is possible without the texts.

What the service does with labels that overlap, leave their region or name no category is unknown.
To refuse them is our choice, so that a mistake shows; `--lenient` takes them, and training leaves
out what can't be learnt.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from . import models, rules
from .exceptions import ServiceError, invalid
from .languages import known
from .models import Assets, EntityAssets, EntityDocument, ProjectFile, ProjectOptions, Region
from .schema import convert, read
from .versions import AUTHORING

DATASETS = ("Train", "Test")


def kind_of(name: str) -> str:
    """Return a project kind as it is spelt; the service takes any case.

    Raises:
        ServiceError: custom text has none of that name, or it is retired.
    """
    for kind in models.KINDS:
        if kind.lower() == name.lower():
            return kind
    if name.lower() in map(str.lower, models.RETIRED):
        raise invalid(f"The project kind '{name}' was retired on 2025-01-10.", "projectKind")
    raise invalid(f"The project kind '{name}' is unknown.", "projectKind")


def check_options(options: ProjectOptions, name: str, place: str = "$") -> None:
    """Check what a project is said to be.

    Raises:
        ServiceError: for the first thing that is wrong.
    """
    kind_of(options.project_kind)
    rules.check_name(name, "project")
    if options.project_name != name:
        message = f"The projectName '{options.project_name}' is not the address's, '{name}'."
        raise invalid(message, f"{place}.projectName")
    if not known(options.language):
        message = f"The language '{options.language}' is not supported."
        raise invalid(message, f"{place}.language", "UnsupportedLanguageCode")
    if not options.storage_input_container_name:
        raise invalid("The container has no name.", f"{place}.storageInputContainerName")


def read_file(body: bytes, name: str, version: str, *, strict: bool) -> tuple[ProjectFile, Assets]:
    """Read and check the body of an import.

    Raises:
        ServiceError: for the first thing that is wrong.
    """
    file = read(body, ProjectFile, version, strict=strict)
    if file.string_index_type != "Utf16CodeUnit":
        raise invalid("The stringIndexType must be Utf16CodeUnit.", "$.stringIndexType")
    if strict and file.project_file_version not in AUTHORING:
        message = f"The projectFileVersion '{file.project_file_version}' is unknown."
        raise invalid(message, "$.projectFileVersion")
    check_options(file.metadata, name, "$.metadata")
    kind = kind_of(file.metadata.project_kind)
    assets = read_assets(_with_kind(file, kind), kind, version, strict=strict)
    if strict:
        check_assets(assets)
    return file, assets


def read_assets(assets: dict[str, Any], kind: str, version: str, *, strict: bool) -> Assets:
    """Make models of assets."""
    model = models.ASSETS[kind]
    return convert(assets, model, version, strict=strict, place="$.assets")


def _with_kind(file: ProjectFile, kind: str) -> dict[str, Any]:
    """Give the assets, whose kind must be that of the metadata."""
    assets = file.assets if file.assets is not None else {"projectKind": kind}
    if str(assets.get("projectKind", "")).lower() != kind.lower():
        raise ServiceError(
            "InvalidArgument",
            "The project kind in the exported project's metadata must match the assets' project "
            "kind.",
            target="$.assets.projectKind",
        )
    return assets


def check_assets(assets: Assets) -> None:
    """Check categories and documents.

    Raises:
        ServiceError: for the first thing that is wrong.
    """
    entities = isinstance(assets, EntityAssets)
    name = "entities" if entities else "classes"
    listed = (assets.entities if isinstance(assets, EntityAssets) else assets.classes) or []
    categories = {
        rules.check_category(one.category, f"$.assets.{name}[{i}]") for i, one in enumerate(listed)
    }
    if len(categories) != len(listed):
        raise invalid("A category is listed twice.", f"$.assets.{name}")
    if len(categories) > rules.MAX_CATEGORIES:
        raise invalid(f"There are over {rules.MAX_CATEGORIES} categories.", f"$.assets.{name}")
    _check_documents(assets, categories)


def _check_documents(assets: Assets, categories: set[str]) -> None:
    documents = assets.documents or []
    if len(documents) > rules.MAX_DOCUMENTS:
        raise invalid(f"There are over {rules.MAX_DOCUMENTS} documents.", "$.assets.documents")
    seen: set[str] = set()
    for number, document in enumerate(documents):
        place = f"$.assets.documents[{number}]"
        _check_document(document, place, seen)
        for category, where in _categories(document, place):
            if category not in categories:
                raise invalid(f"The category '{category}' is not listed.", where)


def _check_document(document: models.Document, place: str, seen: set[str]) -> None:
    location = document.location or ""
    if "/" in location or not location.lower().endswith(".txt"):
        message = f"The location '{location}' is no .txt at the root of the container."
        raise invalid(message, f"{place}.location")
    if location in seen:
        raise invalid(f"The location '{location}' is there twice.", f"{place}.location")
    seen.add(location)
    if document.language is not None and not known(document.language):
        message = f"The language '{document.language}' is not supported."
        raise invalid(message, f"{place}.language", "UnsupportedLanguageCode")
    if document.dataset is not None and document.dataset not in DATASETS:
        raise invalid(f"The dataset '{document.dataset}' is unknown.", f"{place}.dataset")


def _categories(document: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(document, EntityDocument):
        for number, region in enumerate(document.entities or []):
            yield from _labels(region, f"{place}.entities[{number}]")
    elif isinstance(document, models.SingleDocument):
        yield from ((one, f"{place}.class") for one in document.categories)
    else:
        yield from ((one, f"{place}.classes") for one in document.categories)


def _labels(region: Region, place: str) -> Iterator[tuple[str, str]]:
    """Give the categories of a region's labels, which lie in it, one beside the other."""
    start, length = region.region_offset, region.region_length
    if start is None or length is None or start < 0 or length < 0:
        raise invalid("A region has a regionOffset and a regionLength from 0 up.", place)
    ends = []
    for number, label in enumerate(region.labels or []):
        where = f"{place}.labels[{number}]"
        if label.offset is None or label.length is None:
            raise invalid("A label has an offset and a length.", where)
        if not 1 <= label.length <= rules.MAX_ENTITY:
            raise invalid(f"An entity has 1 to {rules.MAX_ENTITY} characters.", where)
        if not start <= label.offset <= start + length - label.length:
            raise invalid("The label lies outside its region.", where)
        ends.append((label.offset, label.offset + label.length, where))
        yield label.category or "", where
    for (_, end, _), (following, _, where) in pairwise(sorted(ends)):
        if following < end:
            raise invalid("The label overlaps another.", where)

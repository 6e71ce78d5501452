"""The texts of a project with their labels: what is read from the container to train or to test."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from . import rules
from .exceptions import invalid
from .learner import Example
from .learning.ner import LabelledSpan
from .learning.units import UTF16, UnitError, Units
from .models import (
    Assets,
    EntityDocument,
    EvaluationOptions,
    Label,
    MultiDocument,
    Region,
    SingleDocument,
)  # fmt: skip
from .resource import Resource

AnyDocument = EntityDocument | SingleDocument | MultiDocument


class Part(NamedTuple):
    """A region of a document, or a whole one."""

    document: AnyDocument
    example: Example
    region: Region | None = None
    start: int = 0
    """Where the region starts in the document, in code points."""
    left_out: int = 0
    """How many labels can't be learnt (if the emulator is lenient)."""


def split(
    assets: Assets, options: EvaluationOptions
) -> tuple[list[AnyDocument], list[AnyDocument]]:
    """Part the documents.

    By percentage, only those of the training set (or of none) are parted, by a hash of their names,
    so that the same documents are always parted alike. By hand, as their `dataset` says, where
    those of no set train (our choice).

    Raises:
        ServiceError: one of the two sets would be empty (our choice).
    """
    documents: list[AnyDocument] = [*(assets.documents or [])]
    training = [one for one in documents if one.dataset != "Test"]
    if (options.kind or "percentage") == "manual":
        testing = [one for one in documents if one.dataset == "Test"]
    else:
        training.sort(key=lambda one: hashlib.sha256((one.location or "").encode()).digest())
        share = options.testing_split_percentage or 20
        size = max(1, round(len(training) * share / 100))
        testing, training = training[:size], training[size:]
    if not training or not testing:
        empty = "training" if not training else "testing"
        raise invalid(f"There are no documents in the {empty} set.", "evaluationOptions")
    return training, testing


def load(resource: Resource, container: str, documents: Iterable[AnyDocument]) -> list[Part]:
    """Read documents and slice their labels.

    Raises:
        ServiceError: a blob is missing, no UTF-8, empty or too long, or a label covers no text.
    """
    return [part for document in documents for part in _parts(resource, container, document)]


def _parts(resource: Resource, container: str, document: AnyDocument) -> Iterator[Part]:
    location = document.location or ""
    text = _decoded(resource.read_blob(container, location), location)
    if resource.options.strict:
        _check(text, location)
    if not isinstance(document, EntityDocument):
        yield Part(document, Example(text, classes=frozenset(document.categories)))
        return
    units = Units(text, UTF16)
    for region in document.entities or []:
        try:
            yield _region(document, region, text, units, strict=resource.options.strict)
        except UnitError as error:  # noqa: PERF203 (tells which document)
            raise invalid(f"The document '{location}': {error}.", location) from error


def _region(
    document: EntityDocument, region: Region, text: str, units: Units, *, strict: bool
) -> Part:
    offset, length = region.region_offset or 0, region.region_length or 0
    start, end = _stretch(units, offset, length)
    labels, spans = region.labels or [], []
    for label in labels:
        try:
            spans.append(_span(label, units, start, end))
        except UnitError:  # noqa: PERF203 (a label must not cost the others)
            if strict:
                raise
    example = Example(text[start:end], spans=tuple(spans))
    return Part(document, example, region, start, len(labels) - len(spans))


def _span(label: Label, units: Units, start: int, end: int) -> LabelledSpan:
    first, last = _stretch(units, label.offset or 0, label.length or 0)
    if not (start <= first < last <= end and label.category):
        raise UnitError(f"the label at {label.offset} covers no text of its region")
    return LabelledSpan(first - start, last - start, label.category)


def _stretch(units: Units, offset: int, length: int) -> tuple[int, int]:
    return units.from_units(offset), units.from_units(offset + length)


def _decoded(data: bytes, location: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        message = f"The document '{location}' is not UTF-8: byte {error.start}."
        raise invalid(message, location, "InvalidDocument") from error


def _check(text: str, location: str) -> None:
    length = rules.utf16_length(text)
    if not text.strip():
        raise invalid(f"The document '{location}' is empty.", location, "InvalidDocument")
    if length > rules.MAX_CHARACTERS:
        message = f"The document '{location}' has {length} characters, over {rules.MAX_CHARACTERS}."
        raise invalid(message, location, "InvalidDocument")

"""What an import would change: labels, documents and categories added, changed and removed. Pure.

A label is changed if another category stands on its characters, or its category on others that
overlap them; it is removed if nothing of the kind is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ...converters.azure.decode import Project, decode
from ...converters.azure.labels_file import LabelledDocument
from ...converters.report import Report

Label = tuple[str, int, int]
"""Category, offset and length; a document's own category has none of these."""


class Counts(Struct, frozen=True):
    """How many labels of one kind are added, changed and removed, by category."""

    added: dict[str, int]
    changed: dict[str, int]
    removed: dict[str, int]


class Difference(Struct, frozen=True):
    """What is different in a second labels file."""

    categories_added: list[str]
    categories_removed: list[str]
    documents_added: list[str]
    documents_changed: list[str]
    documents_removed: list[str]
    labels: Counts
    metadata: dict[str, tuple[Any, Any]]

    @property
    def is_empty(self) -> bool:
        """Whether an import would change nothing."""
        one = self
        documents = one.documents_added or one.documents_changed or one.documents_removed
        categories = one.categories_added or one.categories_removed
        return not (documents or categories or one.metadata)

    @property
    def removes(self) -> list[str]:
        """What would be lost, in words."""
        labels = sum(self.labels.removed.values())
        found = (
            (len(self.categories_removed), "categories"),
            (len(self.documents_removed), "documents"),
            (labels, "labels"),
        )
        return [f"{count:,} {what}" for count, what in found if count]


def difference(before: bytes | None, after: bytes) -> Difference:
    """Compare two labels files; without the first one, all is added.

    Raises:
        ProblemError: one of them can't be read.
    """
    old = _decoded(before, "backup") if before is not None else None
    new = _decoded(after, "labels.json")
    olds, news = _documents(old) if old else {}, _documents(new)
    had, has = [*(old.declared if old else ())], new.declared
    added: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    removed: Counter[str] = Counter()
    different = []
    for location in {**olds, **news}:
        was, now = olds.get(location), news.get(location)
        lost, come = _labels(was), _labels(now)
        if was is not None and now is not None and (_facts(was), lost) != (_facts(now), come):
            different.append(location)
        _match(lost, come, added, changed, removed)
    return Difference(
        [one for one in has if one not in had],
        [one for one in had if one not in has],
        [name for name in news if name not in olds],
        different,
        [name for name in olds if name not in news],
        Counts(dict(added), dict(changed), dict(removed)),
        _metadata(old, new),
    )


def labels_of(file: bytes) -> Iterator[LabelledDocument]:
    """Yield the documents of a labels file as Azure exports it.

    Raises:
        ProblemError: it can't be read.
    """
    yield from _documents(_decoded(file, "labels.json")).values()


def _decoded(data: bytes, name: str) -> Project:
    return decode(data, name, Report())


def _documents(project: Project) -> dict[str, LabelledDocument]:
    found = (project.labelled(raw, place, Report()) for place, raw in project.raws())
    return {one.document.location: one.document for one in found if one}


def _facts(document: LabelledDocument) -> tuple[str | None, str | None]:
    return (document.language or "").lower() or None, document.dataset or None


def _labels(document: LabelledDocument | None) -> Counter[Label]:
    if document is None:
        return Counter()
    spans = ((label.category, label.offset, label.length)
             for region in document.entities for label in region.labels)  # fmt: skip
    return Counter([*spans, *((category, 0, 0) for category in document.categories)])


def _match(
    was: Counter[Label],
    now: Counter[Label],
    added: Counter[str],
    changed: Counter[str],
    removed: Counter[str],
) -> None:
    """Pair the labels that went with those that came."""
    come = sorted((now - was).elements(), key=lambda label: label[1])
    for label in sorted((was - now).elements(), key=lambda label: label[1]):
        partner = next((one for one in come if _same(label, one)), None)
        if partner is None:
            removed[label[0]] += 1
        else:
            come.remove(partner)
            changed[partner[0]] += 1
    added.update(label[0] for label in come)


def _same(one: Label, other: Label) -> bool:
    if one[1:] == other[1:]:
        return True
    overlap = one[1] < other[1] + other[2] and other[1] < one[1] + one[2]
    return overlap and one[0] == other[0]


def _metadata(old: Project | None, new: Project) -> dict[str, tuple[Any, Any]]:
    if old is None:
        return {}
    was, now = old.file.metadata, new.file.metadata
    names = ("language", "storage_input_container_name", "multilingual", "description", "settings")
    pairs = {name: (getattr(was, name), getattr(now, name)) for name in names}
    return {name: (a, b) for name, (a, b) in pairs.items() if (a or None) != (b or None)}

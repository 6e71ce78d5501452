"""What an import would change: labels, documents and categories added, changed and removed. Pure.

Labels are compared as `converters.pairing` says; `bridge.diff` compares sets of any format.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ...converters.azure.decode import Project, decode
from ...converters.azure.labels_file import LabelledDocument
from ...converters.pairing import Counts, Label, counts_of, paired
from ...converters.report import Report


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
    pairs, different = [], []
    for location in {**olds, **news}:
        was, now = olds.get(location), news.get(location)
        lost, come = _labels(was), _labels(now)
        if was is not None and now is not None and (_facts(was), lost) != (_facts(now), come):
            different.append(location)
        pairs.append(paired(lost, come))
    return Difference(
        [one for one in has if one not in had],
        [one for one in had if one not in has],
        [name for name in news if name not in olds],
        different,
        [name for name in olds if name not in news],
        counts_of(pairs),
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


def _metadata(old: Project | None, new: Project) -> dict[str, tuple[Any, Any]]:
    if old is None:
        return {}
    was, now = old.file.metadata, new.file.metadata
    names = ("language", "storage_input_container_name", "multilingual", "description", "settings")
    pairs = {name: (getattr(was, name), getattr(now, name)) for name in names}
    return {name: (a, b) for name, (a, b) in pairs.items() if (a or None) != (b or None)}

"""Makes of a document what Azure can take: a name, categories, tidy spans, a part of the split."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from ..document import Document, Kind, Span
from ..document import Split as Part
from ..problems import ProblemError
from ..report import Report
from ..spans import Overlaps, SpansOverlapError, tidy
from ..split import Split
from .labels_file import FILE_VERSION
from .names import Locations, category_of, is_safe_location


class WriteOptions(Struct, frozen=True):
    """What to write of documents, and the project's metadata."""

    project_name: str
    container: str
    language: str | None = None
    multilingual: bool = False
    description: str = ""
    file_version: str = FILE_VERSION
    overlaps: Overlaps = "longest"
    split: Split | None = None
    earlier_splits: Mapping[str, Part] = {}
    texts: bool = True
    kind: Kind = "entities"


class Categories:
    """The categories met so far, and the labels that they stand for."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._of: dict[str, str] = {}
        self._label_of: dict[str, str] = {}
        self._renamed: dict[str, str] = {}
        self._plain: set[str] = set()

    def of(self, label: str, place: str) -> str:
        """Return the category of a label, the label itself if Azure takes it as it is.

        Raises:
            ProblemError: another label has the same category already.
        """
        category = self._of.get(label)
        return category if category is not None else self._add(label, place)

    def _add(self, label: str, place: str) -> str:
        category = category_of(label)
        other = self._label_of.setdefault(category, label)
        if other != label:
            raise ProblemError.of("category-collision", place, label=label, other=other)
        if category == label:
            self._plain.add(label)
        else:
            self._renamed[category] = label
            self._report.tell("category-renamed", place, label=label, category=category)
        self._of[label] = category
        return category

    def are_plain(self, labels: set[str], place: str) -> bool:
        """Whether Azure takes all these labels as they are."""
        return labels <= self._plain or all(self.of(label, place) == label for label in labels)

    def renamed(self, document: Document) -> dict[str, str]:
        """Return the categories of a document that are named otherwise, with their labels."""
        if not self._renamed:
            return {}
        labels = {*(document.categories or ()), *(span.label for span in document.spans)}
        return {category: label for category, label in self._renamed.items() if label in labels}

    def in_order(self) -> list[str]:
        """Return those that the source declares in their order, then the others by the alphabet."""
        declared = dict.fromkeys(
            self.of(label, "label config") for label in self._report.categories
        )
        return [*declared, *sorted(self._label_of.keys() - declared.keys())]


class Preparer:
    """Prepares documents one by one; remembers names and categories."""

    def __init__(self, options: WriteOptions, report: Report) -> None:
        self._options = options
        self._report = report
        self._locations = Locations()
        self.categories = Categories(report)

    def prepare(self, document: Document, digest: str) -> Document | None:
        """Return the document as it is to be written; None, and a problem told, if it can't be."""
        place = document.source.place
        name = self._name(document, digest)
        if name is None:
            self._report.tell("document-twice", place, name=document.name)
            return None
        spans = self._renamed(document.spans, place)
        categories = document.categories or ()
        if len(categories) > 1 and self._options.kind == "single-label":
            self._report.tell("categories-several", place, count=len(categories))
            return None
        try:
            kept, dropped = tidy(document.text, spans, self._options.overlaps, place, self._report)
        except SpansOverlapError as error:
            self._report.tell("spans-overlap", place, error=error)
            return None
        return Document(
            document.text,
            tuple(kept),
            name,
            document.language,
            self._split(document, name),
            document.source,
            tuple(dropped),
            document.categories and tuple(self.categories.of(one, place) for one in categories),
        )

    def part_names(self, name: str, digest: str, count: int) -> list[str]:
        """Return names for the parts of a text, the document's own where there is but one."""
        if count == 1:
            return [name]
        stems = (f"{name[:-4]}.part-{number:03}" for number in range(1, count + 1))
        return [self._locations.claim(stem, digest) or f"{stem}-{digest}.txt" for stem in stems]

    def _name(self, document: Document, digest: str) -> str | None:
        name = document.name
        if is_safe_location(name):
            return self._locations.take(name) or self._locations.claim(name[:-4], digest)
        if name:
            self._report.tell("name-replaced", document.source.place, name=name)
        return self._locations.claim(f"text-{digest[:12]}", digest)

    def _renamed(self, spans: tuple[Span, ...], place: str) -> tuple[Span, ...]:
        labels = {span.label for span in spans}
        if self.categories.are_plain(labels, place):
            return spans
        of = self.categories.of
        return tuple(Span(s.start, s.end, of(s.label, place), s.score) for s in spans)

    def _split(self, document: Document, name: str) -> Part | None:
        decided = self._options.earlier_splits.get(name) or document.split
        if decided or not self._options.split:
            return decided
        return self._options.split.part_of(document.source.group or document.text)

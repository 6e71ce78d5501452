"""What lints look at: a document of any format, with or without its text."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ..document import Document, Split


class Mark(Struct, frozen=True, array_like=True, gc=False):
    """A labelled stretch and its place; in code points, or the file's unit if there's no text."""

    start: int
    end: int
    label: str
    where: str


class Subject(Struct, frozen=True):
    """A document to look at: its place, its name, and what it says."""

    place: str
    name: str
    text: str | None
    marks: list[Mark]
    categories: tuple[str, ...] = ()
    split: Split | None = None
    is_labelled: bool = True

    @classmethod
    def of(cls, document: Document) -> Subject:
        """Look at a document of the model, whose spans have no places of their own."""
        source = document.source
        return cls(
            source.place,
            document.name,
            document.text,
            [Mark(span.start, span.end, span.label, source.place) for span in document.spans],
            document.categories or (),
            document.split,
            source.annotation is not None,
        )

    @property
    def labels(self) -> Iterator[str]:
        """The labels of all marks, and the categories of the text itself."""
        yield from (mark.label for mark in self.marks)
        yield from self.categories

    def covered(self, mark: Mark) -> str:
        """Return the characters of a mark; where there is no text, what is known of it."""
        if self.text is None:
            return f"{mark.start} to {mark.end}"
        return self.text[mark.start : mark.end]

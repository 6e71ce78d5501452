"""THE model: a text and its labelled spans, in code points, immutable and validated at birth."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Split = Literal["Train", "Test"]
SPLITS: dict[str | None, Split] = {"Train": "Train", "Test": "Test"}
"""The parts by their names; whatever else stands for one is none."""
Kind = Literal["entities", "single-label", "multi-label"]
"""What a project labels: stretches of its texts, or each text as a whole, with one or several."""


BY_SEVERAL = -1
"""Stands for the index of an annotation where labels are not those of one: of a consensus, say."""


class Span(Struct, frozen=True, array_like=True, gc=False):
    """A labelled stretch of a text: `text[start:end]`, in code points, end exclusive.

    Raises:
        ValueError: the span is empty or reversed, starts before 0, or has no label.

    Example:
        >>> span = Span(5, 10, "Person")
        >>> "Hi 😀 Alice"[span.start : span.end]
        'Alice'
    """

    start: int
    end: int
    label: str
    score: float | None = None

    def __post_init__(self) -> None:
        """Refuse what covers nothing or says nothing."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start} and {self.end}")
        if not self.label:
            raise ValueError("a span needs a label")


class Source(Struct, frozen=True, array_like=True, gc=False):
    """Where a document came from.

    `place` is where in the input it stands, `field` the key of the data that holds the text, `tags`
    the tags that show it, `annotation` the index of the annotation that labels it (None: it is not
    labelled; `BY_SEVERAL`: by none alone, but a consensus or a prediction), `group` what ties it to
    others in a split; `unchanged` says of a document on its way back that its text and labels are
    as they were sent, and `layout` how the field lays the text out, if not plainly.
    """

    place: str = "$"
    field: str | None = None
    tags: tuple[str, ...] = ()
    annotation: int | None = None
    group: str | None = None
    unchanged: bool = False
    layout: tuple[str, ...] = ()


class Document(Struct, frozen=True, array_like=True, gc=False):
    r"""A text with its spans, sorted as given; offsets in code points of exactly this text.

    `name` is the name of its file (`""` until one is given), `split` its part in training,
    `dropped` the spans that were left out on the way to Azure and why they can come back, and
    `categories` those of the text as a whole, None where its stretches are labelled.

    Raises:
        UnicodeEncodeError: the text has a lone surrogate.
        ValueError: the text has a NUL, or a span ends behind the text.

    Example:
        >>> document = Document("Hi 😀 Alice", (Span(5, 10, "Person"),))
        >>> document.covered(document.spans[0])
        'Alice'
    """

    text: str
    spans: tuple[Span, ...] = ()
    name: str = ""
    language: str | None = None
    split: Split | None = None
    source: Source = Source()
    dropped: tuple[Span, ...] = ()
    categories: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse a text that no file can hold and spans that it does not have."""
        if not self.text.isascii():
            self.text.encode()
        if "\0" in self.text:
            raise ValueError(f"the text has a NUL at {self.text.index(chr(0))}")
        length = len(self.text)
        for span in self.spans:
            if span.end > length:
                raise ValueError(f"a span ends at {span.end}, the text at {length}")

    def covered(self, span: Span) -> str:
        """Return the characters that a span covers."""
        return self.text[span.start : span.end]


class Record(Struct, frozen=True, array_like=True, gc=False):
    """What a reader yields for one entry of its input.

    `documents` are the texts in it; `kept` is the entry itself as JSON without those texts: all
    that the target can't hold, written to the manifest so that nothing is lost. An entry that
    became no document (a task without annotation, say) is kept whole.
    """

    documents: tuple[Document, ...]
    kept: bytes | None = None

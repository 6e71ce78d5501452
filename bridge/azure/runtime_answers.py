"""What the runtime answers about a job, and what it says of each document in it.

{"jobId": "4d37982f-…", "status": "succeeded", "createdDateTime": "2022-04-18T15:44:44Z",
 "lastUpdatedDateTime": "2022-04-18T15:44:45Z",
 "tasks": {"items": [{"kind": "CustomEntityRecognitionLROResults", "status": "succeeded",
   "results": {"documents": [{"id": "0", "warnings": [], "entities": [{"text": "Alice",
       "category": "Person", "offset": 2, "length": 5, "confidenceScore": 0.98}]}],
     "errors": [{"id": "1", "error": {"code": "InvalidArgument", "message": "…",
       "innererror": {"code": "InvalidDocument", "message": "…"}}}]}}]}}

Format: Azure/azure-rest-api-specs, Language.AnalyzeText 2023-04-01. Offsets count code points, as
we ask for (`stringIndexType` UnicodeCodePoint). A document of a classification has `class` (2023)
or `classes` in place of `entities`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from ...converters.document import Span
from .models import FINAL, Detail


class _Part(Struct, frozen=True, rename="camel"):
    """An object of an answer; more may come, and is passed over."""


class Entity(_Part, frozen=True):
    """What was recognised, in code points."""

    text: str
    category: str
    offset: int
    length: int
    confidence_score: float | None = None


class Category(_Part, frozen=True):
    """What a text was classified as."""

    category: str
    confidence_score: float | None = None


class Result(_Part, frozen=True):
    """What is said of one document."""

    id: str
    entities: list[Entity] = []
    classes: list[Category] | Category = msgspec.field(name="class", default_factory=list)
    warnings: list[Detail] = []


class Refusal(_Part, frozen=True):
    """A document that was not analysed, and the service's error."""

    id: str
    error: dict[str, Any]


class Results(_Part, frozen=True):
    """What a task says of the documents, or a page of them."""

    documents: list[Result] = []
    errors: list[Refusal] = []


class Item(_Part, frozen=True):
    """A task of a job."""

    status: str = ""
    results: Results = Results()


class Tasks(_Part, frozen=True):
    """The tasks of a job: ours have one."""

    items: list[Item] = []


class JobAnswer(_Part, frozen=True):
    """A job: how far it is, and its results, or a page of them."""

    status: str = ""
    created_date_time: str | None = None
    last_updated_date_time: str | None = None
    errors: list[Detail] | None = None
    tasks: Tasks = Tasks()
    next_link: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether it stays as it is."""
        return self.status.lower() in FINAL

    @property
    def results(self) -> Iterator[Results]:
        """What its tasks say."""
        return (item.results for item in self.tasks.items)


class Said(Struct, frozen=True):
    """What the service said of one piece: spans in code points of it, or categories, or an error.

    `code` and `message` tell the error, `wrong` the entities whose offsets don't cover their text.
    """

    spans: tuple[Span, ...] = ()
    categories: tuple[tuple[str, float | None], ...] = ()
    warnings: tuple[Detail, ...] = ()
    wrong: tuple[Entity, ...] = ()
    code: str | None = None
    message: str = ""


def said(answer: Result | Refusal, text: str) -> Said:
    """Read what is said of a text.

    Example:
        >>> result = Result("0", [Entity("Bob", "Person", 2, 3, 0.5), Entity("Al", "Person", 0, 2)])
        >>> found = said(result, "😀 Bob")
        >>> found.spans, [entity.text for entity in found.wrong]
        ((Span(start=2, end=5, label='Person', score=0.5),), ['Al'])
    """
    if isinstance(answer, Refusal):
        return _refusal(answer.error)
    right = [e for e in answer.entities if _covers(e, text)]
    classes = answer.classes if isinstance(answer.classes, list) else [answer.classes]
    return Said(
        tuple(Span(e.offset, e.offset + e.length, e.category, e.confidence_score) for e in right),
        tuple((c.category, c.confidence_score) for c in classes),
        tuple(answer.warnings),
        tuple(e for e in answer.entities if not _covers(e, text)),
    )


def _refusal(error: dict[str, Any]) -> Said:
    """Read why a document was not analysed; the innermost code says most."""
    code, message = "?", ""
    inner: Any = error
    while isinstance(inner, dict):
        code, message = str(inner.get("code") or code), str(inner.get("message") or message)
        inner = inner.get("innererror")
    return Said(code=code, message=message)


def _covers(entity: Entity, text: str) -> bool:
    found = text[max(0, entity.offset) : entity.offset + entity.length]
    return bool(entity.text) and bool(entity.category) and found == entity.text

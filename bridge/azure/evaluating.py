"""Fetches a model's evaluation, the labels that trained it and the texts of its mistakes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Any, Final

import msgspec
from msgspec import Struct

from ...converters.comparing import KINDS
from ...converters.offsets import OffsetError, OffsetMap
from ...converters.problems import ProblemError
from .errors import NotFoundError, ServiceError
from .evaluation import Evaluation, evaluation_of
from .evaluation_mistakes import Advice, Mistake, advice, mistakes
from .models import Model
from .session import Session, checked_name
from .storage import Storage

CONTEXT: Final = 60
"""Characters to show on either side of a mistake."""
_HEAD: Final = 200
_SPACE: Final = re.compile(r"\s+")
EXAMPLES: Final = 8
"""Mistakes of each kind to show in their context."""


class Piece(Struct, frozen=True):
    """A stretch of a text, and whether it is labelled, and predicted."""

    text: str
    expected: bool = False
    predicted: bool = False


class Example(Struct, frozen=True):
    """A mistake in its context; no pieces where the text is not to be had, or not to be shown."""

    mistake: Mistake
    pieces: tuple[Piece, ...] = ()


class Evaluated(Struct, frozen=True):
    """All that is known of how well a model does."""

    project: str
    model: Model
    evaluation: Evaluation
    mistakes: tuple[Mistake, ...]
    examples: tuple[Example, ...]
    advice: tuple[Advice, ...]
    remarks: tuple[str, ...] = ()


def evaluate(session: Session, label: str, *, texts: bool = True) -> Evaluated:
    """Fetch how well a model does.

    Args:
        session: on the project.
        label: of the model.
        texts: whether to fetch the texts of mistakes, to show them.

    Raises:
        ServiceError: there is no such model, or it can't be asked for.
        ProblemError: the evaluation is not what the specification says.
    """
    name = checked_name(label, "model")
    model = session.authoring.model(session.project, name)
    summary = session.authoring.summary(session.project, name)
    evaluation = evaluation_of(summary, session.authoring.results(session.project, name))
    found = tuple(mistakes(evaluation.documents))
    remarks: list[str] = []
    labelled = _labelled(session, evaluation, remarks)
    chosen = _chosen(found)
    examples = _examples(session, chosen, remarks) if texts else [Example(one) for one in chosen]
    return Evaluated(
        session.project, model, evaluation, found, tuple(examples),
        tuple(advice(evaluation, labelled)), tuple(remarks),
    )  # fmt: skip


def example_of(mistake: Mistake, text: str, context: int = CONTEXT) -> Example:
    """Show a mistake in its text; without pieces where its offsets are not of this text.

    Example:
        >>> from ...converters.comparing import Mark
        >>> mistake = Mistake("edges", "1.txt", "en", Mark(3, 12, "City"), Mark(7, 12, "City"))
        >>> [(p.text, p.expected, p.predicted) for p in example_of(mistake, "In New Yorks.").pieces]
        [('In ', False, False), ('New ', True, False), ('Yorks', True, True), ('.', False, False)]
    """
    offsets = OffsetMap(text)
    marks = [mark for mark in (mistake.expected, mistake.predicted) if mark]
    if all(mark.end == 0 for mark in marks):  # the category of the whole text
        return Example(mistake, (Piece(text[:_HEAD]),))
    try:
        spans = [(offsets.from_utf16(mark.start), offsets.from_utf16(mark.end)) for mark in marks]
    except OffsetError:
        return Example(mistake)
    first, last = _around(text, min(a for a, _ in spans), max(b for _, b in spans), context)
    labelled = spans[0] if mistake.expected else (0, 0)
    found = spans[-1] if mistake.predicted else (0, 0)
    cuts = sorted({first, last, *chain.from_iterable(spans)})
    pieces = [
        Piece(text[a:b], labelled[0] <= a < labelled[1], found[0] <= a < found[1])
        for a, b in pairwise(cuts)
    ]
    before = [Piece("… ")] if first else []
    after = [Piece(" …")] if last < len(text) else []
    return Example(mistake, (*before, *pieces, *after))


def _around(text: str, start: int, end: int, context: int) -> tuple[int, int]:
    """Find whole words around a stretch."""
    first, last = max(0, start - context), min(len(text), end + context)
    spaces = [match.end() for match in _SPACE.finditer(text, first, start)] if first else []
    more = [match.start() for match in _SPACE.finditer(text, end, last)]
    after = more[-1] if more and last < len(text) else last
    return (spaces[0] if spaces else first), after


def _chosen(found: tuple[Mistake, ...]) -> list[Mistake]:
    """Choose a few mistakes of each kind, of as many categories as there are."""
    kept: list[Mistake] = []
    for kind in KINDS:
        of_kind = [one for one in found if one.kind == kind]
        seen: Counter[str] = Counter()
        ranked = []
        for one in of_kind:
            ranked.append((seen[one.category], one))
            seen[one.category] += 1
        ranked.sort(key=lambda pair: pair[0])
        kept += [one for _, one in ranked[:EXAMPLES]]
    return kept


def _examples(session: Session, chosen: list[Mistake], remarks: list[str]) -> list[Example]:
    """Fetch the texts of the chosen mistakes; without them there are no contexts."""
    try:
        storage = session.storage(session.info().storage_input_container_name)
        texts = {name: _text(storage, name) for name in {one.location for one in chosen}}
    except (ServiceError, ProblemError) as error:
        remarks.append(f"Mistakes are shown without their texts: {error}")
        return [Example(one) for one in chosen]
    return [
        Example(one) if (text := texts[one.location]) is None else example_of(one, text)
        for one in chosen
    ]


def _text(storage: Storage, name: str) -> str | None:
    try:
        return storage.read(name).decode()
    except (NotFoundError, UnicodeDecodeError):
        return None


def _labelled(
    session: Session, evaluation: Evaluation, remarks: list[str]
) -> dict[str, int] | None:
    """Count the labels of each category outside the test part, as they are in the project now."""
    try:
        assets = msgspec.json.decode(session.export())["assets"]
    except (ServiceError, msgspec.DecodeError, KeyError) as error:
        remarks.append(f"Labels for training were not counted: {error}")
        return None
    tested = {document.location for document in evaluation.documents}
    names = [
        one.get("category") for one in (*assets.get("entities", ()), *assets.get("classes", ()))
    ]
    counts: Counter[str] = Counter()
    for document in assets.get("documents", ()):
        if document.get("location") not in tested:
            counts.update(_categories(document))
    return {name: counts[name] for name in names if name}


def _categories(document: dict[str, Any]) -> Iterator[str]:
    """Yield the category of each label of a document."""
    for region in document.get("entities") or ():
        yield from (label["category"] for label in region.get("labels") or ())
    for one in (document.get("class"), *(document.get("classes") or ())):
        if one:
            yield one["category"]

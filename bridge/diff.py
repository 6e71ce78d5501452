"""What changed between two labelled sets: labels added, changed and removed, document by document.

Documents are the same by their name, else by their text; labels are compared as
`converters.pairing` says, or by what they cover where the text itself has changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from ..converters.document import Document
from ..converters.pairing import Counts, Label, Pairs, counts_of, paired
from ..converters.problems import Problem
from .files import Source
from .labelled_sets import UNKNOWN, LabelledSet, kind_of, labelled_set
from .reading import Reading

if TYPE_CHECKING:
    from typing_extensions import Unpack  # Python 3.10 has none of its own

What = Literal["added", "changed", "removed"]


class Placed(Struct, frozen=True):
    """A label: its category and what it covers, in code points; nothing of a whole text."""

    category: str
    start: int | None = None
    end: int | None = None
    text: str | None = None


class Change(Struct, frozen=True):
    """What became of one label; `before` is None where it is new, `after` where it is gone."""

    document: str
    what: What
    before: Placed | None = None
    after: Placed | None = None


class FactChange(Struct, frozen=True):
    """What else is different in a document: its text, its language or its part in training."""

    document: str
    fact: str
    before: str | None = None
    after: str | None = None


class Diff(Struct, frozen=True):
    """What is different in a second set.

    `labels` counts by category what `changes` lists; a changed one under what it is called now.
    """

    before: LabelledSet
    after: LabelledSet
    categories_added: list[str]
    categories_removed: list[str]
    documents_added: list[str]
    documents_changed: list[str]
    documents_removed: list[str]
    labels: Counts
    changes: list[Change]
    facts: list[FactChange]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        documents = self.documents_added or self.documents_changed or self.documents_removed
        return not (documents or self.categories_added or self.categories_removed)

    @property
    def problems(self) -> list[Problem]:
        """Errors met in reading either set: what they tell of is not compared."""
        return [*self.before.problems, *self.after.problems]

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "differs": not self.is_empty,
            "before": _sizes(self.before),
            "after": _sizes(self.after),
            "categories": {"added": self.categories_added, "removed": self.categories_removed},
            "documents": {
                "added": self.documents_added,
                "changed": self.documents_changed,
                "removed": self.documents_removed,
            },
            "labels": self.labels,
            "changes": self.changes,
            "facts": self.facts,
            "problems": self.problems,
        }


def diff(before: Source, after: Source, **reading: Unpack[Reading]) -> Diff:
    """Compare two labelled sets, of any two formats.

    Args:
        before: a labels file, an export or a task list of Label Studio, JSON Lines of `azure
            predict`, or a folder that one of our commands wrote.
        after: another.
        reading: how to read both: see `bridge.reading.Reading`. Predictions of tasks are compared
            if `from_predictions` says so.

    Raises:
        ProblemError: one of them can't be used.
        OptionError: an option has a value that it can't have, or one that is needed is missing.

    Example:
        >>> diff("pulled-before", "pulled-after").labels.added  # doctest: +SKIP
        {'Person': 1}
    """
    for source in (before, after):  # a labels file knows what the other is to be read for
        kind = kind_of(Path(source))
        reading |= Reading(kind=kind) if kind else Reading()
    return compare(labelled_set(Path(before), reading), labelled_set(Path(after), reading))


def compare(before: LabelledSet, after: LabelledSet) -> Diff:
    """Compare two sets that were read."""
    after = _named_alike(before, after)
    olds, news = before.documents, after.documents
    changes: list[Change] = []
    pairs: list[Pairs] = []
    facts: list[FactChange] = []
    for name in {**olds, **news}:
        was, now = olds.get(name), news.get(name)
        pairs.append(_pairs(was, now))
        changes += _changes(name, was, now, pairs[-1])
        facts += _facts(before, after, name) if was and now else ()
    different = {one.document for one in changes} | {one.document for one in facts}
    come, gone = _categories(before, after)
    return Diff(
        before,
        after,
        come,
        gone,
        [name for name in news if name not in olds],
        [name for name in olds if name in different and name in news],
        [name for name in olds if name not in news],
        counts_of(pairs),
        changes,
        facts,
    )


def _named_alike(before: LabelledSet, after: LabelledSet) -> LabelledSet:
    """Give a document of the second set the name of the one in the first that has its text.

    Only what has no counterpart by its name is looked at, and texts that no two such share.
    """
    gone = _by_text(before, after)
    names = {name: gone[text] for text, name in _by_text(after, before).items() if text in gone}
    documents = {names.get(name, name): one for name, one in after.documents.items()}
    return replace(after, documents=documents)


def _by_text(one: LabelledSet, other: LabelledSet) -> dict[str, str]:
    """Return the names of what only the first set has, by texts that stand there once."""
    lone = [name for name in one.documents if name not in other.documents]
    count = Counter(one.documents[name].text for name in lone)
    return {text: name for name in lone if count[text := one.documents[name].text] == 1}


def _categories(before: LabelledSet, after: LabelledSet) -> tuple[list[str], list[str]]:
    """Return the categories that came and went: declared ones, if both sets declare theirs."""
    if before.declared and after.declared:
        was, now = before.declared, after.declared
    else:
        was, now = before.used, after.used
    return [one for one in now if one not in was], [one for one in was if one not in now]


def _pairs(was: Document | None, now: Document | None) -> Pairs:
    lost, come = _labels(was), _labels(now)
    if was is None or now is None or was.text == now.text:
        return paired(lost, come)
    held = [*come.elements()]
    removed = []
    for label in lost.elements():
        partner = next((o for o in held if _words(was, label) == _words(now, o)), None)
        if partner is None:
            removed.append(label)
        else:
            held.remove(partner)
    return Pairs(held, [], removed)


def _labels(document: Document | None) -> Counter[Label]:
    if document is None:
        return Counter()
    spans = [(span.label, span.start, span.end - span.start) for span in document.spans]
    return Counter([*spans, *((category, 0, 0) for category in document.categories or ())])


def _words(document: Document, label: Label) -> tuple[str, str]:
    return label[0], document.text[label[1] : label[1] + label[2]]


def _changes(
    name: str, was: Document | None, now: Document | None, pairs: Pairs
) -> Iterator[Change]:
    for label in pairs.added:
        yield Change(name, "added", after=_placed(now, label))
    for old, new in pairs.changed:
        yield Change(name, "changed", _placed(was, old), _placed(now, new))
    for label in pairs.removed:
        yield Change(name, "removed", _placed(was, label))


def _placed(document: Document | None, label: Label) -> Placed:
    category, start, length = label
    if document is None or not length:
        return Placed(category)
    return Placed(category, start, start + length, document.text[start : start + length])


def _facts(before: LabelledSet, after: LabelledSet, name: str) -> Iterator[FactChange]:
    was, now = before.documents[name], after.documents[name]
    if was.text != now.text:
        yield FactChange(name, "text")
    known, knows = _known(was, before), _known(now, after)
    for fact in known.keys() & knows.keys():
        if (known[fact] or "").lower() != (knows[fact] or "").lower():
            yield FactChange(name, fact, known[fact], knows[fact])


def _known(document: Document, of: LabelledSet) -> dict[str, str | None]:
    """Return the facts that a set tells of a document."""
    facts: dict[str, str | None] = {"language": document.language, "split": document.split}
    if of.is_complete:
        return facts
    return {fact: value for fact, value in facts.items() if value not in {None, UNKNOWN}}


def _sizes(of: LabelledSet) -> dict[str, Any]:
    return {"name": of.name, "documents": len(of.documents), "labels": of.labels}

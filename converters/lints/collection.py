"""What can be said only of all documents together: counts, parts, and contradictions.

Numbers: custom NER takes 10 to 100,000 documents and 1 to 200 categories; its guidance says that
fewer than 15 examples of a category lower the accuracy, and recommends about 50.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from ..report import UNSPLIT, Report
from .phrases import Phrases, hashed
from .subject import Subject

FEWEST_DOCUMENTS, MOST_DOCUMENTS, MOST_CATEGORIES = 10, 100_000, 200
FEWEST_EXAMPLES, ENOUGH_EXAMPLES = 15, 50


class Collection:
    """Remembers of each document what comparing it with the others needs: hashes and counts."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._documents = 0
        self._examples: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._parts: set[str] = set()
        self._texts: dict[bytes, str] = {}
        self._phrases = Phrases()

    def see(self, subject: Subject) -> None:
        """Take in a document; tell what contradicts an earlier one."""
        self._documents += 1
        part = subject.split or UNSPLIT
        self._parts.add(part)
        self._examples[part].update(subject.labels)
        if subject.text is not None:
            self._see_text(subject, subject.text)
            self._see_phrases(subject, subject.text)

    def finish(self, place: str, declared: list[str]) -> None:
        """Tell what all documents together lack, or have too much of."""
        tell, total = self._report.tell, sum(self._examples.values(), Counter[str]())
        if self._documents < FEWEST_DOCUMENTS:
            tell("documents-few", place, count=self._documents)
        if self._documents > MOST_DOCUMENTS:
            tell("documents-many", place, count=self._documents)
        categories = dict.fromkeys([*declared, *total])
        if len(categories) > MOST_CATEGORIES:
            tell("categories-many", place, count=len(categories))
        for category in categories:
            self._tell_examples(place, category, total[category])

    def _tell_examples(self, place: str, category: str, count: int) -> None:
        if not count:
            self._report.tell("category-unused", place, category=category)
        elif count < FEWEST_EXAMPLES:
            self._report.tell("examples-few", place, category=category, count=count)
        elif count < ENOUGH_EXAMPLES:
            self._report.tell("examples-below-fifty", place, category=category, count=count)
        if count:
            for part in sorted({"Train", "Test"} & self._parts):
                if len(self._parts) > 1 and not self._examples[part][category]:
                    self._report.tell("part-lacks-category", place, category=category, part=part)

    def _see_text(self, subject: Subject, text: str) -> None:
        first = self._texts.setdefault(hashed(text), subject.name or subject.place)
        if first != (subject.name or subject.place):
            name = subject.name or subject.place
            self._report.tell("text-twice", subject.place, name=name, other=first)

    def _see_phrases(self, subject: Subject, text: str) -> None:
        for mark in subject.marks:
            phrase = text[mark.start : mark.end]
            other = self._phrases.see(phrase, mark.label)
            if other:
                self._report.tell(
                    "phrase-two-ways", mark.where, text=phrase, label=mark.label, other=other
                )

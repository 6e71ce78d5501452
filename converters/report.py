"""What a conversion did: documents, spans by category and split, and problems counted by code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from .catalogue import Purpose
from .document import Document, Kind
from .problems import Problem

EXAMPLES = 20
UNSPLIT = "unsplit"


class Report:
    """Counts as a conversion goes; holds the first examples of each problem, in bounded memory.

    `categories` are those that the source declares, in its order, whether they have spans or not,
    `kind` is that of its project; `purpose` is what the input is read for, by which a problem is an
    error or a warning, and `examples_kept` how many problems of a code are kept with their words.

    Example:
        >>> report = Report()
        >>> report.tell("text-empty", "$[3]")
        >>> report.problems, report.has_errors
        (Counter({'text-empty': 1}), True)
    """

    def __init__(self, purpose: Purpose = "convert", examples_kept: int = EXAMPLES) -> None:
        self.purpose: Purpose = purpose
        self._examples_kept = examples_kept
        self.tasks = 0
        self.categories: list[str] = []
        self.kind: Kind = "entities"
        self.documents: Counter[str] = Counter()
        self._labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.problems: Counter[str] = Counter()
        self.examples: dict[str, list[Problem]] = {}
        self.facts: dict[str, Any] = {}

    def tell(self, code: str, where: str, **quoted: object) -> None:
        """Count a problem, and keep its words if it is among the first of its code."""
        self.problems[code] += 1
        if self.problems[code] <= self._examples_kept:
            problem = Problem.of(code, where, self.purpose, **quoted)
            self.examples.setdefault(code, []).append(problem)

    def merge(self, other: Report) -> None:
        """Take in what another report tells."""
        self.tasks += other.tasks
        self.categories = other.categories or self.categories
        self.kind = other.kind if self.kind == "entities" else self.kind
        self.documents.update(other.documents)
        self.problems.update(other.problems)
        for split, labels in other._labels.items():
            self._labels[split].update(labels)
        for code, problems in other.examples.items():
            self.examples[code] = [*problems, *self.examples.get(code, [])]
            del self.examples[code][self._examples_kept :]

    def count(self, document: Document) -> None:
        """Count a document that was written, and its spans or its own categories."""
        self.count_labels(document.split, [span.label for span in document.spans])
        if document.categories:
            self._labels[document.split or UNSPLIT].update(document.categories)

    def count_labels(self, split: str | None, labels: Iterable[str]) -> None:
        """Count a document of a part by its labels."""
        part = split or UNSPLIT
        self.documents[part] += 1
        self._labels[part].update(labels)

    @property
    def spans(self) -> dict[str, dict[str, int]]:
        """The number of spans by category, then by split."""
        categories = sorted({label for labels in self._labels.values() for label in labels})
        return {
            category: {split: n[category] for split, n in self._labels.items() if n[category]}
            for category in categories
        }

    @property
    def has_errors(self) -> bool:
        """Whether anything was left out for a fault in it (warnings don't count)."""
        return any(problems[0].severity == "error" for problems in self.examples.values())

    def as_dict(self) -> dict[str, Any]:
        """Return it all as plain data, for report.json and `--json`."""
        return {
            **self.facts,
            "tasks": self.tasks,
            "documents": dict(sorted(self.documents.items())),
            "spans": self.spans,
            "problems": [
                {
                    "code": code,
                    "severity": self.examples[code][0].severity,
                    "count": count,
                    "examples": self.examples[code],
                }
                for code, count in sorted(self.problems.items())
            ],
        }

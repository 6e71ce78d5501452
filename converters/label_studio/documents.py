"""Makes documents of a task's texts: their language, name, group and part of the split."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256

from msgspec.structs import replace

from ..document import SPLITS, Document, Source, Span, Split
from ..problems import ProblemError
from ..report import Report
from .addresses import is_address
from .answers import Answer
from .fields import TextFields, only_text
from .options import ReadOptions
from .tasks import Task

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Documents:
    """Makes the documents of one task after the other; tells of texts that can't be one."""

    def __init__(self, options: ReadOptions, fields: TextFields, report: Report) -> None:
        self._options = options
        self._fields = fields
        self._report = report

    def texts(self, task: Task) -> Iterator[tuple[str, str]]:
        """Yield the fields of a task whose text a document can hold."""
        for field in self._text_fields(task):
            if field in task.lost:
                continue
            text = task.text(field)
            fault = self._fault(field, text, is_fetched=field in task.fetched)
            if text is None or fault:
                place = f"{task.place}.data.{field}"
                self._report.tell(fault, place, index=(text or "").find("\0"))
            else:
                yield field, text

    def _text_fields(self, task: Task) -> Iterable[str]:
        """Return the fields of a task that hold text for labelling; tell if there is none."""
        found = self._fields.tags or only_text(task)
        if not found:
            self._report.tell("text-missing", f"{task.place}.data")
        return found

    def _fault(self, field: str, text: str | None, *, is_fetched: bool) -> str:
        """Return the code of what keeps a text from being a document, or nothing."""
        if text is None:
            return "text-missing"
        if "\0" in text:
            return "text-nul"
        if not is_fetched and (field in self._fields.by_url or is_address(text)):
            return "text-by-url"
        return "" if text.strip("\ufeff").strip() else "text-empty"

    def language(self, task: Task) -> str | None:
        """Return a task's language; None, and a problem told, if it names none that is one.

        Raises:
            ProblemError: there is no option by which it could be known.
        """
        options = self._options
        found = task.value(options.language_field) if options.language_field else None
        found = found or options.language or task.value("azure.language")
        if isinstance(found, str) and _is_language(found):
            return found
        if not found and not options.language_field:
            raise ProblemError.of("language-not-given", task.place)
        code = "language-malformed" if found else "language-missing"
        self._report.tell(code, task.place, field=options.language_field or "", found=found)
        return None

    def of(
        self,
        task: Task,
        texts: dict[str, str],
        language: str,
        answer: Answer,
        spans: dict[str, list[Span]],
    ) -> Iterator[Document]:
        """Yield the document of each text with the spans that an answer has on it."""
        group = task.value(self._options.group_by) if self._options.group_by else None
        tied = None if group is None else str(group)
        split: Split | None = None
        if "azure" in task.data:
            split = SPLITS.get(task.text("azure.dataset"))
        for field, text in texts.items():
            tags = self._fields.tags.get(field, ())
            source = Source(task.place, field, tags, answer.index, tied)
            if field in task.layouts:
                source = replace(source, layout=self._fields.layouts[field])
            name = _name(task, field, text, answer.suffix)
            if self._options.kind == "entities":
                yield Document(text, tuple(spans[field]), name, language, split, source)
            else:
                chosen = tuple(dict.fromkeys(span.label for span in spans[field]))
                yield Document(text, (), name, language, split, source, categories=chosen)


def _name(task: Task, field: str, text: str, suffix: str) -> str:
    """Name a document by what Azure called it, else by its task; without either by its text."""
    name = "" if task.id is None else f"task-{task.id}-{field}.txt"
    if "azure" in task.data:
        name = task.text("azure.location") or name
    if not suffix:
        return name
    stem = name.removesuffix(".txt") or f"text-{sha256(text.encode()).hexdigest()[:12]}"
    return f"{stem}{suffix}.txt"


@lru_cache
def _is_language(code: str) -> bool:
    return bool(_LANGUAGE.fullmatch(code))

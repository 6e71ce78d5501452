"""Reads Label Studio's exports and task lists into documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from ..document import SPLITS, Document, Record, Source, Span, Split
from ..folder import Files
from ..json_stream import Readable
from ..problems import ProblemError
from ..report import Report
from .annotations import POLICIES
from .entries import Entry, tasks_in
from .fields import TextFields, only_text
from .folders import Index
from .label_config import LabelConfig
from .regions import spans_of
from .tasks import Annotation, Task, decode_task

_URL = re.compile(r"(?:(?:https?|s3|gs|azure-blob)://|/data/(?:local-files|upload)/)\S+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class ReadOptions(Struct, frozen=True):
    """How to read tasks: whose annotation counts, and where language and group of a text stand."""

    label_config: LabelConfig | None = None
    annotations: str = "ground-truth-or-latest"
    include_unlabelled: bool = False
    language: str | None = None
    language_field: str | None = None
    group_by: str | None = None


class LabelStudioReader:
    """Yields a record for each task of a file; problems go to the report."""

    def __init__(self, options: ReadOptions, report: Report) -> None:
        self._options = options
        self._report = report
        if options.label_config:
            report.categories = [*options.label_config.categories]

    def read(self, file: Readable, name: str = "") -> Iterator[Record]:
        """Read a JSON export, JSON_MIN, a task list, JSON Lines, CSV or TSV.

        Raises:
            ProblemError: the file can't be read as tasks, or a tag's text can't be found.
        """
        return self._records(tasks_in(file, name, self._report), name)

    def read_folder(self, files: Files, name: str = "") -> Iterator[Record]:
        """Read the files of target storage, whose annotations are put together by task, and others.

        A file that is of no dialect is told and left out.

        Raises:
            ProblemError: a file breaks off, or a tag's text can't be found.
        """
        index = Index(files, name, self._report)
        yield from self._records(index.tasks(), name)
        for other in index.others:
            with files.open(other) as file:
                yield from self.read(file, f"{name}/{other}")

    def _records(self, entries: Iterator[Entry], name: str) -> Iterator[Record]:
        fields = TextFields(self._options.label_config)
        try:
            for task in fields.settle(self._tasks(entries)):
                self._report.tasks += 1
                yield self._record(task, fields)
        except UnicodeDecodeError as error:
            raise ProblemError.of("input-not-utf8", name, found=error) from error

    def _tasks(self, entries: Iterator[Entry]) -> Iterator[Task]:
        for place, fields in entries:
            task = decode_task(fields, place, self._report)
            if task:
                yield task

    def _record(self, task: Task, fields: TextFields) -> Record:
        answers = [a for a in task.annotations if a and not a.was_cancelled]
        if not answers and not self._options.include_unlabelled:
            code = "task-skipped" if task.annotations else "task-unlabelled"
            self._report.tell(code, task.place)
            return Record((), task.kept(frozenset()))
        annotation = self._choose(task, answers)
        index = next((i for i, a in enumerate(task.annotations) if a is annotation), None)
        place = f"{task.place}.annotations[{index}]"
        texts = dict(self._texts(task, fields))
        language = self._language(task) if texts else None
        if language is None:
            return Record((), task.kept(frozenset()))
        spans = spans_of(annotation, texts, fields, place, self._report)
        documents = tuple(
            self._document(
                task,
                text,
                spans[field],
                language,
                Source(task.place, field, fields.tags.get(field, ()), index),
            )
            for field, text in texts.items()
        )
        return Record(documents, task.kept(frozenset(texts)))

    def _choose(self, task: Task, answers: list[Annotation]) -> Annotation:
        if len(answers) > 1:
            self._report.tell("annotations-kept", task.place, count=len(answers) - 1)
            return POLICIES[self._options.annotations](answers)
        return answers[0] if answers else Annotation()

    def _texts(self, task: Task, fields: TextFields) -> Iterator[tuple[str, str]]:
        """Yield the fields of a task whose text a document can hold."""
        for field in self._fields(task, fields):
            text = task.text(field)
            fault = _fault(text)
            if text is None or fault:
                self._report.tell(
                    fault, f"{task.place}.data.{field}", index=(text or "").find("\0")
                )
            else:
                yield field, text

    def _fields(self, task: Task, fields: TextFields) -> Iterable[str]:
        """Return the fields of a task that hold text for labelling; tell if there is none."""
        found = fields.tags or only_text(task)
        if not found:
            self._report.tell("text-missing", f"{task.place}.data")
        return found

    def _language(self, task: Task) -> str | None:
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

    def _document(
        self, task: Task, text: str, spans: list[Span], language: str, source: Source
    ) -> Document:
        group = task.value(self._options.group_by) if self._options.group_by else None
        if group is not None:
            source = replace(source, group=str(group))
        name = "" if task.id is None else f"task-{task.id}-{source.field}.txt"
        split: Split | None = None
        if "azure" in task.data:
            name = task.text("azure.location") or name
            split = SPLITS.get(task.text("azure.dataset"))
        return Document(text, tuple(spans), name, language, split, source)


@lru_cache
def _is_language(code: str) -> bool:
    return bool(_LANGUAGE.fullmatch(code))


def _fault(text: str | None) -> str:
    """Return the code of what keeps a text from being a document, or nothing."""
    if text is None:
        return "text-missing"
    if "\0" in text:
        return "text-nul"
    if _URL.fullmatch(text):
        return "text-by-url"
    return "" if text.strip("\ufeff").strip() else "text-empty"

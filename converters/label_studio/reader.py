"""Reads Label Studio's exports and task lists into documents."""

from __future__ import annotations

from collections.abc import Iterator

from ..consensus import agreed
from ..document import BY_SEVERAL, Document, Record, Span
from ..folder import Files
from ..json_stream import Readable
from ..problems import ProblemError
from ..report import Report
from .addresses import Fetched
from .answers import Answer, Answers
from .classified import choices_of
from .documents import Documents
from .entries import Entry, tasks_in
from .fields import TextFields
from .folders import Index
from .joined import Joined, piece_of
from .laid import Laid
from .offset_units import OffsetUnits
from .options import ReadOptions
from .predictions import Prediction, with_predictions, with_scores
from .regions import shown_by, spans_of
from .tasks import Annotation, Task, decode_task

Spans = dict[str, list[Span]]
"""The spans of an answer by field."""


class LabelStudioReader:
    """Yields a record for each task of a file; problems go to the report.

    Raises:
        ValueError: the options name a policy that there is not.
    """

    def __init__(self, options: ReadOptions, report: Report) -> None:
        self._options = options
        self._report = report
        self._answers = Answers(options, report)
        if options.label_config:
            report.categories = [*options.label_config.categories_of(options.kind)]
        report.kind = options.kind

    def read(self, file: Readable, name: str = "") -> Iterator[Record]:
        """Read a JSON export, JSON_MIN, a task list, JSON Lines, CSV or TSV.

        Raises:
            ProblemError: the file can't be read as tasks, or a tag's text can't be found.
        """
        classify = self._options.kind != "entities"
        return self._records(tasks_in(file, name, self._report, classify=classify), name)

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
        fields = TextFields(self._options.label_config, self._options.kind)
        documents = Documents(self._options, fields, self._report)
        joined = Joined(self._report)
        try:
            for task in self._tasks(entries, fields, name):
                self._report.tasks += 1
                record = self._record(task, fields, documents)
                piece = piece_of(task) if self._options.join_pieces else None
                if piece is None:
                    yield record
                else:
                    yield from joined.add(piece, record)
            yield from joined.rest()
        except UnicodeDecodeError as error:
            raise ProblemError.of("input-not-utf8", name, found=error) from error

    def _tasks(self, entries: Iterator[Entry], fields: TextFields, name: str) -> Iterator[Task]:
        """Yield tasks whose texts are known and whose offsets count code points."""
        tasks = self._decoded(entries)
        if self._options.from_predictions is not None:
            tasks = (with_predictions(task, self._report) for task in tasks)
        tasks = fields.settle(tasks)
        unlabelled = self._options.include_unlabelled
        if self._options.fetch:
            fetched = Fetched(self._options.fetch, fields, self._report, unlabelled=unlabelled)
            tasks = fetched.of(tasks)
        tasks = Laid(fields, self._report, unlabelled=unlabelled).of(tasks)
        units = OffsetUnits(self._options.offset_unit, fields, self._report, name)
        return units.settle(tasks)

    def _decoded(self, entries: Iterator[Entry]) -> Iterator[Task]:
        for place, found in entries:
            task = decode_task(found, place, self._report)
            if task:
                yield task

    def _record(self, task: Task, fields: TextFields, documents: Documents) -> Record:
        answers = self._answers.of(task)
        if not answers:
            return Record((), task.kept(frozenset()))
        texts = dict(documents.texts(task))
        language = documents.language(task) if texts else None
        if language is None:
            return Record((), task.kept(frozenset()))
        made: list[Document] = []
        for answer, spans in self._spans(task, answers, texts, fields):
            made += documents.of(task, texts, language, answer, spans)
        return Record(tuple(made), task.kept(frozenset(texts)))

    def _spans(
        self, task: Task, answers: list[Answer], texts: dict[str, str], fields: TextFields
    ) -> list[tuple[Answer, Spans]]:
        """Return the spans of each answer by field, or those of them all if they are to agree."""
        labels_of = spans_of if self._options.kind == "entities" else choices_of
        tags = shown_by(fields, texts, task.layouts)
        found = [
            (answer, labels_of(answer.annotation, texts, tags, answer.place, self._report))
            for answer in answers
        ]
        if len(found) > 1 and self._answers.are_to_agree:
            return [self._agreed(task, [spans for _, spans in found])]
        if isinstance(answers[0].annotation, Prediction):
            return [(answer, _scored(answer.annotation, spans)) for answer, spans in found]
        return found

    def _agreed(self, task: Task, answers: list[Spans]) -> tuple[Answer, Spans]:
        """Make one answer of what more than half of the annotators say."""
        spans, lone = {}, 0
        for field in answers[0]:
            spans[field], others = agreed([answer[field] for answer in answers])
            lone += others
        if lone:
            self._report.tell("spans-not-agreed", task.place, count=lone, annotators=len(answers))
        return Answer(Annotation(), task.place, BY_SEVERAL), spans


def _scored(annotation: Annotation, spans: Spans) -> Spans:
    if not isinstance(annotation, Prediction):
        return spans
    return {field: with_scores(found, annotation) for field, found in spans.items()}

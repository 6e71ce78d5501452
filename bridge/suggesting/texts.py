"""Makes documents of the texts that a task shows, as its labeling configuration says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Raw
from msgspec.structs import replace

from ...converters.document import Document
from ...converters.label_studio.addresses import is_address
from ...converters.label_studio.answers import Answer
from ...converters.label_studio.documents import Documents
from ...converters.label_studio.fields import TextFields
from ...converters.label_studio.label_config import LabelConfig
from ...converters.label_studio.laid import Laid
from ...converters.label_studio.options import ReadOptions
from ...converters.label_studio.tasks import Annotation, Task, decode_task
from ...converters.report import Report
from .options import SuggestOptions

Fetch = Callable[[str], bytes]
"""Gives the bytes of a text by its address; what it raises passes through."""
_UNKNOWN: Final = "und"
_BROUGHT: Final = "azure.language"
_USED: Final = ("id", "data")
_NO_ANSWER: Final = Answer(Annotation(), "")


class TaskTexts:
    """Reads tasks of one configuration.

    Args:
        config: the labeling configuration; it says which fields are shown, and how.
        options: where language and group stand.
        fetch: how texts are had of which tasks hold the address only; without it there is none.
    """

    def __init__(
        self, config: LabelConfig, options: SuggestOptions, fetch: Fetch | None = None
    ) -> None:
        self.fields = TextFields(config, options.kind)
        self._fetch = fetch
        self._options = ReadOptions(
            config,
            include_unlabelled=True,
            language=options.language or _UNKNOWN,
            language_field=options.language_field or _BROUGHT,
            group_by=options.group_by,
            kind=options.kind,
        )

    def task(self, fields: Mapping[str, Raw], report: Report) -> Task | None:
        """Decode a task, as far as its texts go; None, and a problem told, if it is none."""
        given = {name: fields[name] for name in _USED if name in fields}
        place = f"task {bytes(fields['id']).decode()}" if "id" in fields else "task"
        task = decode_task(given, place, report) if "data" in given else None
        if task is None:
            return None
        if self._fetch:
            self._bring(task, self._fetch, report)
        [task] = Laid(self.fields, report, unlabelled=True).of([task])
        return task

    def documents(self, task: Task, report: Report) -> list[Document]:
        """Return a document for each text of a task; what can't be one is told."""
        made = Documents(self._options, self.fields, report)
        texts = dict(made.texts(task))
        language = made.language(task) if texts else None
        if language is None:
            return []
        given = None if language == _UNKNOWN else language
        found = made.of(task, texts, language, _NO_ANSWER, {field: [] for field in texts})
        return [replace(one, language=given, categories=None) for one in found]

    def _bring(self, task: Task, fetch: Fetch, report: Report) -> None:
        """Fetch the texts of which the task holds the address."""
        for field in self.fields.tags:
            address = task.text(field) if field not in self.fields.layouts else None
            if not address or not (field in self.fields.by_url or is_address(address)):
                continue
            try:
                task.fetched = {**task.fetched, field: fetch(address).decode("utf-8-sig")}
            except UnicodeDecodeError as error:
                place = f"{task.place}.data.{field}"
                report.tell("document-not-utf8", place, name=address, error=error)
                task.lost |= {field}

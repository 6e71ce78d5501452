"""Lays out the texts of tasks on tags that show more than a plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..report import Report
from .fields import TextFields
from .layouts import RegionError, layout_of
from .tasks import Task


class Laid:
    """Gives tasks the layouts of their texts, unlabelled ones if asked; tells where it can't."""

    def __init__(self, fields: TextFields, report: Report, *, unlabelled: bool) -> None:
        self._unlabelled = unlabelled
        self._fields = fields
        self._report = report

    def of(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """Pass tasks on with their layouts; those of plain texts only as they are."""
        for task in tasks:
            if task.annotations or self._unlabelled:
                for field, how in self._fields.layouts.items():
                    if field in self._fields.tags:
                        self._lay_out(task, field, how)
            yield task

    def _lay_out(self, task: Task, field: str, how: tuple[str, ...]) -> None:
        value = task.value(field)
        if field in self._fields.by_url:  # the way back would have to fetch it again
            self._report.tell("layout-by-url", f"{task.place}.data.{field}", tag=how[0])
            task.lost |= {field}
            return
        if value is None:
            return
        try:
            task.layouts = {**task.layouts, field: layout_of(how, value)}
        except RegionError as error:
            self._report.tell(error.code, f"{task.place}.data.{field}", **error.quoted)
            task.lost |= {field}

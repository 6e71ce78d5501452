"""Finds the data field that each Text tag shows: by the configuration, else by the checksums.

An export names tags only. A region's `value.text` tells whether a field has these characters at
these offsets; what all regions of a tag agree on is the field. Tasks are held back, up to a bound,
until every tag that they use is settled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..checksum import agrees, readings
from ..document import Kind
from ..problems import ProblemError
from .label_config import LabelConfig
from .layouts import HYPERTEXT, PARAGRAPHS
from .tasks import LABEL_TYPES, Region, Task, decoded

LOOKAHEAD = 1_000


class TextFields:
    """The data field of each tag, `known`, as far as settled, and the `tags` of each field.

    `layouts` say of the fields that are no plain text how they are laid out (`layouts.layout_of`),
    and `by_url` are those that hold addresses of texts, as far as a configuration says so.
    """

    def __init__(self, config: LabelConfig | None = None, kind: Kind = "entities") -> None:
        self._config = config
        self._types = LABEL_TYPES if kind == "entities" else ("choices",)
        self.known: dict[str | None, str] = {}
        self.tags: dict[str, tuple[str, ...]] = {}
        self.layouts: dict[str, tuple[str, ...]] = {}
        self._candidates: dict[str | None, set[str]] = {}
        self._tag_layouts: dict[str | None, tuple[str, ...]] = {}
        self.by_url = {o.field for o in config.objects if o.by_url} if config else set()
        if config:
            self._tag_layouts = {o.name: o.layout for o in config.objects}
            controls = config.controls if kind == "entities" else config.choices
            for tag in [o.name for o in config.objects] + [c.name for c in controls]:
                if field := config.field_of(tag):
                    self._know(tag, field)
            labelled = {config.field_of(control.to_name) for control in controls}
            self.tags = {field: tags for field, tags in self.tags.items() if field in labelled}

    def settle(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """Pass tasks on once the fields of their tags are known.

        Raises:
            ProblemError: a tag's field is ambiguous still when 1,000 tasks are held back.
        """
        held: list[Task] = []
        for task in tasks:
            held.append(task)
            if self._learn(task) or len(held) >= LOOKAHEAD:
                self._decide(held)
                yield from held
                held.clear()
        self._decide(held)
        yield from held

    def _learn(self, task: Task) -> bool:
        """Take in what a task's regions say; tell whether all tags so far are settled."""
        if self._config:
            return True
        for annotation in task.annotations:
            for region in annotation.result if annotation else ():
                if region and region.to_name not in self.known:
                    self._learn_region(region, task)
        return bool(self.known) and not self._candidates

    def _learn_region(self, region: Region, task: Task) -> None:
        tag = region.to_name or region.from_name
        if tag not in self.known and region.value and region.type in self._types:
            layout = _layout(region)
            if layout:
                self._tag_layouts[tag] = layout
            self._narrow(tag, _FINDERS[layout[:1]](region, task))

    def _narrow(self, tag: str | None, fields: set[str]) -> None:
        before = self._candidates.get(tag) or fields
        after = before & fields or before
        self._candidates[tag] = after
        if len(after) == 1:
            self._know(tag, after.pop())

    def _decide(self, held: list[Task]) -> None:
        """Settle tags without a deciding checksum, if the tasks hold but one string."""
        for tag in [*self._candidates]:
            fields = self._candidates[tag] or _only_strings(held)
            if len(fields) > 1:
                raise ProblemError.of("text-field-ambiguous", held[0].place, tag=tag or "")
            self._candidates.pop(tag)
            for field in fields:
                self._know(tag, field)

    def _know(self, tag: str | None, field: str) -> None:
        self.known[tag] = field
        if layout := self._tag_layouts.get(tag):
            self.layouts[field] = layout
        self.tags[field] = (*self.tags.get(field, ()), *([tag] if tag else []))
        self._candidates.pop(tag, None)


def only_text(task: Task) -> list[str]:
    """Return the field of a task's only string, for tasks without a region to tell.

    Raises:
        ProblemError: there are several.
    """
    fields = [*task.strings()]
    if len(fields) > 1:
        raise ProblemError.of("text-field-ambiguous", task.place, tag="any")
    return fields


def _fields_with(region: Region, task: Task) -> set[str]:
    """Return the fields that have a region's characters at its offsets."""
    value = region.value
    if not (value and isinstance(value.start, int) and isinstance(value.end, int)):
        return set()
    if not isinstance(value.text, str) or not value.text.strip():
        return set()
    offsets, saved = (value.start, value.end), value.text
    return {
        key
        for key, text in task.strings().items()
        if any(agrees(saved, reading) for reading in readings(text, *offsets))
    }


def _layout(region: Region) -> tuple[str, ...]:
    """Tell by a region on which kind of tag it is."""
    if region.type == "paragraphlabels":
        return (PARAGRAPHS, "text")
    has_path = region.value is not None and isinstance(region.value.start_offset, int)
    return (HYPERTEXT,) if region.type == "hypertextlabels" or has_path else ()


def _dialogues(_region: Region, task: Task) -> set[str]:
    """Return the fields that Paragraphs could show: lists of objects."""
    lists = {key: decoded(raw) for key, raw in task.data.items() if bytes(raw)[:1] == b"["}
    return {key for key, found in lists.items() if found and isinstance(found[0], dict)}


def _markup_with(region: Region, task: Task) -> set[str]:
    """Return the fields that HyperText could show: strings with a word that the region quotes."""
    saved = region.value.text if region.value else None
    words = saved.split() if isinstance(saved, str) else []
    return {key for key, text in task.strings().items() if any(word in text for word in words)}


_FINDERS: dict[tuple[str, ...], Callable[[Region, Task], set[str]]] = {
    (): _fields_with,
    (HYPERTEXT,): _markup_with,
    (PARAGRAPHS,): _dialogues,
}


def _only_strings(tasks: list[Task]) -> set[str]:
    return {key for task in tasks for key in task.strings()}

"""Knows which Labels tag and which Text tag a span's region belongs to."""

from __future__ import annotations

from typing import Any, Protocol

from msgspec import Struct

from ..document import Document
from .config_writer import Control, Tag, config_of
from .label_config import Label, LabelConfig, LabelsTag
from .layouts import type_on
from .tasks import LABEL_TYPES


class Target(Struct, frozen=True):
    """Where a span goes: the control that labels it, the tag that shows it, the label as saved."""

    from_name: str
    to_name: str
    label: str
    type: str = "labels"


class Controls(Protocol):
    """Tells the target of each span, and the configuration that fits."""

    field: str

    def target(self, label: str, document: Document) -> Target | None:
        """Return where spans with this label go; None if the configuration has no such label."""

    def learn(self, result: list[Any], document: Document) -> None:
        """Take in the regions of an annotation that is brought back."""

    def tag_under(self, control: Any, document: Document) -> str:
        """Return the tag that a control labels, for regions that don't say it."""

    def knows(self, labels: set[str], field: str | None) -> bool:
        """Whether there is nothing to learn of regions with these labels on this field."""

    def xml(self, categories: list[str]) -> str:
        """Return the labeling configuration."""


class Given:
    """Controls of a given configuration.

    A category's label is the one of exactly its name, else of its name without case, else the one
    that has it among its `predicted_values`, else as its `alias`.
    """

    def __init__(self, config: LabelConfig) -> None:
        self._config = config
        self._found: dict[tuple[str, str | None], Target | None] = {}
        self._labels = [
            (control, label, field)
            for control in config.controls
            if (field := config.field_of(control.to_name))
            for label in control.labels
        ]
        tags = (config.field_of(one.to_name) for one in (*config.controls, *config.choices))
        self.field = next(field for field in tags if field)

    def target(self, label: str, document: Document) -> Target | None:
        """Return where spans with this label go; None if the configuration has no such label."""
        key = (label, document.source.field)
        if key not in self._found:
            self._found[key] = self._search(*key)
        return self._found[key]

    def _search(self, name: str, field: str | None) -> Target | None:
        offers = [(control, label) for control, label, f in self._labels if field in (None, f)]
        for found in (
            [o for o in offers if o[1].value == name],
            [o for o in offers if o[1].value.casefold() == name.casefold()],
            [o for o in offers if name in o[1].predicted_values],
            [o for o in offers if o[1].alias == name],
        ):
            if found:
                return _target(*found[0])
        return None

    def learn(self, result: list[Any], document: Document) -> None:
        """Learn nothing: the configuration says it all."""

    def tag_under(self, control: Any, document: Document) -> str:
        """Return the tag of the control, else the name of the field."""
        field = document.source.field
        tags = [c.to_name for c, _, shown in self._labels if c.name == control and shown == field]
        return tags[0] if tags else field or self.field

    def knows(self, labels: set[str], field: str | None) -> bool:  # noqa: ARG002 (the protocol's)
        """Answer yes: the configuration says it all."""
        return True

    def xml(self, categories: list[str]) -> str:  # noqa: ARG002 (the protocol's)
        """Return the configuration as it was given."""
        return self._config.xml


class Learned:
    """Controls as the regions brought back have them, else one Labels tag on one Text tag."""

    field = "text"

    def __init__(self) -> None:
        self._known: dict[str | None, dict[str, Target]] = {}
        self._tags: dict[str, tuple[str, tuple[str, ...]]] = {}

    def target(self, label: str, document: Document) -> Target | None:
        """Return where spans with this label were before, else the tag of their text."""
        known = self._known.setdefault(document.source.field, {})
        if label not in known:
            type_ = type_on(document.source.layout)
            near = Target("label", self._tag(document), label, type_)
            near = next(iter(known.values()), near)
            self._add(Target(near.from_name, near.to_name, label, near.type), document)
        return known[label]

    def _tag(self, document: Document) -> str:
        """Choose the tag of a document without regions; JSON_MIN knows names of controls only."""
        controls = {one.from_name for known in self._known.values() for one in known.values()}
        tags = [tag for tag in document.source.tags if tag not in controls | {"label"}]
        return tags[0] if tags else document.source.field or self.field

    def learn(self, result: list[Any], document: Document) -> None:
        """Take in the regions of an annotation that is brought back."""
        for item in result:
            labels = labels_of(item)
            if labels and is_on(item, document):
                from_name = item.get("from_name")
                to_name = item.get("to_name", self.tag_under(from_name, document))
                if isinstance(from_name, str) and isinstance(to_name, str):
                    for label in labels:
                        self._add(Target(from_name, to_name, str(label), item["type"]), document)

    def tag_under(self, control: Any, document: Document) -> str:  # noqa: ARG002 (the protocol's)
        """Return the name of the field: what is learned says no more."""
        return document.source.field or self.field

    def _add(self, target: Target, document: Document) -> None:
        source = document.source
        self._tags.setdefault(target.to_name, (source.field or self.field, source.layout))
        self._known.setdefault(source.field, {}).setdefault(target.label, target)

    def knows(self, labels: set[str], field: str | None) -> bool:
        """Whether regions with all these labels were met before on this field."""
        return labels <= self._known.get(field, {}).keys()

    def xml(self, categories: list[str]) -> str:
        """Write a configuration of the controls met; categories never met go to the first."""
        met = [target for known in self._known.values() for target in known.values()]
        first = Control(met[0].from_name, met[0].to_name, met[0].type) if met else _ONLY
        on: dict[str, list[Control]] = {category: [] for category in categories}
        for one in met:
            on.setdefault(one.label, []).append(Control(one.from_name, one.to_name, one.type))
        controls: dict[Control, list[str]] = {}
        for label, found in on.items():
            for control in dict.fromkeys(found or [first]):
                controls.setdefault(control, []).append(label)
        controls = controls or {first: []}
        known = {one.to_name: self._tags.get(one.to_name, (self.field, ())) for one in controls}
        return config_of(controls, {name: Tag(*tag) for name, tag in known.items()})


_ONLY = Control("label", "text")


def is_on(item: Any, document: Document) -> bool:
    """Whether an item of a result is on the text of a document."""
    return item.get("to_name", item.get("from_name")) in document.source.tags


def labels_of(item: Any) -> list[str]:
    """Return the labels of a region that labels a stretch; nothing for all other items."""
    if not isinstance(item, dict) or item.get("type") not in LABEL_TYPES:
        return []
    value = item.get("value")
    labels = value.get(item["type"]) if isinstance(value, dict) else None
    return labels if isinstance(labels, list) else []


def _target(control: LabelsTag, label: Label) -> Target:
    return Target(control.name, control.to_name, label.saved, control.type)

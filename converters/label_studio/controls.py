"""Knows which Labels tag and which Text tag a span's region belongs to."""

from __future__ import annotations

from typing import Any, Protocol

from msgspec import Struct

from ..document import Document
from .config_writer import config_of
from .label_config import Label, LabelConfig, LabelsTag


class Target(Struct, frozen=True):
    """Where a span goes: the control that labels it, the tag that shows it, the label as saved."""

    from_name: str
    to_name: str
    label: str


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
        self._names: dict[str | None, dict[str, tuple[str, str]]] = {}
        self._fields: dict[str, str] = {}

    def target(self, label: str, document: Document) -> Target | None:
        """Return where spans with this label were before, else the tag of their text."""
        known = self._names.setdefault(document.source.field, {})
        if label not in known:
            near = next(iter(known.values()), ("label", self._tag(document)))
            self._add(label, near, document)
        return Target(*known[label], label)

    def _tag(self, document: Document) -> str:
        """Choose the tag of a document without regions; JSON_MIN knows names of controls only."""
        controls = {name for known in self._names.values() for name, _ in known.values()}
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
                        self._add(str(label), (from_name, to_name), document)

    def tag_under(self, control: Any, document: Document) -> str:  # noqa: ARG002 (the protocol's)
        """Return the name of the field: what is learned says no more."""
        return document.source.field or self.field

    def _add(self, label: str, names: tuple[str, str], document: Document) -> None:
        field = document.source.field
        self._fields.setdefault(names[1], field or self.field)
        self._names.setdefault(field, {}).setdefault(label, names)

    def knows(self, labels: set[str], field: str | None) -> bool:
        """Whether regions with all these labels were met before on this field."""
        return labels <= self._names.get(field, {}).keys()

    def xml(self, categories: list[str]) -> str:
        """Write a configuration of the controls met; categories never met go to the first."""
        met = [(label, pair) for known in self._names.values() for label, pair in known.items()]
        first = met[0][1] if met else ("label", "text")
        pairs: dict[str, list[tuple[str, str]]] = {category: [] for category in categories}
        for label, pair in met:
            pairs.setdefault(label, []).append(pair)
        controls: dict[tuple[str, str], list[str]] = {}
        for label, on in pairs.items():
            for pair in dict.fromkeys(on or [first]):
                controls.setdefault(pair, []).append(label)
        controls = controls or {first: []}
        tags = {to: self._fields.get(to, self.field) for _, to in controls}
        return config_of(controls, tags)


def is_on(item: Any, document: Document) -> bool:
    """Whether an item of a result is on the text of a document."""
    return item.get("to_name", item.get("from_name")) in document.source.tags


def labels_of(item: Any) -> list[str]:
    """Return the labels of a region of a Labels tag; nothing for all other items."""
    if not isinstance(item, dict) or item.get("type") != "labels":
        return []
    value = item.get("value")
    labels = value.get("labels") if isinstance(value, dict) else None
    return labels if isinstance(labels, list) else []


def _target(control: LabelsTag, label: Label) -> Target:
    return Target(control.name, control.to_name, label.saved)

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

    def knows(self, labels: set[str]) -> bool:
        """Whether there is nothing to learn of regions with these labels."""

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
        self.field = next(field for _, _, field in self._labels)

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

    def knows(self, labels: set[str]) -> bool:  # noqa: ARG002 (the protocol's)
        """Answer yes: the configuration says it all."""
        return True

    def xml(self, categories: list[str]) -> str:  # noqa: ARG002 (the protocol's)
        """Return the configuration as it was given."""
        return self._config.xml


class Learned:
    """Controls as the regions brought back have them, else one Labels tag on one Text tag."""

    field = "text"

    def __init__(self) -> None:
        self._names: dict[str, tuple[str, str]] = {}
        self._fields: dict[str, str] = {}

    def target(self, label: str, document: Document) -> Target | None:
        """Return where spans with this label were before, else the tag of their text."""
        tags = document.source.tags
        from_name, to_name = self._names.get(label, ("label", tags[0] if tags else "text"))
        self._names[label] = (from_name, to_name)
        self._fields.setdefault(to_name, document.source.field or self.field)
        return Target(from_name, to_name, label)

    def learn(self, result: list[Any], document: Document) -> None:
        """Take in the regions of an annotation that is brought back."""
        for item in result:
            if not (isinstance(item, dict) and isinstance(item.get("value"), dict)):
                continue
            names = (item.get("from_name"), item.get("to_name"))
            labels = item["value"].get("labels")
            if isinstance(names[0], str) and isinstance(names[1], str) and isinstance(labels, list):
                self._fields.setdefault(names[1], document.source.field or self.field)
                for label in labels:
                    self._names.setdefault(str(label), (names[0], names[1]))

    def knows(self, labels: set[str]) -> bool:
        """Whether regions with all these labels were met before."""
        return labels <= self._names.keys()

    def xml(self, categories: list[str]) -> str:
        """Write a configuration of the controls met; categories never met go to the first."""
        first = next(iter(self._names.values()), ("label", "text"))
        controls: dict[tuple[str, str], list[str]] = {}
        for label in dict.fromkeys([*categories, *self._names]):
            controls.setdefault(self._names.get(label, first), []).append(label)
        tags = {to: self._fields.get(to, self.field) for _, to in controls or [first]}
        return config_of(controls or {first: []}, tags)


def _target(control: LabelsTag, label: Label) -> Target:
    return Target(control.name, control.to_name, label.saved)

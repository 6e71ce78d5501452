"""The choices of a whole text: which Choices tag holds its categories, and what is in a result.

{"id": "a1b2c3d4e5", "from_name": "category", "to_name": "text", "type": "choices",
 "value": {"choices": ["Fire"]}}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..document import Document, Kind
from .config_writer import choices_config
from .controls import is_on
from .label_config import Label, LabelConfig, LabelsTag


class ChoiceTags:
    """Knows the Choices tags of a configuration, else those met in what is brought back."""

    def __init__(self, config: LabelConfig | None = None) -> None:
        self._config = config
        self._met: dict[str | None, tuple[str, str]] = {}

    def results(
        self, document: Document, unmatched: Callable[[str], None]
    ) -> Iterator[tuple[str, str, list[str]]]:
        """Yield the control, the tag and the choices of each result that a document needs.

        Categories that the configuration does not offer go to `unmatched`.
        """
        found: dict[tuple[str, str], list[str]] = {}
        for category in document.categories or ():
            target = self._target(category, document)
            if target:
                found.setdefault(target[:2], []).append(target[2])
            else:
                unmatched(category)
        for (from_name, to_name), choices in found.items():
            yield from_name, to_name, choices

    def knows(self, field: str | None) -> bool:
        """Whether there is nothing to learn of choices on this field."""
        return self._config is not None or field in self._met

    def learn(self, result: list[Any], document: Document) -> None:
        """Take in the results of an annotation that is brought back."""
        for item in result:
            if is_choice(item) and is_on(item, document):
                names = (item.get("from_name"), item.get("to_name"))
                if all(isinstance(name, str) for name in names):
                    self._met.setdefault(document.source.field, names)

    def xml(self, categories: list[str], kind: Kind) -> str:
        """Return the configuration, or write one of the categories."""
        if self._config:
            return self._config.xml
        field, (control, tag) = next(iter(self._met.items()), ("text", ("category", "text")))
        single = kind == "single-label"
        return choices_config(
            categories, control=control, tag=tag, field=field or tag, single=single
        )

    def _target(self, category: str, document: Document) -> tuple[str, str, str] | None:
        field = document.source.field
        if not self._config:
            tags = document.source.tags
            tag = tags[0] if tags else field or "text"
            return (*self._met.get(field, ("category", tag)), category)
        offers = self._offers(self._config, field)
        matches: tuple[Callable[[Label], bool], ...] = (
            lambda label: label.saved == category,
            lambda label: label.value == category,
            lambda label: label.value.casefold() == category.casefold(),
        )
        for match in matches:
            for control, label in offers:
                if match(label):
                    return control.name, control.to_name, label.saved
        return None

    def _offers(self, config: LabelConfig, field: str | None) -> list[tuple[LabelsTag, Label]]:
        return [
            (control, label)
            for control in config.choices
            if config.field_of(control.to_name)
            and field in (None, config.field_of(control.to_name))
            for label in control.labels
        ]


def into(
    result: list[Any], document: Document, made: list[dict[str, Any]]
) -> tuple[list[Any], bool]:
    """Put the choices made for a document into a result; tell whether that changed it.

    Items keep their ids and their places; those with nothing left to choose go.
    """
    wanted = {(one["from_name"], one["to_name"]): one for one in made}
    items: list[Any] = []
    for item in result:
        if not is_choice(item) or not is_on(item, document):
            items.append(item)
            continue
        new = wanted.pop((item.get("from_name"), item.get("to_name", item.get("from_name"))), None)
        if new and {*chosen(new)} == {*chosen(item)}:
            items.append(item)
        elif new:
            items.append({**item, "value": {**item["value"], **new["value"]}})
    items += wanted.values()
    return items, items != result


def is_choice(item: Any) -> bool:
    """Whether an item of a result chooses for the whole text, not for a region of it."""
    if not isinstance(item, dict) or item.get("type") != "choices":
        return False
    value = item.get("value")
    return isinstance(value, dict) and "start" not in value and "choices" in value


def chosen(item: dict[str, Any]) -> list[str]:
    """Return the choices of an item of a result, as far as they are words."""
    choices = item["value"].get("choices")
    return [one for one in choices if isinstance(one, str)] if isinstance(choices, list) else []

"""Makes the items of a result: regions of the tag that shows a text, and choices for all of it."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from ..document import Document, Span
from ..report import Report
from .choices import ChoiceTags
from .controls import Controls, Given, Learned, Target
from .label_config import LabelConfig
from .layouts import Layout

Item = dict[str, Any]


class Results:
    """Makes results for a configuration, or for the tags met in what is brought back.

    Where a document's text is laid out otherwise than plainly, its layout says where spans are.
    """

    def __init__(self, config: LabelConfig | None, report: Report) -> None:
        self.controls: Controls = Given(config) if config else Learned()
        self.choices = ChoiceTags(config)
        self._report = report

    def of(self, document: Document, layout: Layout | None = None) -> list[Item]:
        """Return the items that say what is labelled in a document."""
        if document.categories is not None:
            return self.chosen(document)
        made = (self.region(document, span, layout) for span in document.spans)
        return [region for region in made if region]

    def chosen(self, document: Document) -> list[Item]:
        """Return the choices of a document that is classified as a whole."""
        found = self.choices.results(document, lambda name: self._unmatched(name, document))
        return [
            {
                "id": region_id(document.name, from_name),
                "from_name": from_name,
                "to_name": to_name,
                "type": "choices",
                "value": {"choices": choices},
            }
            for from_name, to_name, choices in found
        ]

    def region(self, document: Document, span: Span, layout: Layout | None = None) -> Item | None:
        """Return the region of a span; None, and told, if no label fits its category."""
        target = self.controls.target(span.label, document)
        if target is None:
            self._unmatched(span.label, document)
            return None
        return _region(document, span, target, layout)

    def learn(self, result: list[Any], document: Document) -> None:
        """Take in the items of an annotation that is brought back."""
        if document.categories is None:
            self.controls.learn(result, document)
        else:
            self.choices.learn(result, document)

    def know(self, document: Document) -> bool:
        """Whether there is nothing to learn of the items of a document."""
        if document.categories is not None:
            return self.choices.knows(document.source.field)
        labels = {span.label for span in (*document.spans, *document.dropped)}
        return self.controls.knows(labels, document.source.field)

    def xml(self) -> str:
        """Return the labeling configuration."""
        categories, kind = self._report.categories, self._report.kind
        if kind == "entities":
            return self.controls.xml(categories)
        return self.choices.xml(categories, kind)

    def _unmatched(self, category: str, document: Document) -> None:
        self._report.tell("category-unmatched", document.source.place, category=category)


def region_id(*parts: object) -> str:
    """Make the ten characters of a region's id, the same for the same span in each run."""
    return blake2b(repr(parts).encode(), digest_size=5).hexdigest()


def _region(document: Document, span: Span, target: Target, layout: Layout | None) -> Item:
    plain = {"start": span.start, "end": span.end, "text": document.covered(span)}
    value = layout.value(span.start, span.end) if layout else plain
    region = {
        "id": region_id(document.name, span.start, span.end, span.label),
        "from_name": target.from_name,
        "to_name": target.to_name,
        "type": target.type,
        "value": {**value, target.type: [target.label]},
    }
    return region if span.score is None else region | {"score": span.score}

"""Reads a labeling configuration: which tags show which text, and which labels they offer."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from msgspec import Struct

from ..document import Kind
from ..problems import ProblemError

OBJECT_TAGS = ("Text", "HyperText", "Paragraphs")
LABEL_TAGS = ("Labels", "HyperTextLabels", "ParagraphLabels")
CHOICE_TAGS = ("Choices",)


class Label(Struct, frozen=True):
    """A label on offer; `alias`, where there is one, is what annotations hold."""

    value: str
    alias: str | None = None
    predicted_values: tuple[str, ...] = ()

    @property
    def saved(self) -> str:
        """What Label Studio writes into an annotation."""
        return self.alias or self.value


class ObjectTag(Struct, frozen=True):
    """A tag that shows a text, and the field of a task's data that holds it."""

    name: str
    field: str
    kind: str
    by_url: bool = False
    text_key: str = "text"
    option: str = ""

    @property
    def layout(self) -> tuple[str, ...]:
        """How it lays its value out, for `layouts.layout_of`; nothing for a plain text."""
        if self.kind == "Text":
            return ()
        key = (self.text_key,) if self.kind == "Paragraphs" else ()
        return (self.kind, *key, *([self.option] if self.option else []))


class LabelsTag(Struct, frozen=True):
    """A tag that offers labels for the regions of an object tag, or choices for all of it."""

    name: str
    to_name: str
    labels: tuple[Label, ...]
    kind: str = "Labels"

    @property
    def type(self) -> str:
        """What Label Studio calls its results, and the key of the labels in them."""
        return self.kind.lower()


class LabelConfig(Struct, frozen=True):
    """A labeling configuration, as far as spans and the choices of whole texts go.

    Example:
        >>> config = LabelConfig.parse('''<View><Text name="t" value="$text"/>
        ... <Labels name="l" toName="t"><Label value="Person" alias="PER"/></Labels></View>''')
        >>> config.field_of("t"), config.categories
        ('text', ('PER',))
    """

    xml: str
    objects: tuple[ObjectTag, ...]
    controls: tuple[LabelsTag, ...]
    choices: tuple[LabelsTag, ...] = ()

    @classmethod
    def parse(cls, xml: str, name: str = "label config") -> LabelConfig:
        """Read the XML.

        Raises:
            ProblemError: it isn't XML, declares entities, or has no labels and no choices on a
                tag that shows text.
        """
        root = _root(xml, name)
        config = cls(
            xml,
            tuple(_objects(root)),
            tuple(_controls(root, LABEL_TAGS, "Label")),
            tuple(_controls(root, CHOICE_TAGS, "Choice")),
        )
        if not any(config.field_of(one.to_name) for one in (*config.controls, *config.choices)):
            raise ProblemError.of("label-config-without-text", name)
        return config

    @property
    def categories(self) -> tuple[str, ...]:
        """All labels as annotations hold them, each once, in order."""
        return _saved(self.controls)

    def categories_of(self, kind: Kind) -> tuple[str, ...]:
        """Return the labels, or the choices, that are the categories of a project of this kind."""
        return _saved(self.controls if kind == "entities" else self.choices)

    def field_of(self, tag: str | None) -> str | None:
        """Return the data field that an object tag shows, by its name or by a control on it."""
        controls = (*self.controls, *self.choices)
        target = next((c.to_name for c in controls if c.name == tag), tag)
        return next((o.field for o in self.objects if o.name == target), None)


def _root(xml: str, name: str) -> ET.Element:
    if "<!DOCTYPE" in xml or "<!ENTITY" in xml:
        raise ProblemError.of("label-config-malformed", name, error="it declares a document type")
    try:
        return ET.fromstring(xml)  # noqa: S314 (declarations are refused above)
    except (ET.ParseError, ValueError) as error:
        raise ProblemError.of("label-config-malformed", name, error=error) from error


def _objects(root: ET.Element) -> Iterator[ObjectTag]:
    for tag in root.iter():
        if tag.tag in OBJECT_TAGS:
            by_url = tag.get("valueType") == "url"
            field = tag.get("value", "").removeprefix("$")
            key = tag.get("textKey") or "text"
            yield ObjectTag(tag.get("name", ""), field, tag.tag, by_url, key, _option(tag))


def _option(tag: ET.Element) -> str:
    """Tell how a tag lays its value out, apart from what its kind says."""
    if tag.tag == "Paragraphs":
        return "sorted" if tag.get("contextScroll") == "true" else ""
    return "inline" if tag.tag == "HyperText" and tag.get("inline") == "true" else ""


def _saved(controls: tuple[LabelsTag, ...]) -> tuple[str, ...]:
    saved = (label.saved for control in controls for label in control.labels)
    return tuple(dict.fromkeys(saved))


def _controls(root: ET.Element, tags: tuple[str, ...], offer: str) -> Iterator[LabelsTag]:
    for tag in root.iter():
        if tag.tag in tags and tag.get("perRegion") != "true":
            labels = tuple(_label(label) for label in tag.iter(offer))
            for target in tag.get("toName", "").split(","):
                yield LabelsTag(tag.get("name", ""), target.strip(), labels, tag.tag)


def _label(tag: ET.Element) -> Label:
    predicted = tag.get("predicted_values", "").split(",")
    return Label(
        tag.get("value", ""), tag.get("alias"), tuple(p.strip() for p in predicted if p.strip())
    )

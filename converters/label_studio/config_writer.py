"""Writes a labeling configuration for categories: a colour and a hotkey for each."""

from __future__ import annotations

import colorsys
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from .label_config import LABEL_TAGS

# Kelly's order of maximum contrast, darkened where needed for white letters on it to be read
_PALETTE = (
    "#B3261E", "#1F6FB2", "#2E7D32", "#8E24AA", "#B35900", "#00796B", "#C2185B", "#5D4037",
    "#3949AB", "#827717", "#00838F", "#6A1B9A",
)  # fmt: skip
_HOTKEYS = "123456789qwertyuiopasdfghjklzxcvbnm"
_GOLDEN = 0.618033988749895


def colour(index: int) -> str:
    """Return the colour of the nth category: all differ, and white letters on them can be read.

    Example:
        >>> colour(0), colour(12)
        ('#B3261E', '#671E14')
    """
    if index < len(_PALETTE):
        return _PALETTE[index]
    turn = index - len(_PALETTE)
    hue = (0.02 + turn * _GOLDEN) % 1
    red, green, blue = colorsys.hls_to_rgb(hue, 0.24 + 0.02 * (turn % 3), 0.68)
    return f"#{round(red * 255):02X}{round(green * 255):02X}{round(blue * 255):02X}"


def label_config(
    categories: Iterable[str], *, control: str = "label", tag: str = "text", field: str = "text"
) -> str:
    """Write a configuration of one Text tag and one Labels tag with all categories.

    Example:
        >>> print(label_config(["Person"]))
        <View>
          <Labels name="label" toName="text">
            <Label value="Person" background="#B3261E" hotkey="1" />
          </Labels>
          <Text name="text" value="$text" />
        </View>
        <BLANKLINE>
    """
    return config_of({Control(control, tag): [*categories]}, {tag: Tag(field)})


class Control(NamedTuple):
    """A tag that offers labels for another; `type` is that of its regions."""

    name: str
    to_name: str
    type: str = "labels"


class Tag(NamedTuple):
    """A tag that shows a field of the data, laid out in a way of its own if not plainly."""

    field: str
    layout: tuple[str, ...] = ()

    def element(self, name: str) -> ET.Element:
        """Write the tag."""
        element = ET.Element(self.layout[0] if self.layout else "Text", name=name)
        element.set("value", f"${self.field}")
        if element.tag == "Paragraphs" and self.layout[1] != "text":
            element.set("textKey", self.layout[1])
        for option, attribute in (("sorted", "contextScroll"), ("inline", "inline")):
            if self.layout[-1:] == (option,):
                element.set(attribute, "true")
        return element


_CONTROLS = {kind.lower(): kind for kind in LABEL_TAGS}


def config_of(controls: Mapping[Control, Sequence[str]], tags: Mapping[str, Tag]) -> str:
    """Write a configuration of tags that offer labels, and of those that show texts, by name."""
    view, number = ET.Element("View"), 0
    for control, categories in controls.items():
        kind = _CONTROLS[control.type]
        labels = ET.SubElement(view, kind, name=control.name, toName=control.to_name)
        for category in categories:
            label = ET.SubElement(labels, "Label", value=category, background=colour(number))
            if number < len(_HOTKEYS):
                label.set("hotkey", _HOTKEYS[number])
            number += 1
    view.extend(tag.element(name) for name, tag in tags.items())
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def choices_config(
    categories: Iterable[str], *, control: str, tag: str, field: str, single: bool
) -> str:
    """Write a configuration of one Text tag and one Choices tag with all categories.

    Example:
        >>> print(choices_config(["Fire"], control="kind", tag="text", field="text", single=True))
        <View>
          <Text name="text" value="$text" />
          <Choices name="kind" toName="text" choice="single" showInLine="true">
            <Choice value="Fire" hotkey="1" />
          </Choices>
        </View>
        <BLANKLINE>
    """
    view = ET.Element("View")
    ET.SubElement(view, "Text", name=tag, value=f"${field}")
    how = "single" if single else "multiple"
    choices = ET.SubElement(
        view, "Choices", name=control, toName=tag, choice=how, showInLine="true"
    )
    for number, category in enumerate(categories):
        choice = ET.SubElement(choices, "Choice", value=category)
        if number < len(_HOTKEYS):
            choice.set("hotkey", _HOTKEYS[number])
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"

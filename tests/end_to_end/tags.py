"""The object tags that hold text: their configuration, their data, and what their offsets count."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any, NamedTuple

from end_to_end.annotating import HOTKEYS, without_line_ends

_LABELS = "".join(f'\n    <Label value="{name}" hotkey="{key}"/>' for name, key in HOTKEYS.items())


class Tag(NamedTuple):
    """A tag; `data` shows a text with something before it, so that no count starts at it."""

    name: str
    control: str
    attributes: str
    data: Callable[[str], Any]
    before: str
    covered: Callable[[Any, dict[str, Any]], set[str]]
    """What a region's value covers in its data, by each way in which it says so."""
    counted: Callable[[str], str] = str
    """What becomes of a text before it is counted."""

    @property
    def label_config(self) -> str:
        """The labeling configuration of a project with this tag."""
        return (
            f'<View>\n  <{self.control} name="label" toName="text">{_LABELS}\n  </{self.control}>\n'
            f'  <{self.name} name="text" value="$text"{self.attributes}/>\n</View>\n'
        )

    @property
    def key(self) -> str:
        """Where a value has its labels, and what the type of its result is."""
        return self.control.lower()

    def start(self, text: str, words: str) -> int:
        """Return where words of a text start in what is displayed, as `Highlight` counts."""
        return len(_utf16(without_line_ends(self.before + text[: text.index(words)]))) // 2


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _units(text: str, start: int, end: int) -> str:
    return _utf16(text)[2 * start : 2 * end].decode("utf-16-le")


def _line_ends_of_html(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text_covered(data: str, value: dict[str, Any]) -> set[str]:
    return {data[value["start"] : value["end"]]}


def _paragraphs_data(text: str) -> list[dict[str, str]]:
    return [{"author": "A 😀", "text": "Well 👋"}, {"author": "B", "text": text}]


def _paragraphs_covered(data: list[dict[str, str]], value: dict[str, Any]) -> set[str]:
    assert value["start"] == value["end"], "the words are of one paragraph"
    return {_units(data[int(value["start"])]["text"], value["startOffset"], value["endOffset"])}


def _hypertext_data(text: str) -> str:
    return f"<h1>Note 🎉</h1>\r\n<p>{html.escape(text)}</p>"


def _hypertext_covered(data: str, value: dict[str, Any]) -> set[str]:
    assert (value["start"], value["end"]) == ("/p[1]/text()[1]",) * 2
    paragraph = _line_ends_of_html(html.unescape(data.partition("<p>")[2].removesuffix("</p>")))
    whole = f"Note 🎉\n{paragraph}"
    by_all = whole[value["globalOffsets"]["start"] : value["globalOffsets"]["end"]]
    return {by_all, _units(paragraph, value["startOffset"], value["endOffset"])}


TEXT = Tag("Text", "Labels", "", str, "", _text_covered)
HYPERTEXT = Tag(
    "HyperText",
    "HyperTextLabels",
    "",
    _hypertext_data,
    "Note 🎉",
    _hypertext_covered,
    _line_ends_of_html,
)
PARAGRAPHS = Tag(
    "Paragraphs",
    "ParagraphLabels",
    ' layout="dialogue"',
    _paragraphs_data,
    "Well 👋",
    _paragraphs_covered,
)
TAGS = (TEXT, HYPERTEXT, PARAGRAPHS)

r"""The text nodes of the tree that a browser makes of HTML, each with its path; by html5lib.

Label Studio passes HTML through a sanitiser first: scripts, frames and comments go, content and
all, so texts beside them are one. The browser then reads `\r\n` and `\r` as `\n`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ..region_error import RegionError

_DROPPED = frozenset({"script", "iframe"})
_NOT_COUNTED = frozenset({"template"})
_LINE_END = re.compile(r"&#(?:0*1([03])(?!\d)|[xX]0*([aAdD])(?![0-9a-fA-F]));?")
_CDATA = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_NAMESPACE = re.compile(r"\{.*\}")


class TextNode(Struct, frozen=True):
    """A text node, or a `<br>` (without a path): its text, and where that starts in all of it."""

    path: str
    text: str
    start: int


def text_nodes(html: str, *, inline: bool = False) -> list[TextNode]:
    """Return the text nodes of some HTML in order, with their starts in code points.

    `inline` says that the tag shows it in the page itself, else in a document of its own, which
    swallows white space at the beginning.

    Raises:
        RegionError: html5lib isn't installed.
    """
    nodes, start = [], 0
    for path, text in _Walk(_tree(html, inline=inline)):
        if text:
            nodes.append(TextNode(path, text, start))
            start += len(text)
    return nodes


def _tree(html: str, *, inline: bool) -> Any:
    try:
        from html5lib import HTMLParser  # noqa: PLC0415 (an extra)
        from html5lib.treebuilders import getTreeBuilder  # noqa: PLC0415
    except ImportError as error:
        raise RegionError("html-extra-missing") from error
    parser = HTMLParser(getTreeBuilder("etree"), namespaceHTMLElements=False)
    shown = _LINE_END.sub(_line_end, _CDATA.sub("", html.replace("\0", "")))
    if inline:
        return parser.parseFragment(shown, container="div", scripting=True)
    tree = parser.parse(shown.removeprefix("\ufeff"), scripting=True)
    return next(child for child in tree if child.tag in ("body", "frameset"))


def _line_end(reference: re.Match[str]) -> str:
    """Decode a reference to a line end, as the sanitiser does before the browser reads."""
    return "\n" if reference[1] == "0" or reference[2] in ("a", "A") else "\r"


class _Walk:
    """Yields the paths and texts of a tree in the order of the document, without recursion."""

    def __init__(self, root: Any) -> None:
        self._root = root

    def __iter__(self) -> Iterator[tuple[str, str]]:
        stack: list[Iterator[tuple[str, str, Any]]] = [_parts(self._root, "")]
        while stack:
            for path, text, element in stack[-1]:
                if element is None:
                    yield path, text
                else:
                    stack.append(_parts(element, path))
                    break
            else:
                stack.pop()


def _parts(element: Any, path: str) -> Iterator[tuple[str, str, Any]]:
    """Yield what is in an element: the path and text of a node, or the path of a child and it."""
    counts: Counter[str] = Counter()
    begun = element.text or ""
    for child in element:
        name = _NAMESPACE.sub("", child.tag) if isinstance(child.tag, str) else ""
        if name and name not in _DROPPED:
            if begun:
                counts["text()"] += 1
                yield f"{path}/text()[{counts['text()']}]", begun, None
                begun = ""
            counts[name] += 1
            if name == "br":
                yield "", "\n", None
            elif name not in _NOT_COUNTED:
                yield f"{path}/{name}[{counts[name]}]", "", child
        begun += child.tail or ""
    if begun:
        counts["text()"] += 1
        yield f"{path}/text()[{counts['text()']}]", begun, None

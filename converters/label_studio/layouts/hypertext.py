"""HyperText: HTML, whose offsets count over the text of the tree that a browser makes of it.

    data    {"page": "<p>Title 😀 <b>Alice</b></p>"}
    value   {"start": "/p[1]/b[1]/text()[1]", "end": "/p[1]/b[1]/text()[1]", "startOffset": 0,
             "endOffset": 5, "globalOffsets": {"start": 8, "end": 13}, "text": "Alice", …}

`startOffset` and `endOffset` are UTF-16 units within a text node, `globalOffsets` code points of
all text nodes together, a `<br>` counting one. Observed on Label Studio 1.23.2 in Chromium, on 71
kinds of HTML (tests/fixtures/label-studio/counted-text).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

from ...checksum import normalise
from ...offsets import OffsetError, OffsetMap
from ..region_error import RegionError, whole
from .text_nodes import text_nodes


class HyperTextLayout:
    """The text of some HTML; `inline` is how the tag shows it, which matters to its beginning.

    Raises:
        RegionError: the value is no string, or html5lib isn't installed.

    Example:
        >>> page = HyperTextLayout("<p>Title 😀 <b>Alice</b></p>")
        >>> page.text, page.value(8, 13)["start"]
        ('Title 😀 Alice', '/p[1]/b[1]/text()[1]')
    """

    def __init__(self, value: Any, inline: str = "") -> None:
        if not isinstance(value, str):
            raise RegionError("layout-unreadable", tag="HyperText", error="it is no text")
        nodes = text_nodes(value, inline=bool(inline))
        self.text = "".join(node.text for node in nodes)
        self._nodes = [node for node in nodes if node.path]
        self._starts = [node.start for node in self._nodes]
        self._ends = [node.start + len(node.text) for node in self._nodes]
        self._by_path = {node.path: node for node in self._nodes}

    def points(self, value: Any) -> tuple[int, int]:
        """Return the code points of the text that a region's value covers.

        Raises:
            RegionError: it names no characters, or its paths and its global offsets disagree.
        """
        overall, paths = self._overall(value), self._by_paths(value)
        if overall and paths and overall != paths and isinstance(value.text, str):
            # old versions counted global offsets over the HTML itself (issue 4843)
            fitting = [one for one in (paths, overall) if self.agrees(value.text, *one)]
            if not fitting:
                covered = self.text[slice(*overall)]
                raise RegionError("text-mismatch", saved=value.text, covered=covered)
            return fitting[0]
        found = overall or paths
        if found is None:
            raise RegionError("node-missing", path=value.start)
        return found

    def agrees(self, saved: str, start: int, end: int) -> bool:
        """Whether a saved text can be that of a stretch; white space is shown as elements have it.

        Label Studio puts line ends between blocks, and leaves white space out that isn't shown.
        """
        return _without_white(saved) == _without_white(self.text[start:end])

    def value(self, start: int, end: int) -> dict[str, Any]:
        """Return the paths and offsets of a stretch that begins and ends in text nodes.

        Raises:
            RegionError: there is no text node in it.
        """
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first > last:
            raise RegionError("node-missing", path=self.text[start:end])
        head, tail = self._nodes[first], self._nodes[last]
        start, end = max(start, head.start), min(end, self._ends[last])
        return {
            "start": head.path,
            "end": tail.path,
            "startOffset": OffsetMap(head.text).to_utf16(start - head.start),
            "endOffset": OffsetMap(tail.text).to_utf16(end - tail.start),
            "globalOffsets": {"start": start, "end": end},
            "text": self.text[start:end],
        }

    def _overall(self, value: Any) -> tuple[int, int] | None:
        found = value.global_offsets
        if found is None and value.start_offset is None:
            return whole(value.start), whole(value.end)  # drawn by Label Studio too
        if found is None or not isinstance(found.start, int) or not isinstance(found.end, int):
            return None
        return found.start, found.end

    def _by_paths(self, value: Any) -> tuple[int, int] | None:
        start = self._point(value.start, value.start_offset)
        end = self._point(value.end, value.end_offset)
        return None if start is None or end is None else (start, end)

    def _point(self, path: Any, offset: Any) -> int | None:
        node = self._by_path.get(path) if isinstance(path, str) else None
        if node is None or not isinstance(offset, int):
            return None
        try:
            return node.start + OffsetMap(node.text).from_utf16(offset)
        except OffsetError:
            return None


def _without_white(text: str) -> str:
    return normalise(text).replace(" ", "")

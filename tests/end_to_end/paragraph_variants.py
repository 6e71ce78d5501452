"""Dialogues as tasks hold them, in the ways that may change what offsets of Paragraphs count.

Words that begin with a capital are the ones that are labelled. Each has the attributes of its tag.
"""

from __future__ import annotations

from typing import Any


def _said(*texts: Any, starts: tuple[Any, ...] = ()) -> list[dict[str, Any]]:
    said = [{"author": "x", "text": text} for text in texts]
    for paragraph, start in zip(said, starts, strict=False):
        paragraph.update({} if start is None else {"start": start, "end": start + 1})
    return said


SORTED = 'contextScroll="true"'
PARAGRAPHS: dict[str, tuple[Any, str]] = {
    "two": (_said("Hi 😀 Alice", "Bob 😀 Carol there"), ""),
    "dialogue": (_said("Hi 😀 Alice", "Bob 😀 Carol there"), 'layout="dialogue"'),
    "line ends": (_said("One\r\nAlice\rBob\nCarol\r\n", "Dave"), ""),
    "white space": (_said("  Alice  \t Bob ", "\u00a0Carol\u2028Dave"), ""),
    "keys": (
        [{"who": "x", "said": "Alice", "text": "No"}, {"who": "y", "said": "Bob"}],
        'nameKey="who" textKey="said"',
    ),
    "texts that are none": (
        [*_said("Alice", 12345, None, ""), {"author": "x"}, *_said("Bob")],
        "",
    ),
    "no author": ([{"author": None, "text": "Alice"}, {"text": "Bob"}], ""),
    "markup": (_said("<b>Alice</b> &amp; Bob"), ""),
    "byte-order mark": (_said("\ufeffAlice\ufeff Bob"), ""),
    "nul and control characters": (_said("a\0Alice \x01Bob"), ""),
    "right to left": (_said("\u202bא\u202c Alice", "בוב Bob"), ""),
    "empty between": (_said("Alice", "", "Bob"), ""),
    "times": (_said("Alice", "Bob", starts=(5, 1)), ""),
    "times, sorted": (_said("Alice", "Bob", starts=(5, 1)), SORTED),
    "same times, sorted": (_said("Alice", "Bob", starts=(1, 1)), SORTED),
    "no times, sorted": (_said("Alice", "Bob", "Carol"), SORTED),
    "some times, sorted": (_said("Alice", "Bob", "Carol", "Dave", starts=(None, 3, 0, 2)), SORTED),
    "text not saved": (_said("Alice"), 'saveTextResult="no"'),
}

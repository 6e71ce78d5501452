"""Hypothesis strategies: texts of everything that makes offsets hard, and spans on them."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st
from spanbridge.converters.document import Span

LABELS = ("Person", "Server", "Größe", "名前", "🏷️")
AWKWARD = (
    "😀",
    "\U0001d518",  # a letter, not an emoji
    "\U0010ffff",  # the last code point
    "\uffff",  # the last one that is a single unit
    "👩‍👩‍👧",  # joined by ZWJ
    "👍🏽",  # a skin tone
    "🇩🇪",  # a flag is two letters
    "e\u0301",  # combining
    "한",
    "日本",
    "עברית",
    "\u202e",  # bidi controls
    "\u2066",
    "\u2069",
    "\r\n",
    "\r",
    "\n",
    "\t",
    "\x0b",
    "\x1c",
    "\x85",
    "\u00a0",
    "\u2028",
    "\u3000",
    "\ufeff",
    "\u200b",
    " ",
    "Alice ",
    "Hello. ",
    '},{"id":',
    "\\n",
    '"',
    "&",
    "<",
)


def characters() -> st.SearchStrategy[str]:
    """All of Unicode but surrogates and NUL."""
    return st.characters(exclude_categories=["Cs"], exclude_characters="\0")


def texts(min_size: int = 0, max_size: int = 12) -> st.SearchStrategy[str]:
    """Texts of awkward pieces and of any characters at all."""
    piece = st.sampled_from(AWKWARD) | characters()
    return st.lists(piece, min_size=min_size, max_size=max_size).map("".join)


@st.composite
def spans_on(draw: st.DrawFn, text: str, max_size: int = 6) -> list[Span]:
    """Spans anywhere on a text, overlapping, twice, on white space."""
    if not text:
        return []
    found = []
    for _ in range(draw(st.integers(0, max_size))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        found.append(Span(start, end, draw(st.sampled_from(LABELS))))
    return found


@st.composite
def labelled_texts(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text, and spans on it."""
    text = draw(texts())
    return text, draw(spans_on(text))


def objects() -> st.SearchStrategy[dict[str, Any]]:
    """JSON objects, such as an export's, with NaN and lone surrogates in them."""
    strings = texts(max_size=4) | st.text(max_size=4)
    plain = st.none() | st.booleans() | st.integers() | st.just(math.nan) | strings
    values = st.recursive(
        plain,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(strings, inner, max_size=3),
        max_leaves=6,
    )
    more = st.dictionaries(st.sampled_from(["data", "id", "{", "x"]) | strings, values, max_size=3)
    return st.builds(lambda number, rest: {"id": number, **rest}, st.integers(0, 99), more) | more

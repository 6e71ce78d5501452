"""Words for an HTML page: escaped, isolated where they run from right to left, steering nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from importlib.resources import files

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SYMBOLS = 0x2400


def words(value: object) -> str:
    """Escape words of others.

    Example:
        >>> words('<b title="x">')
        '&lt;b title=&quot;x&quot;&gt;'
    """
    return escape(visible(str(value)))


def visible(text: str) -> str:
    r"""Replace what is no character to see by a symbol: controls, marks of direction.

    Example:
        >>> visible("one\r\ntwo\u202e")
        'one ⏎ two⟨202E⟩'
    """
    return _CONTROLS.sub(_symbol, text.replace("\r\n", "\n").replace("\t", " "))


def whole_page(title: str, *sections: str) -> str:
    """Write a page that needs nothing else, of a title and sections of HTML."""
    style = files(__package__).joinpath("data", "evaluation.css").read_text(encoding="utf-8")
    head = f'<meta charset="utf-8">{element("title", words(title))}{element("style", style)}'
    head += '<meta name="viewport" content="width=device-width, initial-scale=1">'
    body = element("main", *sections)
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'


def element(name: str, *inside: str, **attributes: object) -> str:
    """Write an element; what is inside is HTML, the values of attributes are not.

    Example:
        >>> element("td", "1", class_="number", title="<1>")
        '<td class="number" title="&lt;1&gt;">1</td>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{words(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}>{''.join(inside)}</{name}>"


def table(heads: Iterable[tuple[str, str]], rows: Iterable[str]) -> str:
    """Write a table in a card, of its heads with their classes, and its rows."""
    head = "".join(element("th", words(name), class_=kind or None) for name, kind in heads)
    body = element("thead", element("tr", head)) + element("tbody", *rows)
    return element("div", element("table", body), class_="card")


def number(value: float | None, digits: int = 2) -> str:
    """Write a number in a cell, or a dash."""
    return element("td", "&ndash;" if value is None else f"{value:,.{digits}f}", class_="number")


def bar(value: float, least: float | None) -> str:
    """Draw a share as a bar, with a line at what it should be."""
    kind = "" if least is None else " good" if value >= least else " bad"
    inside = f'<i style="width:{100 * value:.1f}%"></i>'
    if least is not None:
        inside += f'<u style="left:{100 * min(least, 0.995):.1f}%"></u>'
    return element("div", inside, class_=f"bar{kind}", role="img", aria_label=f"{value:.2f}")


def _symbol(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] == "\n":
        return " ⏎ "
    return chr(_SYMBOLS + code) if code < ord(" ") else f"⟨{code:04X}⟩"

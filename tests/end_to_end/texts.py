"""The texts that every tag is tried on, each with the words that are selected in it."""
# ruff: noqa: RUF001 (letters of other alphabets are what is tried)

from __future__ import annotations

from typing import NamedTuple

PERSON, ORG = "Person", "Org"


class Sample(NamedTuple):
    """A text, and labelled words of it in their order; each stands in it but once."""

    text: str
    words: tuple[tuple[str, str], ...]


def _sample(text: str, *words: str) -> Sample:
    assert all(text.count(word) == 1 for word in words), text
    return Sample(text, tuple(zip((PERSON, ORG), words, strict=False)))


TEXTS = {
    "astral": _sample("Hi 😀 Alice of Contoso🚀 in 𝕷ondon", "Alice", "Contoso🚀"),
    "zwj": _sample("The 👨‍👩‍👧‍👦 of Bob 👩🏽‍🚒 at Fabrikam", "Bob 👩🏽‍🚒", "Fabrikam"),
    "flags": _sample("🇩🇪🇯🇵 Alice 🇫🇷 of Wales 🏴󠁧󠁢󠁷󠁬󠁳󠁿 Ltd 🇪🇺", "Alice 🇫🇷", "Wales"),
    "combining": _sample("Cafe\u0301 of Rene\u0301e and Z\u0351\u036balgo", "Rene\u0301e", "lgo"),
    "crlf": _sample("From\r\nold Carol 😀\r\nto Contoso\r\nLtd\r\n", "Carol 😀", "Contoso\r\nLtd"),
    "lone cr": _sample("Mac\rold Dave\rat Fabri\rkam\r", "Dave", "Fabri\rkam"),
    "tabs": _sample("A\tFrank\tMiller\tof Tail\tspin\t.", "Frank\tMiller", "spin"),
    "no-break": _sample("Dr\u00a0Grace\u00a0Hopper, World\u202fWide", "Grace\u00a0Hopper", "Wide"),
    "u2028": _sample("One\u2028Heidi\u2028of Proseware\u2029Inc", "Heidi", "Proseware"),
    "right to left": _sample(
        "\u202bהיום אליס באה\u202c to \u2067חברת קונטוסו כאן\u2069, Ltd", "אליס", "קונטוסו"
    ),
    "extension b": _sample("𠮷野家の𠀋山さんは東京𠂉社にいる", "𠀋山", "東京𠂉社"),
    "bom": _sample("\ufeffHi Alice\ufeff at \ufeffthe Contoso", "Alice", "Contoso"),
    "markup": _sample(
        "<b>Alice</b> & Bob &amp; <script>x</script> &#65; <Contoso>", "Alice", "Contoso"
    ),
}

"""The text of a document: decoded as it is, without a byte-order mark that offsets don't count."""

from __future__ import annotations

from collections.abc import Callable

from ..offsets import OffsetMap
from ..parts import BOM
from ..report import Report
from .labelled import Labelled
from .labels_file import Region

Texts = Callable[[str], bytes]
"""Gives the bytes of a document by its location; OSError where there is none."""


def text_of(labelled: Labelled, texts: Texts, report: Report) -> str | None:
    """Return the text that a document's labels are on; None, and told, if there is no using it."""
    location, place = labelled.document.location, labelled.place
    try:
        text = texts(location).decode()
    except OSError:
        report.tell("document-text-missing", place, name=location)
        return None
    except UnicodeDecodeError as error:
        report.tell("document-not-utf8", place, name=location, error=error)
        return None
    if "\0" in text:
        report.tell("text-nul", place, index=text.index("\0"))
        return None
    if text.startswith(BOM) and not _counts_mark(labelled.document.entities, text):
        report.tell("mark-not-counted", place, name=location)
        return text[1:]
    return text


def _counts_mark(regions: list[Region], text: str) -> bool:
    """Whether offsets count a text's byte-order mark: they don't if the region is one shorter."""
    return OffsetMap(text).utf16_length - 1 not in {region.region_length for region in regions}

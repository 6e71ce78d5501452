"""Reads the choices that an annotation makes for its texts as a whole.

A choice is read as a span over all of the text: what annotators agree on is found in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..document import Span
from ..report import Report
from .regions import Tags
from .tasks import Annotation, Region


def choices_of(
    annotation: Annotation, texts: Iterable[str], tags: Tags, place: str, report: Report
) -> dict[str, list[Span]]:
    """Return the choices of an annotation by field, as spans over the whole text.

    What chooses for no text as a whole is told to the report and left out.
    """
    found: dict[str, list[Span]] = {field: [] for field in texts}
    for index, region in enumerate(annotation.result):
        if region is None:
            continue
        shown = tags.get(region.to_name or region.from_name)
        if shown is None or not is_choice(region):
            kind = region.type or "?"
            report.tell("result-kept", f"{place}.result[{index}]", kind=kind)
            continue
        for choice in (region.value and region.value.choices) or ():
            if choice:
                found[shown.field].append(Span(0, len(shown.text), choice))
    return found


def is_choice(region: Region) -> bool:
    """Whether a result chooses for a text as a whole."""
    return region.type == "choices" and region.value is not None and region.value.start is None

"""Any text of all Unicode goes to Azure and back with its spans, on the same characters."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from fixtures_of import converted, covered, written
from hypothesis import example, given, settings
from hypothesis import strategies as st

LABELS = ("Person", "Org", "Place")
# characters on which offsets, file systems and JSON come to grief more often than on others
ODD = (
    '\r\n\t \u00a0\u2028\u200d\ufeff\u0301\U0001f600\U00020bb7\U0010ffff\ud7ff\ue000\uffff\x01\\"a'
)
CHARACTERS = st.one_of(
    st.sampled_from(ODD), st.characters(exclude_categories=["Cs"], exclude_characters="\0")
)
Spans = list[tuple[int, int, str]]


@st.composite
def labelled(draw: st.DrawFn) -> tuple[str, Spans]:
    """Draw a text, not of white space only, and disjoint spans that neither begin nor end in it."""
    text = draw(st.text(CHARACTERS, min_size=1, max_size=40).filter(_has_words))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    spans = [(a, b, draw(st.sampled_from(LABELS))) for a, b in pairs]
    return text, [(a, b, label) for a, b, label in spans if text[a:b] == text[a:b].strip()]


def _has_words(text: str) -> bool:
    return bool(text.strip().strip("\ufeff").strip()) and bool(text.strip("\ufeff \t\r\n"))


@settings(max_examples=60)
@given(st.lists(labelled(), min_size=1, max_size=6))
@example([("\ufeff\U0001f600Alice\r\n", [(2, 7, "Person")])])
@example([("\ufeff\ufeffAlice", [(0, 3, "Person"), (3, 7, "Org")])])
@example([("👨\u200d👩\u200d👧 Ltd", [(0, 9, "Org")])])
def test_spans_come_back_and_cover_the_same_characters(texts: list[tuple[str, Spans]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tasks = [_task(number, *entry) for number, entry in enumerate(texts)]
        assert converted(written(folder / "tasks.json", tasks), folder) == tasks
        labels = covered(folder / "azure" / "labels.json", folder / "azure" / "documents")
    for number, (text, spans) in enumerate(texts):
        expected = [(label, text[a:b]) for a, b, label in spans]
        assert _without_marks(labels[f"task-{number}-text.txt"]) == _without_marks(expected)


@settings(max_examples=30)
@given(labelled())
def test_without_a_manifest_spans_come_back_too(entry: tuple[str, Spans]) -> None:
    text, spans = entry
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = written(folder / "tasks.json", [_task(0, text, spans)])
        [task] = converted(source, folder, manifest=False)
    back = task["data"]["text"]
    assert back == text.lstrip("\ufeff")
    values = [item["value"] for item in task["annotations"][0]["result"]]
    found = [(v["labels"][0], back[v["start"] : v["end"]]) for v in values]
    expected = [(label, text[a:b]) for a, b, label in spans]
    assert _without_marks(found) == _without_marks(expected)


def _without_marks(spans: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out byte-order marks, which no file begins with, and spans of nothing else."""
    return [(label, text.lstrip("\ufeff")) for label, text in spans if text.strip("\ufeff")]


def _task(number: int, text: str, spans: Spans) -> dict[str, Any]:
    result = [
        {
            "id": f"region-{number}-{place}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": a, "end": b, "text": text[a:b], "labels": [label]},
        }
        for place, (a, b, label) in enumerate(spans)
    ]
    return {"id": number, "data": {"text": text}, "annotations": [{"id": 1, "result": result}]}

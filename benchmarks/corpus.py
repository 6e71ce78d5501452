"""Writes a large Label Studio export for benchmarks: the same bytes for the same arguments."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LABELS = ("ServiceName", "ErrorCode", "ServerName", "TimeReference")
CONFIG = (
    '<View><Labels name="label" toName="text">'
    + "".join(f'<Label value="{label}"/>' for label in LABELS)
    + '</Labels><Text name="text" value="$text"/></View>'
)
_WHEN = "2026-11-23T16:12:07.962138Z"


def write(path: Path, tasks: int, characters: int = 2_000, spans: int = 20) -> None:
    """Write an export of that many tasks; one in ten has characters beyond U+FFFF."""
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 10)))
             for _ in range(5_000)]  # fmt: skip
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, tasks + 1):
            task = _task(
                number, _text(chance, words, characters, astral=number % 10 == 0), spans, chance
            )
            encoded = json.dumps(task, ensure_ascii=False, separators=(",", ":"))
            file.write(("[" if number == 1 else ",") + encoded)
        file.write("]")


def _text(chance: random.Random, words: list[str], characters: int, *, astral: bool) -> str:
    text = " ".join(chance.choices(words, k=characters // 4))[: characters - 1] + "."
    return text[:50] + "😀" + text[51:] if astral else text


def _task(number: int, text: str, spans: int, chance: random.Random) -> dict[str, Any]:
    annotation = {
        "id": number, "completed_by": 1, "result": [*_regions(text, spans, chance)],
        "was_cancelled": False, "ground_truth": False, "created_at": _WHEN, "updated_at": _WHEN,
        "draft_created_at": None, "lead_time": 8.5, "prediction": {}, "result_count": spans,
        "unique_id": f"2c483b0e-1aff-4369-bd74-{number:012x}", "import_id": None,
        "last_action": None, "bulk_created": False, "task": number, "project": 12, "updated_by": 1,
        "parent_prediction": None, "parent_annotation": None, "last_created_by": None,
    }  # fmt: skip
    return {
        "id": number, "annotations": [annotation], "drafts": [], "predictions": [],
        "data": {"text": text}, "meta": {}, "created_at": _WHEN, "updated_at": _WHEN,
        "allow_skip": True, "inner_id": number, "total_annotations": 1, "cancelled_annotations": 0,
        "total_predictions": 0, "comment_count": 0, "unresolved_comment_count": 0,
        "last_comment_updated_at": None, "project": 12, "updated_by": 1, "comment_authors": [],
    }  # fmt: skip


def _regions(text: str, spans: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    step = len(text) // spans
    for index in range(spans):
        start = text.index(" ", index * step + chance.randint(0, step // 2)) + 1
        end = text.find(" ", start + 4)
        end = end if end > 0 else len(text)
        value = {
            "start": start,
            "end": end,
            "text": text[start:end],
            "labels": [chance.choice(LABELS)],
        }
        yield {
            "value": value, "id": f"{chance.getrandbits(40):010x}", "from_name": "label",
            "to_name": "text", "type": "labels", "origin": "manual",
        }  # fmt: skip

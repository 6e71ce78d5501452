"""How Label Studio's files are to be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from ..document import Kind
from .label_config import LabelConfig

Unit = Literal["auto", "code-points", "utf-16"]
"""What offsets on Text tags count; `auto` finds out by the texts that regions quote."""

Fetch = Callable[[str], bytes]
"""Gives the bytes of a file by its plain name; raises OSError where there is none."""


class ReadOptions(Struct, frozen=True):
    """Whose answers count, where language and group of a text stand, what offsets count.

    `annotations` and `accept` name a policy (`annotations.policy`, `acceptance.acceptance`);
    `from_predictions` is the model version of the predictions that count instead of annotations,
    `""` of any. `fetch` gives the texts of which tasks hold addresses only. `kind` says whether the
    labels of stretches are read, or the choices for whole texts; `join_pieces` whether pieces of a
    text that was ingested in several tasks are one document.
    """

    label_config: LabelConfig | None = None
    annotations: str = "ground-truth-or-latest"
    include_unlabelled: bool = False
    language: str | None = None
    language_field: str | None = None
    group_by: str | None = None
    accept: str = "human"
    from_predictions: str | None = None
    offset_unit: Unit = "auto"
    fetch: Fetch | None = None
    kind: Kind = "entities"
    join_pieces: bool = False

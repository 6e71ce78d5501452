"""The tables of the record: loops, their rounds, the facts of each, and what they were made of.

A fact is a name and a small JSON value, so that a newer release reads the rounds of an older one:
what it doesn't know it passes over, what it misses it does again. There is no text in any of them.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Float, Integer, String, Table, Text

from ..database import METADATA

LOOPS: Final = Table(
    "loops",
    METADATA,
    Column("name", String(50), primary_key=True),
    Column("held", String(600), nullable=False, default=""),
    Column("rolled_from", String(50), nullable=False, default=""),
    Column("rolled_to", String(50), nullable=False, default=""),
    Column("problem", String(2_000), nullable=False, default=""),
    Column("digest", String(64), nullable=False, default=""),
    Column("since", Float, nullable=False, default=0.0),
    Column("looked", Float, nullable=False, default=0.0),
    Column("renewed", Float, nullable=False, default=0.0),
)
"""A row a loop: what holds it, what stopped it last, what the annotations are and since when, and
when it was last looked at, by whom ever, and for what expires."""

ROUNDS: Final = Table(
    "loop_rounds",
    METADATA,
    Column("loop", String(50), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("began", Float, nullable=False),
    Column("ended", Float),
    Column("outcome", String(20)),
    Column("reason", String(200), nullable=False),
)

FACTS: Final = Table(
    "loop_facts",
    METADATA,
    Column("loop", String(50), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("name", String(40), primary_key=True),
    Column("at", Float, nullable=False),
    Column("value", Text, nullable=False),
)

ANNOTATIONS: Final = Table(
    "loop_annotations",
    METADATA,
    Column("loop", String(50), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("annotation", Integer, primary_key=True, autoincrement=False),
    Column("task", Integer, nullable=False),
    Column("updated", String(40), nullable=False),
)
"""The annotations that a round was made of: ids, and their version by its date."""

PREDICTED: Final = Table(
    "loop_predicted",
    METADATA,
    Column("loop", String(50), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("which", String(4), primary_key=True),
    Column("document", String(64), primary_key=True),
    Column("spans", Text, nullable=False),
)
"""What a model found in the test part: offsets, categories and scores, by the hash of the text."""

TABLES: Final = (LOOPS, ROUNDS, FACTS, ANNOTATIONS, PREDICTED)

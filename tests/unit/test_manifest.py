"""A line of the manifest brings back what was written into it, byte for byte."""

from __future__ import annotations

import hashlib
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spanbridge.converters.document import Document, Source, Span
from spanbridge.converters.manifest import (
    DocumentEntry,
    Entry,
    encode,
    entry_of,
    fingerprint,
    read,
    splits,
)
from spanbridge.converters.parts import Part
from spanbridge.converters.problems import ProblemError
from strategies import labelled_texts, objects, texts

WORDS = texts(max_size=3)
NAMES = WORDS.filter(bool)
DOCUMENTS = st.builds(
    DocumentEntry,
    name=WORDS,
    field=st.none() | WORDS,
    tags=st.lists(WORDS, max_size=2).map(tuple),
    annotation=st.none() | st.integers(0, 9),
    language=st.none() | st.just("en-us"),
    split=st.sampled_from([None, "Train", "Test"]),
    renamed=st.dictionaries(WORDS, NAMES, max_size=2),
    dropped=st.lists(st.tuples(st.integers(0, 9), st.integers(10, 19), NAMES), max_size=2),
    pieces=st.lists(st.builds(Part, st.integers(0, 9), st.integers(0, 9), WORDS), max_size=2),
    text=st.none() | WORDS,
)


def read_back(*lines: bytes) -> list[Entry]:
    """Read the lines of a manifest."""
    return list(read(io.BytesIO(b"".join(lines)), "manifest.jsonl"))


@given(st.lists(DOCUMENTS, max_size=2))
def test_the_documents_of_an_entry_come_back_as_they_were(documents: list[DocumentEntry]) -> None:
    [entry] = read_back(encode(documents, b'{"id": 1}'))
    assert entry.documents == documents


@given(objects(), st.sampled_from([None, 1, 4]))
def test_a_kept_task_comes_back_and_is_one_line_however_it_was_written(
    task: dict[str, object], indent: int | None
) -> None:
    task = json.loads(json.dumps(task), parse_constant=str)
    line = encode([], json.dumps(task, indent=indent).encode())
    assert line.count(b"\n") == 1
    [entry] = read_back(line)
    assert json.loads(bytes(entry.task)) == task


def test_a_kept_task_keeps_its_very_bytes() -> None:
    kept = b'{"id" : 1.50, "id": 2, "t": "\\u00e9\xc3\xa9"}'
    [entry] = read_back(encode([], kept))
    assert bytes(entry.task) == kept


def test_an_entry_of_a_source_that_keeps_nothing_has_no_task() -> None:
    [entry] = read_back(encode([DocumentEntry("a.txt")], None))
    assert bytes(entry.task) == b""


def test_an_entry_tells_all_that_the_way_back_needs_of_a_document() -> None:
    spans = (Span(0, 1, "A"),)
    source = Source("$[3]", "body", ("t", "u"), 1, "group", unchanged=True)
    document = Document("a b", spans, "a.txt", "de", "Test", source, (Span(2, 3, "B"),))
    digest = hashlib.sha256(b"a b").hexdigest()
    assert entry_of(document, digest, {"A": "A:"}) == DocumentEntry(
        "a.txt", "body", ("t", "u"), 1, "de", "Test", digest, fingerprint(spans), {"A": "A:"},
        [(2, 3, "B")],
    )  # fmt: skip


def test_the_files_of_a_text_are_its_pieces_or_itself() -> None:
    pieces = [Part(0, 5, "a.part-001.txt"), Part(5, 9, "a.part-002.txt")]
    cut, whole = DocumentEntry("a.txt", pieces=pieces), DocumentEntry("a.txt")
    assert (cut.files, whole.files) == (["a.part-001.txt", "a.part-002.txt"], ["a.txt"])


@given(labelled_texts())
def test_a_fingerprint_tells_spans_apart_and_nothing_else(
    labelled: tuple[str, list[Span]],
) -> None:
    spans = tuple(labelled[1])
    again = tuple(Span(s.start, s.end, s.label) for s in spans)
    assert fingerprint(spans) == fingerprint(again)
    assert fingerprint((*spans, Span(0, 1, "more"))) != fingerprint(spans)


def test_splits_are_found_by_the_name_of_their_document() -> None:
    documents = [
        DocumentEntry("a.txt", split="Train"),
        DocumentEntry("b.txt", split="Test"),
        DocumentEntry("c.txt"),
    ]
    entries = read_back(encode(documents[:1], None), encode(documents[1:], None))
    assert splits(iter(entries)) == {"a.txt": "Train", "b.txt": "Test"}


@pytest.mark.parametrize(
    "wrong", [b'{"task": {}}', b'{"documents": [{}]}', b'{"documents": 1}', b"[]", b"3"]
)
def test_a_line_that_is_none_of_a_manifest_is_refused_by_its_number(wrong: bytes) -> None:
    with pytest.raises(ProblemError, match=r"manifest-malformed at manifest\.jsonl:2:"):
        read_back(encode([], None), wrong)


def test_a_file_that_is_no_json_is_refused() -> None:
    with pytest.raises(ProblemError, match="input-not-a-list"):
        read_back(b"name,split\n")
